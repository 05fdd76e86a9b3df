import { z } from "zod";

/** Facts about a setting that a schema cannot contain. */
export interface SettingDetails {
  /** For an enumeration: value -> its meaning. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** The behaviour if the setting is not set and has no fixed default. */
  readonly otherwise?: string;
  /** Markdown link to more information, relative to a page in docs/. */
  readonly see?: string;
}

const detailsOf = z.registry<SettingDetails>();

/** A schema with the information that users need. The description is one or more sentences. */
export function setting<S extends z.ZodType>(schema: S, description: string, details: SettingDetails = {}): S {
  const described = schema.describe(description);
  detailsOf.add(described, details);
  return described;
}

/** An enumeration, with the meaning of each value. */
export function choice<const V extends string>(
  meanings: Readonly<Record<V, string>>,
  description: string,
  details: SettingDetails = {},
): z.ZodEnum<{ [value in V]: value }> {
  const values = Object.keys(meanings) as V[];
  const expected = `expected ${values.length === 2 ? "" : "one of "}${values.map((value) => `\`${value}\``).join(values.length === 2 ? " or " : ", ")}`;
  const schema = z.enum(values, expected) as unknown as z.ZodEnum<{ [value in V]: value }>;
  return setting(schema, description, { ...details, meanings });
}

/** A whole number within inclusive limits. */
export function wholeNumber(
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  description: string,
): z.ZodInt {
  const expected = `expected a whole number from ${figure(minimum)} to ${figure(maximum)}`;
  return setting(z.int(expected).min(minimum, expected).max(maximum, expected), description);
}

export interface SettingFacts extends SettingDetails {
  readonly type: "string" | "boolean" | "integer" | "number" | "other";
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The facts of a setting, which may be optional or have a default. @throws Error if the schema has no description */
export function factsOf(schema: z.ZodType): SettingFacts {
  const own = bareOf(schema);
  const { description } = own;
  if (description === undefined) throw new Error("This setting has no description.");
  const value = schema instanceof z.ZodDefault ? (schema.def.defaultValue as SettingFacts["default"]) : undefined;
  return {
    ...typeOf(own),
    description,
    ...(value !== undefined && { default: value }),
    ...detailsOf.get(own),
  };
}

function typeOf(schema: z.ZodType): Pick<SettingFacts, "type" | "minimum" | "maximum"> {
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return { type: "string" };
  if (schema instanceof z.ZodBoolean) return { type: "boolean" };
  if (!(schema instanceof z.ZodNumber)) return { type: "other" };
  const { minValue, maxValue } = schema;
  return {
    type: schema.format === "safeint" ? "integer" : "number",
    ...(isLimit(minValue) && { minimum: minValue }),
    ...(isLimit(maxValue) && { maximum: maxValue }),
  };
}

/** Whether a value is a real limit. zod sets the limits of JavaScript's safe integers for every integer. */
function isLimit(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
}

/** The description of a setting with its limits and, if it has no fixed default, the behaviour without the setting. */
export function textOf(facts: SettingFacts): string {
  const { otherwise } = facts;
  return sentences([facts.description, limitsOf(facts), otherwise && `Default: ${otherwise}.`]);
}

/** Everything that is known about a setting, as Markdown for a page in docs/. */
export function documentedOf(facts: SettingFacts): string {
  const { description, meanings = {}, default: value, see } = facts;
  const otherwise = value === undefined ? facts.otherwise : `\`${value}\``;
  return sentences([
    description,
    limitsOf(facts),
    ...Object.entries(meanings).map(([name, meaning]) => `\`${name}\`: ${meaning}`),
    otherwise && `Default: ${otherwise}.`,
    see && `See ${see}.`,
  ]);
}

function limitsOf({ minimum, maximum }: SettingFacts): string | undefined {
  return minimum === undefined || maximum === undefined ? undefined : `From ${figure(minimum)} to ${figure(maximum)}.`;
}

function sentences(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}

/**
 * Formats a number as `10,000`. `toLocaleString` would load the data of all languages into every process that reads
 * settings.
 */
function figure(value: number): string {
  const [whole = "", ...fraction] = String(value).split(".");
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ","), ...fraction].join(".");
}

type Bare<S extends z.core.SomeType> =
  S extends z.ZodDefault<infer Inner> ? Inner : S extends z.ZodOptional<infer Inner> ? Inner : S;

/** The shape of settings in a file, where each setting is optional. */
export type GivenShape<Shape extends z.core.$ZodShape> = { [key in keyof Shape]: z.ZodOptional<Bare<Shape[key]>> };

export type Given<S extends z.ZodObject> = { readonly [key in keyof z.output<S>]?: z.output<S>[key] };

/**
 * The same settings without their defaults. Several files may each set some of them, and a default applies only if no
 * file sets the value.
 */
export function asGiven<Shape extends z.core.$ZodLooseShape>(settings: z.ZodObject<Shape>): GivenShape<Shape> {
  return Object.fromEntries(
    Object.entries(settings.shape).map(([key, schema]) => [key, bareOf(schema as z.ZodType).optional()]),
  ) as GivenShape<Shape>;
}

/** The valid settings in some data, and nothing else. */
export function settingsIn<S extends z.ZodObject>(settings: S, data: Readonly<Record<string, unknown>>): Given<S> {
  const found = Object.entries(settings.shape).flatMap(([key, schema]) => {
    const given = bareOf(schema as z.ZodType).safeParse(data[key]);
    return given.success && given.data !== undefined ? [[key, given.data]] : [];
  });
  return Object.fromEntries(found) as Given<S>;
}

/**
 * Merges settings from several places, later ones overriding earlier ones, and adds the defaults for settings that no
 * place sets.
 */
export function resolved<S extends z.ZodObject>(
  settings: S,
  ...places: readonly Readonly<Record<string, unknown>>[]
): z.output<S> {
  return settings.parse(Object.assign({}, ...places.map((place) => settingsIn(settings, place)))) as z.output<S>;
}

export function withoutDefaults<S extends z.ZodObject>(settings: S, values: Given<S>): Given<S> {
  const defaults: Readonly<Record<string, unknown>> = resolved(settings);
  return Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== defaults[key])) as Given<S>;
}

function bareOf(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodOptional
    ? bareOf(schema.unwrap() as z.ZodType)
    : schema;
}
