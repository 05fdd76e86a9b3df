import { commonItems } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import type { Change, Detail, FlowReport, FlowUse, ObjectReport, ReportPlace } from "../../model/report.ts";
import {
  detailsOf,
  flowWords,
  hoursWords,
  joined,
  moreWords,
  type Phrase,
  plainPhrase,
  usesOf,
  useWords,
} from "../../words/facts.ts";
import { diagramHtml } from "./page.ts";

/** A flow with all details of its changes. */
export function flowHtml(flow: FlowReport): Html {
  const { name, type, file, failure, changes, hours = [], diagram } = flow;
  const uses = usesOf(flow);
  const { outcome, versions, reasons, facts, reach, callers, used, unknown, unknownNodes } = flowWords(flow);
  const fact = (words: Phrase) => words.length > 0 && html`<li>${phraseHtml(words)}</li>\n`;
  return html`<article class="flow" data-action="${flow.action}">
<h3>${name} <small>${type}${versions.length > 0 && html` · ${phraseHtml(versions)}`}${outcome && html` · <b class="bad">${outcome}</b>`}</small></h3>
<ul class="facts">
${[...reasons, reach, callers, used].map(fact)}${
  file !== undefined && html`<li>file <code>${file}</code></li>\n`
}${facts.map((words) => html`<li>${plainPhrase(words)}</li>\n`)}</ul>
${failure !== undefined && html`<p class="bad">Failed: ${failure}</p>`}
${changes.length > 0 && html`<ul class="changes">${changes.map((change) => changeHtml(change))}</ul>`}
${hours.length > 0 && html`<ul class="changes">${hours.map((story) => html`<li class="changed">${phraseHtml(hoursWords(story))}</li>`)}</ul>`}
${uses.length > 0 && html`<ul class="changes">${uses.map(useHtml)}</ul>`}${
  unknown.length > 0 &&
  html`<p class="unknown">${phraseHtml(unknown)}${
    unknownNodes.length > 0 && html` Nodes: ${unknownNodes.map(({ node, change }) => `${node} ${change}`).join(", ")}.`
  }</p>`
}${interfaceHtml(flow)}
${diagram !== undefined && diagramHtml(diagram, name)}
</article>
`;
}

export function flowLine(flow: FlowReport): Html {
  const { outcome, versions, reasons, reach, used } = flowWords(flow);
  const further = (words: Phrase) => words.length > 0 && html`, ${phraseHtml(words)}`;
  return html`<li class="flow" data-action="${flow.action}"><b>${flow.name}</b> ${versions.length > 0 && html`<small>${phraseHtml(versions)}</small> `}${phraseHtml(
    joined(reasons),
  )}${outcome && html`, <b class="bad">${outcome}</b>`}${[reach, used].map(further)}</li>`;
}

const SIGNS: Readonly<Record<Change["sign"], string>> = { "+": "added", "-": "removed", "~": "changed", ">": "moved" };

function changeHtml({ sign, text, values, place }: Change, before?: Html): Html {
  const kind = SIGNS[sign];
  const isPair = values !== undefined && (values.from !== undefined || values.to !== undefined);
  return html`<li class="${kind}"><span class="sign">${kind}</span> ${before}${isPair ? values.label : text}${placeHtml(place)}${isPair && sidesHtml(values)}</li>`;
}

function useHtml(use: FlowUse): Html {
  return html`<li class="changed">${phraseHtml(useWords(use))}${detailsHtml(use)}</li>`;
}

/** The changes to an object: in words, or as properties if these are sufficient. */
export function detailsHtml(object: FlowUse | ObjectReport): Html | undefined {
  const details = detailsOf(object);
  if (!details) return valuesHtml(object.changes);
  const { summary, shown, folded, more } = details;
  const items = (all: readonly Detail[]) => html`<ul class="changes details">${all.map(detailHtml)}</ul>`;
  const left = more - folded.length;
  return html`${summary !== undefined && html`<p class="summary">${summary}</p>`}${shown.length > 0 && items(shown)}${
    folded.length > 0 &&
    html`<details><summary>${count(folded.length, "more change")}</summary>${items(folded)}</details>`
  }${left > 0 && html`<p class="about">${moreWords(left)}</p>`}`;
}

/** A detail, with two values side by side. A single value is part of the sentence. */
function detailHtml({ breaking, values, ...change }: Detail): Html {
  const isPair = values?.from !== undefined && values.to !== undefined;
  const shown = { ...change, ...(isPair && { values }) };
  return breaking ? changeHtml(shown, html`<b class="bad">breaking</b> `) : changeHtml(shown);
}

export function valuesHtml(changes: FlowUse["changes"]): Html | undefined {
  if (changes.length === 0) return undefined;
  return html`<ul>${changes.map(
    ({ property, from, to }) => html`<li><code>${property}</code> ${from ?? "not set"} → ${to ?? "not set"}</li>`,
  )}</ul>`;
}

function interfaceHtml({ interface: contract }: FlowReport): Html | undefined {
  if (!contract) return undefined;
  return html`<h4>Interface</h4><ul class="interface">${contract.changes.map(
    ({ compatible, text }) =>
      html`<li><b class="${compatible ? "good" : "bad"}">${compatible ? "compatible" : "breaking"}</b> ${text}</li>`,
  )}</ul>${
    contract.broken.length > 0 &&
    html`<p>Calls that no longer work:</p><ul class="interface">${contract.broken.map(
      ({ flow, node, text, place }) => html`<li><b>${flow.name}</b>, ${node}: ${text}${placeHtml(place)}</li>`,
    )}</ul>`
  }`;
}

/** Longer texts are shown without marks, because comparing them would take too long. */
const MOST_WORDS = 800;

/** A phrase, with names and numbers of the project in bold. */
export function phraseHtml(words: Phrase): Html[] {
  return words.map((part) =>
    typeof part === "string" ? html`${part}` : "value" in part ? html`<b>${part.value}</b>` : html`${part.text}`,
  );
}

/** `flows/inbound/sales.yaml:12`. */
export function placeHtml(place: ReportPlace | undefined): Html | undefined {
  return place && html` <code class="place">${place.file}:${place.line}</code>`;
}

/**
 * The values before and after, side by side, with differing words marked. If one value does not exist, only the other
 * value is shown.
 */
function sidesHtml({ from, to }: NonNullable<Change["values"]>): Html {
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

/** Longer values are shown in separate boxes. */
const SHORT = 40;

function isShort(value = ""): boolean {
  return value.length <= SHORT && !value.includes("\n");
}

/** Both texts, with `<mark>` around words that the other text does not contain. */
export function marked(from: string, to: string): [Html[], Html[]] {
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
