import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { nearest } from "../suggest.ts";
import { definitionSchema, nodeSchema } from "./schema.ts";
import { holdsPlaceholder } from "./schema-issues.ts";

/** Keys whose content is checked node by node. */
const NODES = ["nodes", "tasks", "fragments"];

/** Keys with an entry for each name. */
const ENTRIES = ["inputs", "outputs", "variables", "values"];

/**
 * The data of a flow file without what its schema refuses: single entries of inputs, outputs, variables and values, other
 * keys as a whole. `isNode` decides on nodes.
 * @param unread.keys receives the keys that are then incomplete, and keys that an unknown key probably misspells
 */
export function withoutMistakes(data: ArchyMap, unread: { readonly keys: Set<string> }): ArchyMap {
  const kept = { ...data };
  for (const issue of definitionSchema.safeParse(data).error?.issues ?? []) {
    if (holdsPlaceholder(data, issue.path)) continue;
    const [key, entry] = issue.path.map(String);
    if (key === undefined) {
      for (const unknown of issue.code === "unrecognized_keys" ? issue.keys : []) {
        const meant = nearest(unknown, Object.keys(definitionSchema.shape));
        if (meant !== undefined) unread.keys.add(meant);
        delete kept[unknown];
      }
      continue;
    }
    if (NODES.includes(key)) {
      const isOfNode = issue.path.includes("nodes") && issue.path.length > issue.path.indexOf("nodes") + 1;
      if (!isOfNode || key === "fragments") unread.keys.add(key);
      continue;
    }
    unread.keys.add(key);
    const present = kept[key];
    if (ENTRIES.includes(key) && entry !== undefined && isMap(present ?? null)) {
      const { [entry]: _refused, ...others } = present as ArchyMap;
      kept[key] = others;
    } else if (key === "numbers" && Array.isArray(present)) kept[key] = present.map(String);
    else delete kept[key];
  }
  return kept;
}

/** Whether the keys of a node besides its action are valid. */
export function isNode(data: ArchyValue): boolean {
  const { error } = nodeSchema.safeParse(data);
  return (error?.issues ?? []).every((issue) => holdsPlaceholder(data, issue.path));
}
