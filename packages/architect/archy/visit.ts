import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { isMap, singleEntry } from "./values.ts";

/** One action, or one choice of a menu, of a document. */
export interface ActionAt {
  /** The action key, `playAudio`, or the choice key, `menuTask`. */
  readonly key: string;
  readonly body: ArchyMap;
  /** From the root to the action's body: `["inboundCall", "tasks", 0, "task", "actions", 2, "playAudio"]`. */
  readonly path: ArchyPath;
}

/** Whether the items of the list at a path are actions, or choices of a menu. */
export function holdsActions(path: ArchyPath): boolean {
  const list = path[path.length - 1];
  if (list === "actions" || list === "startUpTaskActions") return true;
  const around = path[path.length - 2];
  return list === "choices" && (around === "menu" || around === "menuSubMenu");
}

/**
 * Every action and menu choice of a document in document order, at any depth. An item whose body is not a mapping has an
 * empty body.
 */
export function allActions(doc: ArchyDocument): ActionAt[] {
  const found: ActionAt[] = [];
  const stack: { value: ArchyValue; path: ArchyPath; action?: string }[] = [{ value: doc.body, path: [doc.flowType] }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, path } = top;
    const next: typeof stack = [];
    if (Array.isArray(value)) {
      const actions = holdsActions(path);
      for (const [index, item] of value.entries()) {
        const entry = actions ? singleEntry(item) : undefined;
        if (!entry) next.push({ value: item, path: [...path, index] });
        else next.push({ value: entry[1], path: [...path, index, entry[0]], action: entry[0] });
      }
    } else if (isMap(value)) {
      if (top.action !== undefined) found.push({ key: top.action, body: value, path });
      for (const key of Object.keys(value)) {
        if (key !== "lit") next.push({ value: value[key] as ArchyValue, path: [...path, key] });
      }
    } else if (top.action !== undefined) found.push({ key: top.action, body: {}, path });
    for (let i = next.length - 1; i >= 0; i--) stack.push(next[i] as (typeof next)[number]);
  }
  return found;
}
