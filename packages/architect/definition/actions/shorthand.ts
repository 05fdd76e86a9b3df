import type { z } from "zod";
import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import type { KernelCode } from "../../codes/kernel-codes.ts";
import type { FlowNode } from "../../graph/types.ts";
import { plainProperties, shortest } from "../plain-value.ts";
import type { Finding } from "../scope.ts";
import type { NodeDefinition } from "../types.ts";

/** Information about the flow that a shorthand may need. */
export interface ShorthandContext {
  readonly node: NodeDefinition;
  readonly localScope: "Task" | "State";
  typeOf(variable: string): string | undefined;
  error(code: KernelCode, message: string, place?: Partial<Pick<Finding, "at" | "where" | "hint">>): void;
}

/** One form of a node's action: the body, and the output paths whose names differ from the names in the graph. */
export interface Form {
  readonly body: ArchyValue;
  /** Output path of the graph -> its name in this form. */
  readonly names?: Readonly<Record<string, string>>;
}

/** The short form of an action with one main property. Other actions do not need a short form. */
export interface Shorthand {
  readonly action: string;
  /** The schema of the action key's value. Editors show the descriptions of the schema and of its keys. */
  readonly schema: z.ZodType;
  /** Archy properties that the short form's own keys produce. They must not be combined with these keys. */
  readonly writes?: readonly string[];
  /** The action's properties in Archy's notation. `body` matches the schema. */
  toArchy(body: ArchyValue, context: ShorthandContext): ArchyMap;
  /**
   * Possible forms of a node, the shortest first. A form may lose information, so the caller compares the result of
   * `toArchy`. Omitted for plain keys.
   */
  toForms?(node: FlowNode): readonly (Form | undefined)[];
  /**
   * Whether `toArchy` needs the types of variables. If so, the action is processed after the actions that set
   * variables.
   */
  readonly needsTypes?: true;
  /**
   * Types of the variables that the action sets, if the body and the types of other variables determine these types.
   */
  binds?(body: ArchyValue, typeOf: (variable: string) => string | undefined): Readonly<Record<string, string>>;
  /** Names of the cases in order, for an action with cases. The output paths are the cases and `default`. */
  cases?(body: ArchyValue, on: readonly string[]): readonly string[];
}

/** Forms that have only a body. An undefined body is skipped. */
export function bodies(...found: (ArchyValue | undefined)[]): (Form | undefined)[] {
  return found.map((body) => (body === undefined ? undefined : { body }));
}

/**
 * All properties except the given keys, as plain properties; undefined if a definition cannot express one of the
 * properties.
 */
export function others(node: FlowNode, ...keys: string[]): ArchyMap | undefined {
  const rest = Object.fromEntries(Object.entries(node.properties).filter(([key]) => !keys.includes(key)));
  return plainProperties(node.kind, rest);
}

/** Two forms: the property `key` alone, and the property under the key `as` together with the other properties. */
export function pointed(
  node: FlowNode,
  key: string,
  as: string,
  encode: (value: ArchyValue) => ArchyValue,
): (Form | undefined)[] {
  const value = node.properties[key];
  const point = value === undefined ? undefined : shortest(value, encode);
  const rest = others(node, key);
  if (point === undefined || !rest) return [];
  return bodies(typeof point === "string" && Object.keys(rest).length === 0 ? point : undefined, {
    [as]: point,
    ...rest,
  });
}
