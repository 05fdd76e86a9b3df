import { type ArchyDocument, flowTypes } from "@genesys-flows/architect";
import { compatibleFlowTypes, isMap } from "./model.ts";

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
