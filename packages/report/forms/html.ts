import { Html, html } from "@genesys-flows/architect/html";
import type { FlowReport, Report, ReportFinding } from "../model/report.ts";
import {
  count,
  findingGroups,
  flowGroups,
  headings,
  nextWords,
  numberWords,
  objectWords,
  organisationWords,
  outcomeWords,
  outsideShown,
  outsideWords,
  plainPhrase,
  runWords,
  staleWords,
} from "../words/facts.ts";
import { hashSource, mermaidScript, ownAssets } from "./html/assets.ts";
import { flowHtml, flowLine, valuesHtml } from "./html/flow.ts";
import { phraseHtml, placeHtml } from "./html/texts.ts";

export interface HtmlOptions {
  /** A page that is served: it loads itself again when `changes`, an event stream, names another version. */
  readonly live?: { readonly version: number; readonly changes: string };
}

/** Longer lists are folded. */
const LONG_LIST = 20;

/**
 * A report as one self-contained HTML page: nothing is requested from elsewhere, and its security policy allows none. Every text is
 * readable without script; diagrams are drawn when they are opened. A page without diagrams does not contain Mermaid.
 */
export function htmlReport(report: Report, { live }: HtmlOptions = {}): string {
  const { style, script } = ownAssets();
  const hasDiagrams = report.flows.some(({ diagram }) => diagram !== undefined);
  const scripts = [...(hasDiagrams ? [mermaidScript()] : []), script];
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(hashSource).join(" ")}`,
    // Mermaid puts styles into its drawings.
    "style-src 'unsafe-inline'",
    "img-src data:",
    ...(live ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const title = plainPhrase(runWords(report.run));
  return html`<!doctype html>
<html lang="en"${live && html` data-version="${live.version}" data-changes="${live.changes}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<main id="content" tabindex="-1">
<h1>${phraseHtml(runWords(report.run))}</h1>
${verdictHtml(report)}
${sectionsOf(report)}
</main>
${scripts.map((one) => html`<script>${new Html(one)}</script>\n`)}</body>
</html>
`.text;
}

function verdictHtml(report: Report): Html {
  const { run, verdict, reach } = report;
  const next = nextWords(report);
  const state = verdict.blocking > 0 || run.ended !== "succeeded" ? "blocked" : "clear";
  return html`<p class="verdict ${state}" role="status">${verdict.text}</p>
${run.cause !== undefined && html`<p class="cause">${run.cause}</p>`}${next.length > 0 && html`<p>${phraseHtml(next)}</p>`}
<p class="about">${phraseHtml(organisationWords(run))}${
    reach.flows + reach.numbers > 0 &&
    html` · reaches ${count(reach.flows, "published flow")} and ${count(reach.numbers, "number")}`
  }${verdict.forecast !== undefined && html` · ${verdict.forecast}`}${run.base !== undefined && html` · compared with ${run.base}`}</p>`;
}

function sectionsOf(report: Report): readonly (Html | undefined)[] {
  const groups = flowGroups(report);
  const { run } = report;
  const { blocking, exempted, findings } = findingGroups(report);
  const hasFilter = groups.flows.length + groups.republished.length > 5;
  return [
    section("blocking", headings.blocking, blocking.map(findingHtml)),
    hasFilter
      ? html`<p class="filter" hidden><label>Show flows with <input type="search" name="filter" placeholder="a name or a text"></label> <span role="status"></span></p>`
      : undefined,
    section("flows", headings.flows, groups.flows.map(flowHtml)),
    section("republished", headings.republished, lines(groups.republished)),
    section("held", headings.held, lines(groups.held)),
    section(
      "numbers",
      headings.numbers,
      list(report.numbers.map((one) => html`<li>${phraseHtml(numberWords(one, run.kind))}</li>`)),
    ),
    section("left", headings.left, lines(groups.left)),
    section("deleted", headings.deleted, lines(groups.deleted)),
    section("objects", headings.objects, list(report.objects.map(objectHtml))),
    section(
      "stale",
      headings.stale,
      list((report.stale ?? []).map((flow) => html`<li>${phraseHtml(staleWords(flow))}</li>`)),
    ),
    section(
      "outside",
      headings.outside,
      list(
        outsideShown(report).map(
          (change) => html`<li>${phraseHtml(outsideWords(change))}: <span class="lines">${change.text}</span></li>`,
        ),
      ),
    ),
    section("findings", headings.findings, findings.map(findingHtml)),
    section("exempted", headings.exempted, exempted.map(findingHtml)),
    section("unchecked", headings.unchecked, list(report.unchecked.map((text) => html`<li>${text}</li>`))),
    section("untouched", headings.untouched, untouched(report)),
    section(
      "messages",
      headings.messages,
      list(
        report.messages.map(
          ({ text, resource }) =>
            html`<li>${resource !== undefined && html`<b>${resource}</b>: `}<span class="lines">${text}</span></li>`,
        ),
      ),
    ),
  ];
}

function section(id: string, heading: string, parts: readonly Html[]): Html | undefined {
  if (parts.length === 0) return undefined;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
${parts}</section>
`;
}

function list(items: readonly Html[]): Html[] {
  if (items.length === 0) return [];
  const all = html`<ul>${items.map((item) => html`${item}\n`)}</ul>`;
  return [
    items.length > LONG_LIST
      ? html`<details open><summary>${count(items.length, "entry", "entries")}</summary>${all}</details>`
      : all,
  ];
}

function lines(flows: readonly FlowReport[]): Html[] {
  return list(flows.map(flowLine));
}

function untouched({ untouched: flows }: Report): Html[] {
  if (flows.length === 0) return [];
  return [
    html`<details><summary>${count(flows.length, "flow")}</summary><p>${flows.map(({ name }) => name).join(", ")}</p></details>`,
  ];
}

function objectHtml(object: Report["objects"][number]): Html {
  const outcome = outcomeWords(object);
  return html`<li>${phraseHtml(objectWords(object))}${outcome && html`, <b class="bad">${outcome}</b>`}${
    object.failure !== undefined && html`<p class="bad lines">Failed: ${object.failure}</p>`
  }${valuesHtml(object.changes)}</li>`;
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
