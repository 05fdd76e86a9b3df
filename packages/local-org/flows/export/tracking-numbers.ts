import {
  type AddressedItem,
  type ArchyDocument,
  type ArchyMap,
  type ArchyValue,
  documentPlaces,
} from "@genesys-flows/architect";
import { documentPointers, isMap, valueAt } from "../document/model.ts";

/** The first tracking number that Architect assigns. */
const FIRST = 10;

const CONTAINERS = new Set(["menus", "tasks", "states", "bots"]);
const WITHOUT_NUMBER = new Set(["cases", "paths", "intents"]);
const STATES = ["startUpState", "periodicState"];

/**
 * Sets the refId of every container and every referenced choice to `<name>_<tracking number>`, and rewrites the
 * references (reference/archy.md §f). Numbers count menus, tasks, states, choices and actions in document order, so
 * that a second export has the same numbers. Changes the document's body, which must be the caller's own copy.
 */
export function renumber(document: ArchyDocument): void {
  const before = documentPlaces(document);
  const pointers = documentPointers(document, before).map((pointer) => ({
    pointer,
    target: before.itemAt(pointer.target),
  }));
  const pointedAt = new Set(pointers.map(({ target }) => target?.body));

  let number = FIRST;
  for (const state of STATES) {
    const body = document.body[state];
    if (isMap(body) && body["refId"] !== undefined) body["refId"] = refId(body, state, number++);
  }
  for (const item of before.items) {
    const list = String(item.path.at(-3));
    if (WITHOUT_NUMBER.has(list)) continue;
    const mine = number++;
    if (CONTAINERS.has(list) || item.body["refId"] !== undefined || pointedAt.has(item.body))
      item.body["refId"] = refId(item.body, item.type, mine);
  }

  const after = new Map(documentPlaces(document).items.map((item) => [item.body, item]));
  for (const { pointer, target } of pointers) {
    const owner = valueAt(document.body, pointer.path.slice(0, -1));
    const moved = target && after.get(target.body);
    if (isMap(owner) && moved) owner[pointer.key] = spelling(pointer.key, moved, after.get(owner));
  }
}

/**
 * The text of a reference. A menu references its default choice relative to itself; all other references are absolute.
 */
function spelling(key: string, target: AddressedItem, owner: AddressedItem | undefined): ArchyValue {
  if (key !== "defaultChildMenuRef" || !owner || !target.address.startsWith(`${owner.address}/`)) return target.address;
  return `.${target.address.slice(owner.address.length)}`;
}

function refId(body: ArchyMap, type: string, number: number): string {
  const name = typeof body["name"] === "string" || typeof body["name"] === "number" ? String(body["name"]) : type;
  return `${name.replace(/[[\]/]/g, "_")}_${number}`;
}
