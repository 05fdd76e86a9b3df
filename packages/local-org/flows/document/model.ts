import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyPath,
  type ArchyValue,
  type DocumentPlaces,
  type FlowType,
  flowTypeOfApi,
  flowTypes,
} from "@genesys-flows/architect";
import { own } from "../../own.ts";

export function isMap(value: ArchyValue | undefined): value is ArchyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The mapping below a key of a mapping; undefined if either of them is missing or is not a mapping. */
export function mapAt(value: ArchyValue | undefined, key: string): ArchyMap | undefined {
  const found = isMap(value) ? own(value, key) : undefined;
  return isMap(found) ? found : undefined;
}

/** `{task: {...}}` -> type `task`. Undefined if the entry is not a mapping with one key. */
export function singleEntry(entry: ArchyValue): { type: string; body: ArchyMap | undefined } | undefined {
  if (!isMap(entry)) return undefined;
  const [first, ...rest] = Object.entries(entry);
  if (!first || rest.length > 0) return undefined;
  const [type, body] = first;
  if (isMap(body)) return { type, body };
  return body === null ? { type, body: undefined } : undefined;
}

/** The value at a path that begins with the document's root key. */
export function valueAt(body: ArchyMap, path: ArchyPath): ArchyValue | undefined {
  let value: ArchyValue | undefined = body;
  for (const part of path.slice(1)) {
    if (Array.isArray(value) && typeof part === "number") value = value[part];
    else if (isMap(value)) value = own(value, String(part));
    else return undefined;
  }
  return value;
}

/** Flow types that a common module accepts as callers, as Archy root keys, without unknown types. */
export function compatibleFlowTypes(document: ArchyDocument): FlowType[] {
  const declared = mapAt(document.body, "settingsCommonModule")?.["compatibleFlowTypes"];
  if (!Array.isArray(declared)) return [];
  return declared.flatMap((entry) => {
    const name = isMap(entry) ? entry["flowType"] : entry;
    const type = typeof name === "string" ? flowTypeOfApi(name)?.type : undefined;
    return type ? [type] : [];
  });
}

/** The part of a version that listings show. Reading it does not require parsing the document. */
export interface DocumentSummary {
  readonly supportedLanguages: readonly { readonly language: string; readonly isDefault: boolean }[];
  /** API names, only for common modules. */
  readonly compatibleFlowTypes?: readonly string[];
}

export function summarise(document: ArchyDocument): DocumentSummary {
  const { supportedLanguages, defaultLanguage } = document.body;
  const languages = isMap(supportedLanguages) ? Object.keys(supportedLanguages) : [];
  if (typeof defaultLanguage === "string" && languages.length === 0) languages.push(defaultLanguage);
  return {
    supportedLanguages: languages.map((language) => ({ language, isDefault: language === defaultLanguage })),
    ...(document.flowType === "commonModule"
      ? { compatibleFlowTypes: compatibleFlowTypes(document).map((type) => flowTypes[type].apiType) }
      : {}),
  };
}

/** One `startUpRef`, `targetTaskRef`, `defaultChildMenuRef`, ... of a document. */
export interface DocumentPointer {
  readonly key: string;
  readonly value: string;
  readonly path: ArchyPath;
  /** The absolute Archy path that it refers to, which may not exist. */
  readonly target: string;
}

/**
 * Every reference within a document: properties whose key ends in `Ref` and whose value is an absolute (`/`) or
 * relative (`.`, `..`) Archy path (reference/archy.md §f). References into other files (`#`) are not included.
 */
export function documentPointers(document: ArchyDocument, places: DocumentPlaces): DocumentPointer[] {
  const found: DocumentPointer[] = [];
  const visit = (value: ArchyValue, path: ArchyPath): void => {
    if (Array.isArray(value)) value.forEach((entry, index) => void visit(entry, [...path, index]));
    else if (isMap(value))
      for (const [key, child] of Object.entries(value)) {
        const childPath = [...path, key];
        if (isPointer(key, child)) {
          const target = absolutePointer(child, places.addressOf(path));
          found.push({ key, value: child, path: childPath, target });
        } else if (key !== "lit") visit(child, childPath);
      }
  };
  visit(document.body, [document.flowType]);
  return found;
}

function absolutePointer(pointer: string, owner: string): string {
  if (pointer.startsWith("/")) return pointer;
  const segments = splitPointer(owner);
  for (const part of splitPointer(pointer)) {
    if (part === "..") segments.pop();
    else if (part !== ".") segments.push(part);
  }
  return `/${segments.join("/")}`;
}

function isPointer(key: string, value: ArchyValue): value is string {
  return key.endsWith("Ref") && typeof value === "string" && /^[./]/.test(value) && !value.includes("#");
}

/** Splits at slashes outside the brackets of refIds. */
function splitPointer(pointer: string): string[] {
  return pointer.match(/(?:\[[^\]]*\]|[^/[])+/g) ?? [];
}
