import { stripVTControlCharacters, styleText } from "node:util";
import { withoutCommands } from "@genesys-flows/architect";

const STYLES = {
  strong: "bold",
  added: "green",
  removed: "red",
  changed: "yellow",
  moved: "blue",
  quiet: "dim",
  error: "red",
  warning: "yellow",
} as const;
export type Style = keyof typeof STYLES;

/** Collects lines of a given width. */
export class Lines {
  readonly #o: { readonly columns: number; readonly colour: boolean };
  readonly #lines: string[] = [];

  constructor(o: { readonly columns: number; readonly colour: boolean }) {
    this.#o = o;
  }

  /** Text in a style; plain text if colours are disabled. */
  styled(text: string, style: Style): string {
    return this.#o.colour && text !== "" ? styleText(STYLES[style], text, { validateStream: false }) : text;
  }

  /** Adds an empty line unless the last line is already empty. */
  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
  }

  /**
   * Adds text wrapped at the width, with continuation lines indented. A command at the end of a line is not wrapped, so
   * that it can be pasted.
   * @param o.indent columns before the first line
   * @param o.keepsColumns whether to leave table rows unwrapped; a table row has several spaces between words
   * @param o.hang columns before continuation lines. Default: `indent` plus two
   */
  add(
    text: string,
    o: {
      readonly indent?: number;
      readonly hang?: number;
      readonly style?: Style;
      readonly keepsColumns?: boolean;
    } = {},
  ): void {
    const { indent = 0, hang = indent + 2, style, keepsColumns = false } = o;
    for (const part of text.split("\n")) {
      const columns = keepsColumns && /\S {2,}\S/.test(part) ? Number.POSITIVE_INFINITY : this.#o.columns;
      for (const line of wrapped(part, { columns, indent, hang })) {
        this.#lines.push(style ? this.styled(line, style) : line);
      }
    }
  }

  exact(line: string): void {
    this.#lines.push(line);
  }

  text(): string {
    while (this.#lines.at(-1) === "") this.#lines.pop();
    return `${this.#lines.join("\n")}\n`;
  }
}

/** Minimum width of the text. In a narrower terminal, lines exceed the terminal's width. */
const LEAST = 20;

function wrapped(text: string, o: { columns: number; indent: number; hang: number }): string[] {
  const lines: string[] = [];
  let line = " ".repeat(o.indent);
  for (const [index, word] of wordsOf(text).entries()) {
    if (index > 0 && widthOf(line) + widthOf(word.trimEnd()) > Math.max(o.columns, o.hang + LEAST)) {
      lines.push(line.trimEnd());
      line = " ".repeat(o.hang);
    }
    line += word;
  }
  return [...lines, line.trimEnd()].map(withoutCommands);
}

/** A command at the end of a line, after a colon or at the beginning of the line. */
const COMMAND = /(?<=^\s*|: )npm run (?:(?!\. ).)+$/;

function wordsOf(text: string): string[] {
  const command = COMMAND.exec(text)?.[0] ?? "";
  const rest = text.slice(0, text.length - command.length);
  if (rest.trim() === "" && command !== "") return [text];
  return [...rest.split(/(?<=\s)(?=\S)/), ...(command === "" ? [] : [command])];
}

/** Characters that are two columns wide. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Width of text in columns. Combining characters have no width. */
function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text);
  // Almost every text consists only of characters that are one column wide.
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const character of plain) width += /\p{M}|\p{Cf}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
