import { factsOf, textOf as settingText } from "@genesys-flows/architect/settings";
import type { z } from "zod";

/** A property of a resource, a function or the configuration, used for the schema and for validation. */
export interface PropertySpec {
  readonly type: "string" | "boolean" | "integer" | "number" | "asset" | "map" | "array" | "object";
  readonly description: string;
  readonly items?: PropertySpec;
  /** The order of the array does not matter. */
  readonly set?: boolean;
  readonly object?: ObjectSpec;
  readonly enum?: EnumSpec;
  readonly default?: string | number | boolean;
  readonly required?: boolean;
  readonly secret?: boolean;
  readonly replaceOnChanges?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

export type PropertySpecs = Readonly<Record<string, PropertySpec>>;

export interface ObjectSpec {
  readonly name: string;
  readonly description: string;
  readonly properties: PropertySpecs;
}

export interface EnumSpec {
  readonly name: string;
  readonly description: string;
  /** Value -> its meaning. */
  readonly values: Readonly<Record<string, string>>;
}

/** A resource type or a function. The outputs of a resource include outputs that repeat an input. */
export interface TokenSpec {
  readonly token: string;
  readonly description: string;
  readonly inputs: PropertySpecs;
  readonly outputs: PropertySpecs;
}

type Further<Spec> = Partial<Omit<Spec, "type" | "description">>;

/** Like `Further`, with an optional description; the default is the description of the items or of the object type. */
type Described<Spec> = Partial<Omit<Spec, "type">>;

const scalar =
  (type: PropertySpec["type"]) =>
  <Spec extends PropertySpec = PropertySpec>(description: string, further?: Further<NoInfer<Spec>>): Spec =>
    ({ type, description, ...further }) as Spec;

export const text = scalar("string");
export const flag = scalar("boolean");
export const integer = scalar("integer");
export const number = scalar("number");
export const asset = scalar("asset");

/** A string from a fixed set of values. The type uses the property's description unless it has a separate one. */
export function oneOf<Spec extends PropertySpec = PropertySpec>(
  description: string,
  values: Omit<EnumSpec, "description"> & Partial<Pick<EnumSpec, "description">>,
  further?: Further<NoInfer<Spec>>,
): Spec {
  return { type: "string", description, enum: { description, ...values }, ...further } as Spec;
}

const collection =
  (type: "array" | "map") =>
  <Spec extends PropertySpec = PropertySpec>(items: NonNullable<Spec["items"]>, further?: Described<NoInfer<Spec>>) =>
    ({ type, items, description: items.description, ...further }) as Spec;

export const listOf = collection("array");
export const mapOf = collection("map");

export function objectOf<Spec extends PropertySpec = PropertySpec>(
  object: NonNullable<Spec["object"]>,
  further?: Described<NoInfer<Spec>>,
): Spec {
  return { type: "object", object, description: object.description, ...further } as Spec;
}

/** `genesyscloud:index/flow:Flow` for `("flow", "Flow")`. */
export function tokenOf(module: string, name: string): string {
  return `genesyscloud:index/${module}:${name}`;
}

/** Specs of properties that are also project settings, derived from the schemas of the settings. */
export function specsOf<S extends z.ZodObject>(settings: S): { readonly [name in keyof S["shape"]]: PropertySpec } {
  return Object.fromEntries(
    Object.entries(settings.shape).map(([name, schema]) => [name, specOf(name, schema as z.ZodType)]),
  ) as { [name in keyof S["shape"]]: PropertySpec };
}

/** @throws Error for a setting that is not a scalar */
function specOf(name: string, schema: z.ZodType): PropertySpec {
  const facts = factsOf(schema);
  const { type, description, meanings, default: value, minimum, maximum } = facts;
  if (type === "other") throw new Error(`The setting '${name}' is not a scalar.`);
  return {
    type,
    description: settingText(facts),
    // `OnDrift` of the setting `onDrift`.
    ...(meanings && { enum: { name: name.charAt(0).toUpperCase() + name.slice(1), description, values: meanings } }),
    ...(value !== undefined && { default: value }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}
