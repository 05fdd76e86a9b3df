/** Languages of the platform's analysis of utterances (reference/platform-api.openapi.json, `FlowHealthUtterance`): to find what was meant. */
export const frequentLanguages: readonly string[] = [
  ...["en-us", "en-gb", "en-au", "en-za", "en-nz", "en-ie", "fr-ca", "fr-fr"],
  ...["es-us", "es-es", "es-mx", "de-de", "it-it", "pt-br", "pt-pt", "nl-nl"],
];

/** Languages and regions are those that ICU knows, with which Node comes. Nothing is loaded until the first question. */
let names: { readonly language: Intl.DisplayNames; readonly region: Intl.DisplayNames } | undefined;

/** Whether a text is a language tag of a language and a region that exist: `en-us`, `es-419`, not `xx-us`, `en-ux`, `english`. */
export function isLanguage(tag: string): boolean {
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(tag);
  } catch {
    return false;
  }
  const options = { fallback: "none" } as const;
  names ??= {
    language: new Intl.DisplayNames("en", { ...options, type: "language" }),
    region: new Intl.DisplayNames("en", { ...options, type: "region" }),
  };
  const { language, region } = locale;
  return names.language.of(language) !== undefined && (region === undefined || names.region.of(region) !== undefined);
}
