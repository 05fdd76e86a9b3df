import type { Phrase } from "../../words/facts.ts";
import { code, ownWords, prose } from "./escape.ts";

/** Part of a paragraph: fixed Markdown, or text that is escaped and may be split between comments. */
export type Inline = string | { readonly code: string } | { readonly prose: string };

/** A paragraph, or a list item if the lead is a marker such as `- `. A text may be split within its prose. */
export interface Text {
  readonly kind: "text";
  readonly lead: string;
  readonly inlines: readonly Inline[];
}

/** Markdown that must not be split between comments. */
export interface Solid {
  readonly kind: "solid";
  readonly markdown: string;
  /** Whether the block is a diagram, which GitHub draws in a separate frame. */
  readonly isDiagram: boolean;
}

/** Blocks with a short beginning and end, which are repeated in each comment that contains some of the blocks. */
export interface Group {
  readonly kind: "group";
  readonly open: (state: { readonly continued: boolean }) => string;
  readonly close: string;
  readonly blocks: readonly Block[];
  /** Whether the blocks belong together: the group starts in a new comment if it would otherwise be split. */
  readonly together: boolean;
}

export type Block = Text | Solid | Group;

export function paragraph(...inlines: readonly Inline[]): Text {
  return { kind: "text", lead: "", inlines };
}

/** A list item. An item of `level` 1 is nested in an item of level 0. */
export function item(inlines: readonly Inline[], level: 0 | 1 = 0): Text {
  return { kind: "text", lead: `${"  ".repeat(level)}- `, inlines };
}

/** Blocks that belong together. */
export function together(blocks: readonly Block[]): Group {
  return { kind: "group", open: () => "", close: "", blocks, together: true };
}

/** Blocks below a heading; empty if there are no blocks. */
export function section(heading: string, blocks: readonly Block[]): Block[] {
  if (blocks.length === 0) return [];
  const open = ({ continued }: { continued: boolean }) => `#### ${heading}${continued ? " (continued)" : ""}`;
  return [{ kind: "group", open, close: "", blocks, together: false }];
}

/** Blocks that a reader can unfold, with a summary in HTML; empty if there are no blocks. */
export function fold(summary: string, blocks: readonly Block[], o: { readonly together?: boolean } = {}): Block[] {
  if (blocks.length === 0) return [];
  const open = ({ continued }: { continued: boolean }) =>
    `<details><summary>${summary}${continued ? " (continued)" : ""}</summary>`;
  return [{ kind: "group", open, close: "</details>", blocks, together: o.together ?? false }];
}

/** A phrase, with its values as code. */
export function inlinesOf(phrase: Phrase): Inline[] {
  return phrase.map((part) => {
    if (typeof part === "string") return ownWords(part);
    return "value" in part ? { code: part.value } : { prose: part.text };
  });
}

/** Joins inlines with Markdown in between. */
export function between(separator: string, lists: readonly (readonly Inline[])[]): Inline[] {
  return lists.filter((list) => list.length > 0).flatMap((list, index) => (index === 0 ? list : [separator, ...list]));
}

export function inlineText(inline: Inline): string {
  if (typeof inline === "string") return inline;
  return "code" in inline ? code(inline.code) : prose(inline.prose);
}

/** The Markdown of a paragraph or item, on one line or with hard breaks. */
export function textOf({ lead, inlines }: Text): string {
  return (
    lead +
    inlines
      .map(inlineText)
      .join("")
      .replaceAll("\n", `\n${" ".repeat(lead.length)}`)
  );
}
