/**
 * Characters that a terminal, a browser or a log viewer would act on instead of showing them:
 *
 * - C0, DEL and C1: escape sequences move the cursor, change colours and titles, rewrite lines (ECMA-48). Tab and line
 *   feed stay, as layout.
 * - U+061C, U+200E-F, U+202A-E, U+2066-9: the bidirectional controls, which show text in another order than it has
 *   (Unicode UAX #9; CVE-2021-42574).
 * - U+2028-9: line breaks to some readers.
 * - U+00AD, U+180E, U+200B, U+2060-5, U+206A-F, U+FEFF, U+FFF9-B, U+E0000-7F: shown as nothing. The joiners U+200C-D
 *   stay: Persian, Indic scripts and emoji are written with them.
 * - Halves of surrogate pairs, which are no text.
 */
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}\p{Cs}]/gu;

/** Line starts and brackets by which a text that a CI log prints is a command to the CI (GitHub Actions, Azure, TeamCity). */
const COMMANDS = /^([^\S\n]*):(?=:)|##(?=\[|vso\[|teamcity\[)/gm;

/**
 * A text that is safe to show, whatever its source: control characters as `\u{1b}`, line feeds and tabs unchanged. A line
 * cannot begin with `::` or contain `##[`, because a CI would read them as commands: one of these characters is escaped
 * too. For texts only; a document or JSON for a machine must not be escaped.
 */
export function printable(text: string): string {
  return withoutCommands(text.replaceAll("\r\n", "\n").replace(CONTROLS, escaped));
}

/** A text in which no line is a command to a CI; for texts that are printable, after their lines are broken anew. */
export function withoutCommands(text: string): string {
  return text.replace(COMMANDS, (_found, indent: string | undefined) =>
    indent === undefined ? "\\u{23}#" : `${indent}\\u{3a}`,
  );
}

/** A text for a single line, such as a name or a cell of a table: line feeds and tabs are escaped too. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/[\n\t]/g, escaped));
}

/** JSON whose texts have the escapes of JSON for everything that `printable` escapes: the same data, safe to show. */
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

/** What an error says; of anything else that was thrown, its text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}
