import type { ArchyValue } from "../archy/types.ts";
import { getMap, isMap } from "../archy/values.ts";
import type { FlowNode } from "../graph/types.ts";

/** Keys of an action's most informative property, best first. */
const TELLING = ["tts", "prompt", "name", "exp", "lit"];
/** Mappings with names as keys: the integration and its action, the data table, a bot. */
const NAMED_BY_KEY = ["category", "dataTable", "botFlow", "digitalBotFlow", "screenPopScript"];

/** A short description of a node: what it says, asks, calls or transfers to; empty if no property is informative. */
export function summary(node: FlowNode): string {
  const { properties } = node;
  if (node.kind === "callModule") return String(properties["module"] ?? "");
  if (node.kind === "end") return String(properties["outcome"] ?? "");
  for (const key of NAMED_BY_KEY) {
    const value = getMap(properties, key);
    if (!value) continue;
    const [name, inner] = Object.entries(value)[0] ?? [];
    const [action] = Object.keys(getMap(inner, "dataAction") ?? {});
    return [name, action].filter((part) => part !== undefined).join(" / ");
  }
  return found(properties) ?? "";
}

function found(value: ArchyValue): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isMap(value)) {
    for (const key of TELLING) {
      const text = value[key];
      if (typeof text === "string" || typeof text === "number") return String(text);
    }
  }
  for (const inner of Object.values(value)) {
    const text = found(inner);
    if (text !== undefined) return text;
  }
  return undefined;
}
