import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import type { Report, ReportFinding } from "../model/report.ts";
import type { Recordings } from "../objects/recordings.ts";
import {
  headings,
  nextWords,
  objectWords,
  organisationWords,
  outcomeWords,
  outsideWords,
  type Phrase,
  partsOf,
  plainPhrase,
  reachedWords,
  runWords,
} from "../words/facts.ts";
import { basisWords, causeWords, noticeHeading } from "../words/notice.ts";
import { detailsHtml, flowHtml, flowLine, phraseHtml, placeHtml, valuesHtml } from "./html/flow.ts";
import { htmlPage, type PageOptions } from "./html/page.ts";
import { playbackHtml } from "./html/playback.ts";

export interface HtmlOptions {
  readonly live?: PageOptions["live"];
  /** Recordings to embed in the page (`playableRecordings`). */
  readonly recordings?: Recordings;
}

/** Longer lists can be folded. */
const LONG_LIST = 20;

/** Renders a report as one self-contained HTML page. Diagrams are drawn when they are opened. */
export function htmlReport(report: Report, { live, recordings = new Map() }: HtmlOptions = {}): string {
  const title = runWords(report.run);
  return htmlPage({
    title: plainPhrase(title),
    content: html`<h1>${phraseHtml(title)}</h1>
${verdictHtml(report)}
${sectionsOf(report, recordings)}`,
    hasDiagrams: report.flows.some(({ diagram }) => diagram !== undefined),
    hasRecordings: recordings.size > 0,
    hasPlayback: report.notice?.causes.some(({ played }) => played !== undefined) === true,
    live,
  });
}

function verdictHtml(report: Report): Html {
  const { run, verdict } = report;
  const next = nextWords(report);
  const state = verdict.blocking > 0 || run.ended !== "succeeded" ? "blocked" : "clear";
  const about = [reachedWords(report.reach), verdict.forecast, run.base && `compared with ${run.base}`];
  return html`<p class="verdict ${state}" role="status">${verdict.text}</p>
${run.cause !== undefined && html`<p class="cause">${run.cause}</p>`}${next.length > 0 && html`<p>${phraseHtml(next)}</p>`}
<p class="about">${phraseHtml(organisationWords(run))}${about.map((one) => one && html` · ${one}`)}</p>`;
}

function sectionsOf(report: Report, recordings: Recordings): readonly (Html | false)[] {
  const parts = partsOf(report);
  const hasFilter = parts.flows.length + parts.republished.length > 5;
  return [
    section("blocking", parts.blocking.map(findingHtml)),
    hasFilter &&
      html`<p class="filter" hidden><label>Show flows that contain <input type="search" name="filter" placeholder="name or wording"></label> <span role="status"></span></p>`,
    section("flows", parts.flows.map(flowHtml)),
    section(noticeHeading(report), list(noticeItems(report))),
    section("republished", list(parts.republished.map(flowLine))),
    section("held", list(parts.held.map(flowLine))),
    section("numbers", list(parts.numbers.map(phraseItem))),
    section("addresses", list(parts.addresses.map(phraseItem))),
    section("left", list(parts.left.map(flowLine))),
    section("deleted", list(parts.deleted.map(flowLine))),
    section("hours", list(parts.hours.map(phraseItem))),
    section("objects", list(parts.objects.map((object) => objectHtml(object, recordings)))),
    section("stale", list(parts.stale.map(phraseItem))),
    section(
      "outside",
      list(parts.outside.map((one) => html`<li>${phraseHtml(outsideWords(one))}: ${linesHtml(one.text)}</li>`)),
    ),
    section("findings", parts.findings.map(findingHtml)),
    section("exempted", parts.exempted.map(findingHtml)),
    section("unchecked", list(parts.unchecked.map((text) => html`<li>${text}</li>`))),
    section("untouched", untouched(parts.untouched)),
    section("messages", list(parts.messages.map(messageHtml))),
  ];
}

function section(part: keyof typeof headings, items: readonly Html[]): Html | false {
  if (items.length === 0) return false;
  return html`<section aria-labelledby="${part}"><h2 id="${part}">${headings[part]}</h2>
${items}</section>
`;
}

function list(items: readonly Html[]): Html[] {
  if (items.length === 0) return [];
  const all = html`<ul>${items.map((item) => html`${item}\n`)}</ul>`;
  if (items.length <= LONG_LIST) return [all];
  return [html`<details open><summary>${count(items.length, "entry", "entries")}</summary>${all}</details>`];
}

function noticeItems(report: Report): Html[] {
  const { notice } = report;
  if (!notice) return [];
  const causes = notice.causes.map(
    (cause) => html`<li>${phraseHtml(causeWords(cause))}${playbackHtml(cause, report)}</li>`,
  );
  return [...causes, ...basisWords(notice).map(phraseItem)];
}

function phraseItem(words: Phrase): Html {
  return html`<li>${phraseHtml(words)}</li>`;
}

function linesHtml(text: string): Html {
  return html`<span class="lines">${text}</span>`;
}

function messageHtml({ text, resource }: Report["messages"][number]): Html {
  return html`<li>${resource !== undefined && html`<b>${resource}</b>: `}${linesHtml(text)}</li>`;
}

function untouched(flows: Report["untouched"]): Html[] {
  if (flows.length === 0) return [];
  return [
    html`<details><summary>${count(flows.length, "flow")}</summary><p>${flows.map(({ name }) => name).join(", ")}</p></details>`,
  ];
}

function objectHtml(object: Report["objects"][number], recordings: Recordings): Html {
  const outcome = outcomeWords(object);
  return html`<li>${phraseHtml(objectWords(object))}${outcome && html`, <b class="bad">${outcome}</b>`}${
    object.failure !== undefined && html`<p class="bad lines">Failed: ${object.failure}</p>`
  }${object.story === true ? propertiesHtml(object) : detailsHtml(object)}${playersHtml(object, recordings)}</li>`;
}

/** The changed properties of an object, folded, because a story already describes the changes. */
function propertiesHtml({ changes }: Report["objects"][number]): Html | undefined {
  if (changes.length === 0) return undefined;
  return html`<details><summary>Properties</summary>${valuesHtml(changes)}</details>`;
}

/** The recordings of a prompt that are small enough to embed in the page. */
function playersHtml({ recordings: changed = [] }: Report["objects"][number], recordings: Recordings): Html[] {
  return changed.flatMap(({ language, sha256 = "" }) => {
    const found = recordings.get(sha256);
    if (!found) return [];
    const name = `New recording for ${language}`;
    return [
      html`<figure class="recording"><figcaption>${name}</figcaption><audio controls preload="none" aria-label="${name}" src="data:${found.type};base64,${found.base64}"></audio></figure>`,
    ];
  });
}

function findingHtml({ severity, code, message, why, hint, place, flow, node }: ReportFinding): Html {
  const about = [flow !== undefined && `flow ${flow}`, node !== undefined && `node ${node}`].filter(
    (one) => one !== false,
  );
  return html`<article class="finding ${severity}"><p><b class="${severity}">${severity}</b> <code>${code}</code>${placeHtml(place)}${
    about.length > 0 && html` <small>${about.join(", ")}</small>`
  }</p>
<p class="lines">${message}</p>${why !== undefined && html`<p class="lines">${why}</p>`}${hint !== undefined && html`<p class="lines hint">${hint}</p>`}</article>
`;
}
