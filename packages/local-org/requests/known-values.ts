/** Languages, regions and time zones are those in the ICU data that ships with Node, loaded on first use. */
let names: { readonly language: Intl.DisplayNames; readonly region: Intl.DisplayNames } | undefined;

/** Whether the text is a language tag whose parts exist: `en-us`, `es-419`, not `xx-us`, `en-xx`, `english`. */
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

/** Whether the text is the name of a time zone, such as `Europe/Berlin` or `UTC`; an offset is not a name. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** Whether the date exists in the calendar (not the 30th of February). */
export function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** Media types of the conversations in a queue (`mediaType` of analytics in the vendor's SDK). */
export const conversationMedia = ["voice", "callback", "chat", "email", "message"] as const;
