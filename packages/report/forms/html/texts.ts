import { commonItems } from "@genesys-flows/architect";
import { type Html, html } from "@genesys-flows/architect/html";
import type { Change, ReportPlace } from "../../model/report.ts";
import type { Phrase } from "../../words/facts.ts";

/** Longer texts are shown without marks: their comparison would take too long. */
const MOST_WORDS = 800;

/** A phrase: names and numbers of the project stand out. */
export function phraseHtml(words: Phrase): Html[] {
  return words.map((part) =>
    typeof part === "string" ? html`${part}` : "value" in part ? html`<b>${part.value}</b>` : html`${part.text}`,
  );
}

/** `flows/inbound/sales.yaml:12`. */
export function placeHtml(place: ReportPlace | undefined): Html | undefined {
  return place && html` <code class="place">${place.file}:${place.line}</code>`;
}

/** The value before and after, side by side, the words that differ marked; one value alone where the other does not exist. */
export function sidesHtml({ from, to }: NonNullable<Change["values"]>): Html {
  if (isShort(from) && isShort(to)) {
    const [was, is] = [from, to].map((side) => side ?? "not set");
    return html`<p class="pair"><del><mark>${was}</mark></del> → <ins><mark>${is}</mark></ins></p>`;
  }
  const [before, after] = marked(from ?? "", to ?? "");
  return html`<div class="sides"><div class="side"><span class="label">Before</span>${
    from === undefined ? html`<p class="none">not set</p>` : html`<p class="text"><del>${before}</del></p>`
  }</div><div class="side"><span class="label">After</span>${
    to === undefined ? html`<p class="none">not set</p>` : html`<p class="text"><ins>${after}</ins></p>`
  }</div></div>`;
}

/** Longer values have a box each. */
const SHORT = 40;

function isShort(value: string | undefined): boolean {
  return value === undefined || (value.length <= SHORT && !value.includes("\n"));
}

/** Both texts, with `<mark>` around the words that the other does not have. */
function marked(from: string, to: string): [Html[], Html[]] {
  const [a, b] = [from, to].map((text) => text.split(/(?<=\s)(?=\S)/)) as [string[], string[]];
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) return [[html`${from}`], [html`${to}`]];
  const pairs = commonItems(
    a.map((word) => word.trim()),
    b.map((word) => word.trim()),
  );
  return [withMarks(a, new Set(pairs.map(([index]) => index))), withMarks(b, new Set(pairs.map(([, index]) => index)))];
}

function withMarks(words: readonly string[], common: ReadonlySet<number>): Html[] {
  return words.map((word, index) => (common.has(index) ? html`${word}` : html`<mark>${word}</mark>`));
}
