/**
 * Languages to suggest for an unknown language, from the platform's utterance analysis
 * (reference/platform-api.openapi.json, `FlowHealthUtterance`).
 */
export const frequentLanguages: readonly string[] = [
  ...["en-us", "en-gb", "en-au", "en-za", "en-nz", "en-ie", "fr-ca", "fr-fr"],
  ...["es-us", "es-es", "es-mx", "de-de", "it-it", "pt-br", "pt-pt", "nl-nl"],
];

/** The languages and regions of ICU, which Node includes. Loaded on first use. */
let names: { readonly language: Intl.DisplayNames; readonly region: Intl.DisplayNames } | undefined;

/**
 * Whether a string is a language tag with an existing language and region, such as `en-us` or `es-419`, but not
 * `xx-us`, `en-ux` or `english`.
 */
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
