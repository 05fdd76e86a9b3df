import type { ArchyMap, ArchyValue } from "../../archy/types.ts";
import type { FlowNode } from "../../graph/types.ts";
import { plainProperties, shortest } from "../plain-value.ts";
import type { Form } from "./shorthand.ts";

/** Forms with a body only; an undefined form is skipped. */
export function bodies(...found: (ArchyValue | undefined)[]): (Form | undefined)[] {
  return found.map((body) => (body === undefined ? undefined : { body }));
}

/** All properties except some keys, as plain properties; undefined when a definition cannot write one. */
export function others(node: FlowNode, ...keys: string[]): ArchyMap | undefined {
  const rest = Object.fromEntries(Object.entries(node.properties).filter(([key]) => !keys.includes(key)));
  const { body, unwritable } = plainProperties(node.kind, rest);
  return unwritable.length > 0 ? undefined : body;
}

/** Property `key` alone, or under the key `as` with the other properties. */
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
