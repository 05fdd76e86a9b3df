import { printable, printableLine } from "@genesys-flows/architect";

/**
 * GitHub's Markdown parser, cmark, does not support code spans with longer runs of backticks (`MAXBACKTICKS` in its
 * inlines.c).
 */
const LONGEST_FENCE = 80;

/**
 * Renders text as a code span, in which GitHub does not create links, mentions, emoji or formulas. Control characters,
 * line feeds and tabs are escaped; an empty string becomes `""`.
 */
export function code(text: string): string {
  const shown = printableLine(text) || '""';
  const runs = new Set(Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  let length = 1;
  while (runs.has(length)) length++;
  if (length > LONGEST_FENCE) return code(shown.replaceAll("`", "\\u{60}"));
  const fence = "`".repeat(length);
  const padded = /^`|`$/.test(shown) || (/^ .* $/.test(shown) && /[^ ]/.test(shown));
  return padded ? `${fence} ${shown} ${fence}` : fence + shown + fence;
}

/**
 * Renders a sentence as Markdown, with line feeds as hard breaks. Words that Markdown or GitHub could turn into a link,
 * a mention, an emoji or a formula become code spans. Other words are escaped. The visible text is the sentence; only
 * control characters and tabs are escaped in it.
 */
export function prose(text: string): string {
  const lines = printable(text).split("\n");
  const last = lines.length - 1;
  if (last > 0 && lines[last] === "") lines[last] = "\u0000";
  return lines.map(proseLine).join("\\\n");
}

/** Punctuation around a word is not part of its code span: `(18:00);`. */
const SPAN = /^(\(?)(.*?)((?<=\w)[.,;)]+)?$/s;

function proseLine(line: string): string {
  // The end of a text that ends with a line feed, where Markdown does not support a hard break.
  if (line === "\u0000") return "`\\u{a}`";
  const words = line.split(/([^\S]+)/).filter((word) => word !== "");
  const shown: string[] = [];
  let special = "";
  const flush = () => {
    if (special !== "") shown.push(special.replace(SPAN, (_, before, span, after = "") => before + code(span) + after));
    special = "";
  };
  words.forEach((word, index) => {
    const next = words[index + 1];
    if (word === " " && index > 0 && next !== undefined) {
      if (special !== "" && isSpecial(next)) special += word;
      else {
        flush();
        shown.push(word);
      }
    } else if (isSpecial(word)) special += word;
    else {
      flush();
      shown.push(escaped(word));
    }
  });
  flush();
  return shown.join("");
}

/**
 * Whether GitHub would show a word as more than text: mentions, numbered references such as `#1` and `GH-1`, commits,
 * addresses, emoji (`:smile:`), formulas (`$x$`), and white space that HTML would not show. Escaping does not prevent
 * this, because GitHub processes the text after Markdown.
 */
function isSpecial(word: string): boolean {
  return (
    /[@#$\s]|:(?!$)|www\./i.test(word) ||
    word === ":" ||
    (/\p{L}/u.test(word) && /\p{N}/u.test(word)) ||
    /\d{7}|\b[\da-f]{7,40}\b/i.test(word)
  );
}

const MARKUP = /[\\`*_[\]<>&|~]/g;

function escaped(word: string): string {
  return word
    .replaceAll(MARKUP, "\\$&")
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])$/, "$1\\$2");
}

/** Escapes fixed wording for Markdown. */
export function ownWords(words: string): string {
  return words.replaceAll(MARKUP, "\\$&");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Renders text as code in HTML, for text that Markdown does not process, such as a summary. */
export function htmlCode(text: string): string {
  return `<code>${printableLine(text).replaceAll(/[&<>"]/g, (character) => ENTITIES[character] as string)}</code>`;
}

/** Renders text as a code block with a fence that no line of the text can close. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/^ *(`+)/gm), ([, run = ""]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
