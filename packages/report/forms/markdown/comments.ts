import { type Block, type Group, type Inline, inlineText, type Text, textOf } from "./blocks.ts";

/**
 * According to its error message, GitHub refuses comments of more than 65,536 characters. The unit has changed over the
 * years: characters of four bytes, or four times as many bytes (github.com/dead-claudia/github-limits, pull request
 * 13). Counting UTF-16 units, with line feeds counted twice as CR LF, is safe for both units: a text within the limit
 * has at most 65,536 characters and at most 262,144 bytes.
 */
export const GITHUB_COMMENT_LIMIT = 65_536;

/** Space reserved for the marker, the title and unknown details of how GitHub counts. */
const MARGIN = 2_536;
const ROOM = GITHUB_COMMENT_LIMIT - MARGIN;

/**
 * Each diagram is a frame that the reader's browser loads and draws
 * (github.blog/2022-02-14-include-diagrams-markdown-files-mermaid). GitHub does not document a limit, but a page with
 * hundreds of diagrams is slow.
 */
const MOST_DIAGRAMS = 25;

/** Upper bound for the length of a text as GitHub counts it: UTF-16 units, with line feeds counted twice. */
export function commentLength(text: string): number {
  return text.length + (text.match(/\n/g)?.length ?? 0);
}

/** Distributes blocks over the bodies of comments, in order, each within GitHub's limit. */
export function commentBodies(blocks: readonly Block[]): string[] {
  const writer = new Writer();
  for (const block of blocks) writer.add(block);
  return writer.bodies();
}

class Writer {
  readonly #done: string[] = [];
  #text = "";
  #length = 0;
  #diagrams = 0;
  #afterItem = false;
  /** Groups whose beginning has been written to this comment. */
  #open: Group[] = [];
  /** Groups whose beginning is written with their next block. */
  #waiting: { readonly group: Group; readonly continued: boolean }[] = [];

  add(block: Block): void {
    const whole = wholeOf(block);
    if (!this.#fits(whole) && this.#fitsAfterBreak(whole) && (block.kind !== "group" || block.together)) this.#break();
    if (this.#fits(whole)) this.#put(whole);
    else if (block.kind === "group") this.#addInParts(block);
    else if (block.kind === "text") this.#addSplit(block);
    else throw new Error("A block of Markdown is larger than a comment.");
  }

  bodies(): string[] {
    if (this.#length > 0 || this.#done.length === 0) this.#done.push(this.#text.trimEnd());
    return this.#done;
  }

  #addInParts(group: Group): void {
    this.#waiting.push({ group, continued: false });
    for (const block of group.blocks) this.add(block);
    if (this.#waiting.at(-1)?.group === group) this.#waiting.pop();
    else {
      this.#open.pop();
      this.#raw(group.close, { isItem: false });
    }
  }

  /** Adds a text that is larger than a comment, split so that each comment is filled. */
  #addSplit(text: Text): void {
    if (this.#room() < LEAST_ROOM) this.#break();
    let rest = text;
    while (!this.#fits(wholeOf(rest))) {
      const [head, tail] = splitText(rest, this.#room() - SPLIT_MARGIN);
      this.#put(wholeOf({ ...head, inlines: [...head.inlines, " (continues)"] }));
      this.#break();
      rest = { ...tail, inlines: ["(continued) ", ...tail.inlines] };
    }
    this.#put(wholeOf(rest));
  }

  #fits({ length, diagrams }: Whole): boolean {
    return length <= this.#room() && this.#diagrams + diagrams <= MOST_DIAGRAMS;
  }

  #fitsAfterBreak({ length, diagrams }: Whole): boolean {
    const isFresh = this.#open.length === 0 && this.#length === 0;
    const groups = [...this.#open, ...this.#waiting.map(({ group }) => group)];
    const room = ROOM - sum(groups.map((group) => cost({ group, continued: true })));
    return !isFresh && diagrams <= MOST_DIAGRAMS && length <= room;
  }

  /** Remaining space in this comment after opening the waiting groups and reserving space to close all groups. */
  #room(): number {
    return ROOM - this.#length - sum(this.#waiting.map(cost)) - sum(this.#open.map(closeCost));
  }

  #put({ text, isItem, diagrams }: Whole): void {
    for (const { group, continued } of this.#waiting) {
      this.#raw(group.open({ continued }), { isItem: false });
      this.#open.push(group);
    }
    this.#waiting = [];
    this.#raw(text, { isItem });
    this.#diagrams += diagrams;
  }

  #raw(text: string, { isItem }: { readonly isItem: boolean }): void {
    if (text === "") return;
    const added = `${this.#afterItem && !isItem ? "\n" : ""}${text}\n${isItem ? "" : "\n"}`;
    this.#text += added;
    this.#length += commentLength(added);
    this.#afterItem = isItem;
  }

  #break(): void {
    for (const group of this.#open.toReversed()) this.#raw(group.close, { isItem: false });
    this.#done.push(this.#text.trimEnd());
    this.#waiting = [...this.#open.map((group) => ({ group, continued: true })), ...this.#waiting];
    this.#open = [];
    this.#text = "";
    this.#length = 0;
    this.#diagrams = 0;
    this.#afterItem = false;
  }
}

/** A block rendered in one piece. */
interface Whole {
  readonly text: string;
  readonly isItem: boolean;
  /** Length including the surrounding blank lines. */
  readonly length: number;
  readonly diagrams: number;
}

const known = new WeakMap<Block, Whole>();

function wholeOf(block: Block): Whole {
  const found = known.get(block) ?? madeWhole(block);
  known.set(block, found);
  return found;
}

function madeWhole(block: Block): Whole {
  if (block.kind === "text" && isLarge(block)) return TOO_LARGE;
  if (block.kind === "text") return sized(textOf(block), { isItem: block.lead !== "", diagrams: 0 });
  if (block.kind === "solid") return sized(block.markdown, { isItem: false, diagrams: block.isDiagram ? 1 : 0 });
  const inner = block.blocks.map(wholeOf);
  if (inner.includes(TOO_LARGE)) return TOO_LARGE;
  const open = block.open({ continued: false });
  const isItem = open === "" && inner.every((one) => one.isItem);
  let text = open === "" ? "" : `${open}\n\n`;
  let afterItem = false;
  for (const one of inner) {
    text += `${afterItem && !one.isItem ? "\n" : ""}${one.text}\n${one.isItem ? "" : "\n"}`;
    afterItem = one.isItem;
  }
  text = `${text.trimEnd()}${block.close === "" ? "" : `\n\n${block.close}`}`;
  return sized(text, { isItem, diagrams: sum(inner.map(({ diagrams }) => diagrams)) });
}

/** Represents a block that is larger than a comment even before escaping. Such a block is not rendered in full. */
const TOO_LARGE: Whole = { text: "", isItem: false, length: Number.POSITIVE_INFINITY, diagrams: 0 };

/** Line feeds before and after a block, each counted twice. */
const AROUND = 6;

function sized(text: string, about: { readonly isItem: boolean; readonly diagrams: number }): Whole {
  return { text, ...about, length: commentLength(text) + AROUND };
}

function cost({ group, continued }: { readonly group: Group; readonly continued: boolean }): number {
  return commentLength(group.open({ continued })) + AROUND + closeCost(group);
}

function closeCost({ close }: Group): number {
  return close === "" ? 0 : commentLength(close) + AROUND;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** Space for the words that mark a split text. */
const SPLIT_MARGIN = 100;

/** Minimum space in a comment for the beginning of a text that will be split. */
const LEAST_ROOM = 4_000;

/** Whether a text is larger than a comment even before escaping. */
function isLarge({ inlines }: Text): boolean {
  return sum(inlines.map(rawLength)) > 2 * ROOM;
}

function rawLength(inline: Inline): number {
  if (typeof inline === "string") return inline.length;
  return "code" in inline ? inline.code.length : inline.prose.length;
}

/** Splits a text into a beginning of limited length and the rest. The beginning has at least one character. */
function splitText(text: Text, room: number): readonly [Text, Text] {
  const head: Inline[] = [];
  let left = room - text.lead.length - AROUND;
  for (const [index, inline] of text.inlines.entries()) {
    const length = inlineLength(inline, text.lead);
    if (length <= left) {
      head.push(inline);
      left -= length;
      continue;
    }
    const [before, after] = typeof inline === "string" ? [undefined, inline] : splitInline(inline, left, text.lead);
    if (before !== undefined) head.push(before);
    const tail = { ...text, inlines: [after, ...text.inlines.slice(index + 1)] };
    return [{ ...text, inlines: head }, tail];
  }
  throw new Error("A paragraph that fits cannot be split.");
}

function inlineLength(inline: Inline, lead: string): number {
  if (rawLength(inline) > 2 * ROOM) return rawLength(inline);
  const text = inlineText(inline);
  const breaks = text.match(/\n/g)?.length ?? 0;
  return text.length + breaks * (1 + lead.length);
}

type Splittable = Exclude<Inline, string>;

function splitInline(inline: Splittable, room: number, lead: string): readonly [Inline | undefined, Inline] {
  const text = "code" in inline ? inline.code : inline.prose;
  const like = (part: string): Splittable => ("code" in inline ? { code: part } : { prose: part });
  let most = Math.min(text.length, Math.max(room, 0));
  let length = inlineLength(like(text.slice(0, most)), lead);
  while (most > 0 && length > room) {
    most = Math.floor(Math.min(most - 1, most * (room / length)));
    length = inlineLength(like(text.slice(0, most)), lead);
  }
  const end = boundary(text, most);
  if (end === 0) return [undefined, inline];
  // The end of the comment replaces the space between two words of a sentence.
  const head = text.slice(0, end);
  return [like("prose" in inline ? head.replace(/(?<=\S) $/, "") : head), like(text.slice(end))];
}

/** The offset after the last complete word up to a limit, or after the last complete character if the word is long. */
function boundary(text: string, offset: number): number {
  const word = text.lastIndexOf(" ", offset - 1) + 1;
  if (offset - word < 200 && word > 0) return word;
  const isLow = /[\uDC00-\uDFFF]/.test(text[offset] ?? "") && /[\uD800-\uDBFF]/.test(text[offset - 1] ?? "");
  const isLineFeed = text[offset] === "\n" && text[offset - 1] === "\r";
  return isLow || isLineFeed ? offset - 1 : offset;
}
