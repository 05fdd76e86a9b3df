import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { getText, isMap, singleEntry } from "./values.ts";

/** One part of a document that a reference can name: a task, menu, state, bot or menu choice. */
export interface Referable {
  /** The key of the item: `task`, `menu`, `menuDisconnect`, `state`... */
  readonly item: string;
  readonly body: ArchyMap;
  /** Path of the item's body from the root. */
  readonly path: ArchyPath;
  readonly refId?: string;
}

/** All parts with a place in one of the document's containers, in document order. */
export function referables(doc: ArchyDocument): Referable[] {
  const found: Referable[] = [];
  const lists = ["menus", "tasks", "states", "bots", "choices"];
  const stack: { value: ArchyValue; path: (string | number)[]; collect: boolean }[] = [
    { value: doc.body, path: [doc.flowType], collect: false },
  ];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, path, collect } = top;
    if (Array.isArray(value)) {
      const next: typeof stack = [];
      value.forEach((item, index) => {
        const entry = collect ? singleEntry(item) : undefined;
        if (!entry || !isMap(entry[1])) return;
        const here = [...path, index, entry[0]];
        found.push({ item: entry[0], body: entry[1], path: here, refId: getText(entry[1], "refId") });
        next.push({ value: entry[1], path: here, collect: false });
      });
      stack.push(...next.reverse());
    } else if (isMap(value)) {
      const next: typeof stack = [];
      for (const list of lists) {
        const child = value[list];
        if (Array.isArray(child)) next.push({ value: child, path: [...path, list], collect: true });
      }
      for (const state of ["startUpState", "periodicState"]) {
        const child = value[state];
        if (isMap(child)) {
          found.push({ item: state, body: child, path: [...path, state], refId: getText(child, "refId") });
        }
      }
      stack.push(...next.reverse());
    }
  }
  return found;
}

interface Step {
  readonly key: string;
  readonly refId?: string;
}

/** Finds the part that a reference such as `/inboundCall/tasks/task[Main_10]` or `./menus/menu[m]` names (reference/archy.md §f). */
export class RefResolver {
  readonly #doc: ArchyDocument;
  readonly #byPlace = new Map<string, Referable>();
  readonly all: readonly Referable[];

  constructor(doc: ArchyDocument) {
    this.#doc = doc;
    this.all = referables(doc);
    for (const part of this.all) {
      if (part.refId === undefined) continue;
      const key = placeKey(part.path.slice(0, -2), part.item, part.refId);
      if (!this.#byPlace.has(key)) this.#byPlace.set(key, part);
    }
  }

  /** The part that the text names, relative to the object at `from`; undefined when it does not exist. */
  resolve(text: string, from: ArchyPath = [this.#doc.flowType]): Referable | undefined {
    const steps = text.split(/\/(?![^[]*\])/);
    let path: (string | number)[];
    const first = steps.shift();
    if (first === "") path = [];
    else if (first === ".") path = [...from];
    else if (first === "..") path = parentObject(from);
    else return undefined;
    let found: Referable | undefined;
    for (const text of steps) {
      if (text === "..") {
        path = parentObject(path);
        continue;
      }
      const step = parseStep(text);
      if (step.refId === undefined) {
        path = [...path, step.key];
        found = undefined;
        continue;
      }
      found = this.#byPlace.get(placeKey(path, step.key, step.refId));
      if (!found) return undefined;
      path = [...found.path];
    }
    return found;
  }
}

function parentObject(path: ArchyPath): (string | number)[] {
  const parent = path.slice(0, -1);
  while (parent.length > 0 && typeof parent[parent.length - 1] === "number") parent.pop();
  return parent;
}

function parseStep(text: string): Step {
  const open = text.indexOf("[");
  if (open === -1 || !text.endsWith("]")) return { key: text };
  return { key: text.slice(0, open), refId: text.slice(open + 1, -1) };
}

function placeKey(list: ArchyPath, item: string, refId: string): string {
  return JSON.stringify([list, item, refId]);
}
