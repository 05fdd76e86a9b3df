import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { Location } from "../diagnostic.ts";
import { inNode } from "./scope.ts";
import type { FlowDefinition, NodeDefinition } from "./types.ts";
import { VARIABLE } from "./vocabulary.ts";

/** Whether a text or key of a node is the one to find. */
type IsMeant = (text: string) => boolean;

/**
 * The place in the source file of a text in a node's document: the text itself; for a variable, else the first text or key
 * that names it. Undefined if the source writes it differently.
 */
export function textPlace(
  id: string | undefined,
  text: string,
  definition: Pick<FlowDefinition, "nodes" | "locate">,
): Location | undefined {
  const node = definition.nodes.find((one) => one.id === id);
  const found = node && (pathIn(node, becomes(text)) ?? (VARIABLE.test(text) ? pathIn(node, names(text)) : undefined));
  return found && definition.locate(found.path, found.where);
}

interface Found {
  readonly path: ArchyPath;
  readonly where: "key" | "value";
}

function pathIn(node: NodeDefinition, isMeant: IsMeant): Found | undefined {
  const { action, body, inputs, outputs } = node;
  for (const [key, value] of [
    [action, body],
    ["inputs", inputs],
    ["outputs", outputs],
  ] as const) {
    const found = search(value as ArchyValue, inNode(node, key), isMeant);
    if (found) return found;
  }
  return undefined;
}

function search(value: ArchyValue, path: ArchyPath, isMeant: IsMeant): Found | undefined {
  if (typeof value === "string") return isMeant(value) ? { path, where: "value" } : undefined;
  if (!isMap(value) && !Array.isArray(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (!Array.isArray(value) && isMeant(key)) return { path: here, where: "key" };
    const found = search(inner, here, isMeant);
    if (found) return found;
  }
  return undefined;
}

/** Whether a text is the source of an expression or value of a document. */
function becomes(made: string): IsMeant {
  return (text) => text === made || (text.startsWith("=") && text.slice(1).trim() === made);
}

/** Whether a text names a variable, alone or in an expression. */
function names(variable: string): IsMeant {
  const pattern = new RegExp(`(?<![\\w.])${variable.replaceAll(".", "\\.")}(?!\\w)`, "i");
  return (text) => pattern.test(text) && (text.startsWith("=") || text.length === variable.length);
}
