import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "@genesys-flows/architect";
import { isMap, singleEntry } from "./model.ts";

/** Where something stands in a document, in the words of a publish job: `('<property>' i '<owner>')`. */
export interface ArchyPlace {
  /** Key of the property that the finding is about. */
  readonly property: string;
  /** Archy path of the object that has the property: `/inboundCall/menus/menu[Main_10]/choices/menuDisconnect[Bye_11]`. */
  readonly owner: string;
}

/** One addressable object of a document: a menu, a task, a state, an action, a menu choice, a case. */
export interface AddressedItem {
  /** Its Archy path. */
  readonly address: string;
  /** Its key in the list: `task`, `playAudio`, `menuDisconnect`. */
  readonly type: string;
  /** Path of its body in the document. */
  readonly path: ArchyPath;
  readonly body: ArchyMap;
}

/** Every addressable object of one document, in document order. */
export interface DocumentPlaces {
  readonly items: readonly AddressedItem[];
  itemAt(address: string): AddressedItem | undefined;
  /** Archy path of the object at `path`, whatever kind of object it is. */
  addressOf(path: ArchyPath): string;
  /** The place of a reference: wrappers (`lit`, `name`, `exp`) and a name that is a mapping key are not part of it. */
  placeOf(path: ArchyPath, referencedName?: string): ArchyPlace;
}

/** Lists whose entries Archy addresses by refId; the others (variables, statements) by position. */
const ADDRESSABLE_LISTS = new Set([
  "menus",
  "tasks",
  "states",
  "bots",
  "choices",
  "actions",
  "startUpTaskActions",
  "cases",
  "paths",
  "intents",
]);

const VALUE_WRAPPERS = new Set(["lit", "exp", "name"]);

/**
 * The addresses of a document. An item without refId is called `_^_archy_<type>_<n>__` as Archy does, where n counts such
 * items from 1 in document order (reference/archy.md, "References by name vs GUID").
 */
export function documentPlaces(document: ArchyDocument): DocumentPlaces {
  const items: AddressedItem[] = [];
  const labels = new Map<string, string>();
  let unnamed = 0;

  const visit = (value: ArchyValue, path: ArchyPath, address: string): void => {
    if (Array.isArray(value)) {
      const list = String(path.at(-1));
      for (const [index, entry] of value.entries()) {
        const item = singleEntry(entry);
        if (item) visitItem(item, { list, index, path, address });
        else visit(entry, [...path, index], `${address}[${index}]`);
      }
    } else if (isMap(value)) {
      for (const [key, child] of Object.entries(value))
        if (key !== "lit") visit(child, [...path, key], `${address}/${key}`);
    }
  };
  const visitItem = (
    { type, body }: { type: string; body: ArchyMap | undefined },
    at: { list: string; index: number; path: ArchyPath; address: string },
  ): void => {
    const addressable = ADDRESSABLE_LISTS.has(at.list);
    const refId = body?.["refId"];
    let label = String(at.index);
    if (typeof refId === "string") label = refId;
    else if (addressable) label = `_^_archy_${type}_${++unnamed}__`;
    const path = [...at.path, at.index, type];
    const address = `${at.address}/${type}[${label}]`;
    labels.set(pathKey(path), address);
    if (body && addressable) items.push({ address, type, path, body });
    visit(body ?? null, path, address);
  };
  visit(document.body, [document.flowType], `/${document.flowType}`);

  const byAddress = new Map(items.map((item) => [item.address, item]));
  const addressOf = (path: ArchyPath): string => {
    for (let length = path.length; length > 1; length--) {
      const known = labels.get(pathKey(path.slice(0, length)));
      if (known !== undefined) return known + path.slice(length).map(segment).join("");
    }
    return path.map(segment).join("");
  };
  return {
    items,
    itemAt: (address) => byAddress.get(address),
    addressOf,
    placeOf(path, referencedName) {
      const end = withoutWrappers(path, referencedName);
      return { property: String(end.at(-1)), owner: addressOf(end.slice(0, -1)) };
    },
  };
}

function withoutWrappers(path: ArchyPath, referencedName: string | undefined): ArchyPath {
  let end = path.length;
  if (referencedName !== undefined && path[end - 1] === referencedName && end > 2) end--;
  while (end > 2 && VALUE_WRAPPERS.has(String(path[end - 1]))) end--;
  return path.slice(0, end);
}

function segment(part: string | number): string {
  return typeof part === "number" ? `[${part}]` : `/${part}`;
}

function pathKey(path: ArchyPath): string {
  return path.join("\u0000");
}
