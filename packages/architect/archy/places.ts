import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "./types.ts";
import { get, getText, isMap, singleEntry, valueAt } from "./values.ts";

/** A location in a document, in the notation of a publish job: `('<property>' i '<owner>')`. */
export interface ArchyPlace {
  /** Key of the affected property. */
  readonly property: string;
  /** Archy path of the object that has the property: `/inboundCall/menus/menu[Main_10]/choices/menuDisconnect[Bye_11]`. */
  readonly owner: string;
}

/** One addressable object of a document: a menu, task, state, action, menu choice or case. */
export interface AddressedItem {
  readonly address: string;
  /** The item's key in its list: `task`, `playAudio`, `menuDisconnect`. */
  readonly type: string;
  readonly path: ArchyPath;
  readonly body: ArchyMap;
}

export interface DocumentPlaces {
  /** Every addressable object, in document order. */
  readonly items: readonly AddressedItem[];
  itemAt(address: string): AddressedItem | undefined;
  /** Archy path of the object at `path`, of any kind. */
  addressOf(path: ArchyPath): string;
  /**
   * The location of a reference, without its wrappers (`lit`, `name`, `exp`) and without a name that is a mapping key.
   */
  placeOf(path: ArchyPath, referencedName?: string): ArchyPlace;
  /**
   * The document path that a message from the platform refers to, from the first address in the text and the property
   * before it: `('<property>' i '<address>')`. If part of the path does not exist in the document, returns the part
   * that exists. Undefined if the text does not contain an address.
   */
  pathIn(text: string): ArchyPath | undefined;
}

/**
 * Lists whose entries Archy addresses by refId. Entries of other lists (variables, statements) are addressed by
 * position.
 */
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
 * The addresses of a document. As in Archy, an item without a refId is called `_^_archy_<type>_<n>__`, where n is the
 * position of the item among all such items, in document order (reference/archy.md, "References by name vs GUID").
 * Values below `lit` are data and never contain items, even if their keys look like items.
 */
export function documentPlaces(document: ArchyDocument): DocumentPlaces {
  const items: AddressedItem[] = [];
  const labelled: { readonly address: string; readonly path: ArchyPath }[] = [];
  let unnamed = 0;
  const visit = (value: ArchyValue, path: ArchyPath, address: string): void => {
    if (Array.isArray(value)) {
      const addressable = ADDRESSABLE_LISTS.has(String(path.at(-1)));
      for (const [index, entry] of value.entries()) {
        const [type, body] = singleEntry(entry) ?? [];
        if (type === undefined || (body !== null && !isMap(body))) {
          visit(entry, [...path, index], `${address}[${index}]`);
          continue;
        }
        const label = getText(body, "refId") ?? (addressable ? `_^_archy_${type}_${++unnamed}__` : index);
        const here = { address: `${address}/${type}[${label}]`, path: [...path, index, type] };
        labelled.push(here);
        if (body && addressable) items.push({ ...here, type, body });
        visit(body, here.path, here.address);
      }
    } else if (isMap(value)) {
      for (const [key, child] of Object.entries(value))
        if (key !== "lit") visit(child, [...path, key], `${address}/${key}`);
    }
  };
  const root = `/${document.flowType}`;
  visit(document.body, [document.flowType], root);

  const labels = new Map(labelled.map(({ address, path }) => [pathKey(path), address]));
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
    pathIn(text) {
      const start = addressStart(text, root);
      if (start < 0) return undefined;
      const rest = text.slice(start);
      let best = { address: root, path: [document.flowType] as ArchyPath };
      for (const known of labelled)
        if (known.address.length > best.address.length && rest.startsWith(known.address)) best = known;
      const owner = followed(document, best.path, rest.slice(best.address.length));
      const property = /'([^']*)' i '$/.exec(text.slice(0, start))?.[1];
      return property === undefined ? owner : [...owner, property];
    },
  };
}

/** The offset of an address in the text: the root key after a slash, as a whole word. */
function addressStart(text: string, root: string): number {
  for (let at = text.indexOf(root); at >= 0; at = text.indexOf(root, at + 1)) {
    if (!/[\w$]/.test(text.charAt(at + root.length))) return at;
  }
  return -1;
}

/**
 * Follows the rest of an address into the document, step by step (`/collectInput/digits`, `[2]`), and returns the path
 * of the last step that exists.
 */
function followed(document: ArchyDocument, from: ArchyPath, rest: string): ArchyPath {
  let value: ArchyValue | undefined = valueAt(document.body, from.slice(1));
  let path = from;
  let left = rest;
  for (;;) {
    if (Array.isArray(value)) {
      const index = /^\[(\d+)\]/.exec(left);
      const next = index && value[Number(index[1])];
      if (!index || next === undefined || next === null) return path;
      [value, path, left] = [next, [...path, Number(index[1])], left.slice(index[0].length)];
      continue;
    }
    const leads = (key: string): boolean => left.startsWith(`/${key}`) && !/\w/.test(left.charAt(key.length + 1));
    const keys = isMap(value) ? Object.keys(value).filter(leads) : [];
    const [key] = keys.sort((a, b) => b.length - a.length);
    if (key === undefined) return path;
    [value, path, left] = [get(value, key), [...path, key], left.slice(key.length + 1)];
  }
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

const ACTION_LISTS = new Set(["actions", "startUpTaskActions", "choices"]);

/**
 * A path as text: `/inboundCall/tasks/task[Main_10]/actions[2]`. Parts are identified by refId, other list items by
 * position. If the path ends with the key of an action or choice without a refId, this key is omitted.
 */
export function archyPathText(document: ArchyDocument, path: ArchyPath): string {
  let text = "";
  let value: ArchyValue | undefined = { [document.flowType]: document.body };
  for (let at = 0; at < path.length; at++) {
    const step = path[at] as string | number;
    value = valueAt(value, [step]);
    const item = path[at + 1];
    const body = typeof step === "number" && item !== undefined ? valueAt(value, [item]) : undefined;
    const refId = getText(body, "refId");
    if (refId !== undefined) {
      value = body;
      text += `/${item}[${refId}]`;
      at++;
    } else if (typeof step === "number") {
      text += `[${step}]`;
      if (at === path.length - 2 && ACTION_LISTS.has(String(path[at - 1]))) break;
    } else text += `/${step}`;
  }
  return text;
}
