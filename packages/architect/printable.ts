/**
 * Characters that a terminal, a browser or a log viewer would act on instead of showing them:
 *
 * - C0, DEL and C1: escape sequences move the cursor, change colours and titles, rewrite lines (ECMA-48). Tab and line
 *   feed are kept as layout.
 * - U+061C, U+200E-F, U+202A-E, U+2066-9: the bidirectional controls, which change the displayed order of text (Unicode
 *   UAX #9; CVE-2021-42574).
 * - U+2028-9: line breaks for some software.
 * - U+00AD, U+180E, U+200B, U+2060-5, U+206A-F, U+FEFF, U+FFF9-B, U+E0000-7F: invisible. The joiners U+200C-D are kept,
 *   because Persian, Indic scripts and emoji need them.
 * - Unpaired surrogates, which are not valid text.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this pattern is about control characters
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Cs}]/gu;

/** Line starts and brackets that make a CI service (GitHub Actions, Azure, TeamCity) treat logged text as a command. */
const COMMANDS = /^([^\S\n]*):(?=:)|##(?=\[|vso\[|teamcity\[)/gm;

/**
 * Makes text from any source safe to display: control characters become `\u{1b}`; line feeds and tabs stay unchanged.
 * If a line begins with `::` or contains `##[`, one of these characters is also escaped, because a CI service would
 * interpret the line as a command. For display only; documents and JSON for programs must not be escaped.
 */
export function printable(text: string): string {
  return withoutCommands(text.replaceAll("\r\n", "\n").replace(CONTROLS, escaped));
}

/** Ensures that no line is a command to a CI service. For printable text whose lines were wrapped again. */
export function withoutCommands(text: string): string {
  return text.replace(COMMANDS, (_found, indent: string | undefined) =>
    indent === undefined ? "\\u{23}#" : `${indent}\\u{3a}`,
  );
}

/** Text for a single line, such as a name or a table cell: line feeds and tabs are also escaped. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/[\n\t]/g, escaped));
}

/** JSON with JSON escapes for everything that `printable` escapes: the same data, safe to display. */
export function printableJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replace(CONTROLS, (found) =>
    Array.from(
      { length: found.length },
      (_, unit) => `\\u${found.charCodeAt(unit).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

/** The message of an error. For any other thrown value, its text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}
