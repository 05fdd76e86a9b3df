import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { placesWithin } from "../check/place.ts";
import type { Location } from "../diagnostic.ts";
import type { TextOfNode } from "../graph/types.ts";
import { inNode } from "./scope.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";
import { VARIABLE } from "./vocabulary.ts";

/** Whether a string or key of a node matches. The last step of a key's path is the key itself. */
type IsMeant = (text: string, path: ArchyPath) => boolean;

/**
 * The location in the source file of a string from the document of a node. Searches first below the given key, then in
 * the whole node. If the string is not found and is the name of a variable, returns the first string or key that
 * contains the name. Undefined if the source writes the string differently.
 */
export function textPlace(
  { node: id, text, under }: TextOfNode,
  definition: Pick<FlowDefinition, "nodes" | "locate">,
): Location | undefined {
  const node = definition.nodes.find((one) => one.id === id);
  if (!node) return undefined;
  const whole =
    (under === undefined ? undefined : pathIn(node, below(under, becomes(text)))) ?? pathIn(node, becomes(text));
  if (whole) return definition.locate(whole.path, whole.where);
  const named = VARIABLE.test(text) ? pathIn(node, names(text)) : undefined;
  if (!named) return undefined;
  const from = named.text.search(pattern(text));
  return placesWithin(definition.locate(named.path, named.where), named.text)({ from, to: from + text.length });
}

interface Found {
  readonly path: ArchyPath;
  readonly where: "key" | "value";
  readonly text: string;
}

function pathIn(node: NodeDefinition, isMeant: IsMeant): Found | undefined {
  const { action, body, inputs, outputs, on } = node;
  for (const [key, value] of [
    [action, body],
    ["inputs", inputs],
    ["outputs", outputs],
    // Only the names of the cases are values; their targets are nodes.
    ["on", Object.fromEntries(Object.keys(on).map((name) => [name, null]))],
  ] as const) {
    const found = search(value as ArchyValue, inNode(node, key), isMeant);
    if (found) return found;
  }
  return undefined;
}

function search(value: ArchyValue, path: ArchyPath, isMeant: IsMeant): Found | undefined {
  if (typeof value === "string") return isMeant(value, path) ? { path, where: "value", text: value } : undefined;
  if (!isMap(value) && !Array.isArray(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (!Array.isArray(value) && isMeant(key, here)) return { path: here, where: "key", text: key };
    const found = search(inner, here, isMeant);
    if (found) return found;
  }
  return undefined;
}

/** Whether a string is the source of an expression or value in a document. */
function becomes(made: string): IsMeant {
  return (text) => text === made || (text.startsWith("=") && text.slice(1).trim() === made);
}

function below(key: string, isMeant: IsMeant): IsMeant {
  return (text, path) => path.at(-1) === key && isMeant(text, path);
}

/** Whether a string is the name of a variable, or an expression that contains the name. */
function names(variable: string): IsMeant {
  const name = pattern(variable);
  return (text) => name.test(text) && (text.startsWith("=") || text.length === variable.length);
}

function pattern(variable: string): RegExp {
  return new RegExp(`(?<![\\w.])${variable.replace(/[^\w]/g, "\\$&")}(?!\\w)`, "i");
}
