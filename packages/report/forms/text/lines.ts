import { stripVTControlCharacters, styleText } from "node:util";
import { withoutCommands } from "@genesys-flows/architect";

/** Styles of a terminal report, by what they mean. */
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

/** Writes lines of a certain width. */
export class Lines {
  readonly #columns: number;
  readonly #colour: boolean;
  readonly #lines: string[] = [];

  constructor(o: { readonly columns: number; readonly colour: boolean }) {
    this.#columns = o.columns;
    this.#colour = o.colour;
  }

  /** A text in a style; plain where the terminal shows no colours. */
  styled(text: string, style: Style): string {
    return this.#colour && text !== "" ? styleText(STYLES[style], text, { validateStream: false }) : text;
  }

  /** An empty line, unless the last one is empty already. */
  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
  }

  /**
   * A text within the width: words that do not fit continue below, indented. A command at the end of a line stays whole: it can be pasted.
   * @param o.indent columns before the first line
   * @param o.keepsColumns whether lines of a table, which have spaces between words, stay whole
   * @param o.hang columns before the lines that continue it; default: two more
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
      const columns = keepsColumns && /\S {2,}\S/.test(part) ? Number.POSITIVE_INFINITY : this.#columns;
      for (const line of wrapped(part, { columns, indent, hang })) {
        this.#lines.push(style ? this.styled(line, style) : line);
      }
    }
  }

  /** A line as it is. */
  exact(line: string): void {
    this.#lines.push(line);
  }

  text(): string {
    while (this.#lines.at(-1) === "") this.#lines.pop();
    return `${this.#lines.join("\n")}\n`;
  }
}

/** The narrowest text: below it, lines are longer than the window. */
const LEAST = 20;

function wrapped(text: string, o: { columns: number; indent: number; hang: number }): string[] {
  const lines: string[] = [];
  let line = " ".repeat(o.indent);
  let isEmpty = true;
  for (const word of wordsOf(text)) {
    const space = isEmpty ? 0 : widthOf(line);
    if (!isEmpty && space + widthOf(word.trimEnd()) > Math.max(o.columns, o.hang + LEAST)) {
      lines.push(line.trimEnd());
      line = " ".repeat(o.hang);
    }
    line += word;
    isEmpty = false;
  }
  return [...lines, line.trimEnd()].map(withoutCommands);
}

/** A command that ends a line, after a colon or at its beginning. */
const COMMAND = /(?<=^\s*|: )npm run (?:(?!\. ).)+$/;

function wordsOf(text: string): string[] {
  const command = COMMAND.exec(text)?.[0] ?? "";
  const rest = text.slice(0, text.length - command.length);
  if (rest.trim() === "" && command !== "") return [text];
  return [...rest.split(/(?<=\s)(?=\S)/), ...(command === "" ? [] : [command])];
}

/** Columns of a text: wide characters take two, combining ones none. */
export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text);
  // Almost every text is of one-column characters.
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.length;
  let width = 0;
  for (const character of plain) width += /\p{M}|\p{Cf}/u.test(character) ? 0 : isWide(character) ? 2 : 1;
  return width;
}

function isWide(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  );
}
