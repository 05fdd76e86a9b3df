import type { ArchyDocument, ArchyMap, ArchyPath } from "./types.ts";
import { getList, getMap, getText, isMap, singleEntry } from "./values.ts";

/** A part of a document that can be referenced: a task, menu, state, bot or menu choice. */
export interface Referable {
  /** The key of the item: `task`, `menu`, `menuDisconnect`, `state`... */
  readonly item: string;
  readonly body: ArchyMap;
  /** Path of the item's body from the root. */
  readonly path: ArchyPath;
  readonly refId?: string;
}

/** All parts in the document's containers, in document order. */
export function referables(doc: ArchyDocument): Referable[] {
  const found: Referable[] = [];
  const note = (item: string, body: ArchyMap, path: ArchyPath) =>
    void found.push({ item, body, path, refId: getText(body, "refId") });
  const visit = (around: ArchyMap, path: ArchyPath) => {
    for (const state of ["startUpState", "periodicState"]) {
      const body = getMap(around, state);
      if (body) note(state, body, [...path, state]);
    }
    for (const list of ["menus", "tasks", "states", "bots", "choices"]) {
      const items = getList(around, list).flatMap((entry, index) => {
        const [item, body] = singleEntry(entry) ?? [];
        return item !== undefined && isMap(body) ? [{ item, body, at: [...path, list, index, item] }] : [];
      });
      for (const { item, body, at } of items) note(item, body, at);
      for (const { body, at } of items) visit(body, at);
    }
  };
  visit(doc.body, [doc.flowType]);
  return found;
}

/**
 * Resolves references to parts, such as `/inboundCall/tasks/task[Main_10]` or `./menus/menu[m]` (reference/archy.md
 * §f).
 */
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

  /** The part that a reference names, relative to the object at `from`; undefined if the part does not exist. */
  resolve(text: string, from: ArchyPath = [this.#doc.flowType]): Referable | undefined {
    const [first, ...steps] = text.split(/\/(?![^[]*\])/);
    let path: ArchyPath;
    if (first === "") path = [];
    else if (first === ".") path = from;
    else if (first === "..") path = parentObject(from);
    else return undefined;
    let found: Referable | undefined;
    for (const step of steps) {
      const [, item, refId] = /^([^[]*)\[(.*)\]$/s.exec(step) ?? [];
      if (step === "..") path = parentObject(path);
      else if (item === undefined || refId === undefined) {
        path = [...path, step];
        found = undefined;
      } else {
        found = this.#byPlace.get(placeKey(path, item, refId));
        if (!found) return undefined;
        path = found.path;
      }
    }
    return found;
  }
}

function parentObject(path: ArchyPath): ArchyPath {
  const parent = path.slice(0, -1);
  return parent.slice(0, parent.findLastIndex((step) => typeof step !== "number") + 1);
}

function placeKey(list: ArchyPath, item: string, refId: string): string {
  return JSON.stringify([list, item, refId]);
}
