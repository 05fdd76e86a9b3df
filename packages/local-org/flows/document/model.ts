import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyPath,
  type ArchyValue,
  type FlowType,
  flowTypeOfApi,
  flowTypes,
} from "@genesys-flows/architect";
import { own } from "../../own.ts";

export function isMap(value: ArchyValue | undefined): value is ArchyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The mapping below a key; undefined where there is none. */
export function mapAt(value: ArchyValue | undefined, key: string): ArchyMap | undefined {
  const found = isMap(value) ? own(value, key) : undefined;
  return isMap(found) ? found : undefined;
}

/** `{task: {...}}` -> type `task`. Undefined when the entry is not a mapping with one key. */
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

/** Flow types that a common module declares as its callers, as Archy root keys; unknown ones are left out. */
export function compatibleFlowTypes(document: ArchyDocument): FlowType[] {
  const declared = mapAt(document.body, "settingsCommonModule")?.["compatibleFlowTypes"];
  if (!Array.isArray(declared)) return [];
  return declared.flatMap((entry) => {
    const name = isMap(entry) ? entry["flowType"] : entry;
    const type = typeof name === "string" ? flowTypeOfApi(name)?.type : undefined;
    return type ? [type] : [];
  });
}

/** What listings show of a version without opening it. */
export interface DocumentSummary {
  readonly supportedLanguages: readonly { readonly language: string; readonly isDefault: boolean }[];
  /** API names; of common modules only. */
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
