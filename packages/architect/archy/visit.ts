import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { isMap, singleEntry } from "./values.ts";

/** One action or menu choice of a document. */
export interface ActionAt {
  /** The key of an action (`playAudio`) or of a menu choice (`menuTask`). */
  readonly key: string;
  readonly body: ArchyMap;
  /** Path from the root to the action's body: `["inboundCall", "tasks", 0, "task", "actions", 2, "playAudio"]`. */
  readonly path: ArchyPath;
}

/**
 * Visits values in source order, each before its children. The callback `visit` returns the children of a value. The
 * walk is iterative, so deep nesting cannot overflow the stack.
 */
export function walk<Value>(from: readonly Value[], visit: (value: Value) => readonly Value[]): void {
  const stack = from.toReversed();
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const inner = visit(top);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Value);
  }
}

/** Whether the items of the list at a path are actions or menu choices. */
export function holdsActions(path: ArchyPath): boolean {
  const [around, list] = path.slice(-2);
  if (list === "actions" || list === "startUpTaskActions") return true;
  return list === "choices" && (around === "menu" || around === "menuSubMenu");
}

/**
 * Every action and menu choice of a document in document order, at any depth. An item whose body is not a mapping has an
 * empty body.
 */
export function allActions(doc: ArchyDocument): ActionAt[] {
  const found: ActionAt[] = [];
  const visit = (value: ArchyValue, path: ArchyPath, action?: string): void => {
    if (Array.isArray(value)) {
      const actions = holdsActions(path);
      for (const [index, item] of value.entries()) {
        const [key, body] = (actions && singleEntry(item)) || [];
        if (key === undefined) visit(item, [...path, index]);
        else visit(body as ArchyValue, [...path, index, key], key);
      }
      return;
    }
    const body = isMap(value) ? value : {};
    if (action !== undefined) found.push({ key: action, body, path });
    for (const [key, child] of Object.entries(body)) if (key !== "lit") visit(child, [...path, key]);
  };
  visit(doc.body, [doc.flowType]);
  return found;
}
