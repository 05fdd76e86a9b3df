import { type Html, html } from "@genesys-flows/architect/html";
import type { Change, FlowReport, FlowUse } from "../../model/report.ts";
import {
  callersWords,
  comparisonWords,
  outcomeWords,
  reachWords,
  reasonWords,
  usedWords,
  useWords,
  versionWords,
} from "../../words/facts.ts";
import { phraseHtml, placeHtml, sidesHtml } from "./texts.ts";

/** A flow with all that is known of its change. */
export function flowHtml(flow: FlowReport): Html {
  const { name, type, versions, reasons, file, owner, failure, changes, diagram } = flow;
  const outcome = outcomeWords(flow);
  const versionText = phraseHtml(versionWords(versions));
  const reach = reachWords(flow);
  return html`<article class="flow" data-action="${flow.action}">
<h3>${name} <small>${type}${versionText.length > 0 && html` · ${versionText}`}${outcome && html` · <b class="bad">${outcome}</b>`}</small></h3>
<ul class="facts">
${reasons.map((reason) => html`<li>${phraseHtml(reasonWords(reason))}</li>\n`)}${reach.length > 0 && html`<li>${phraseHtml(reach)}</li>\n`}${[callersWords(flow), usedWords(flow)].map((words) => words.length > 0 && html`<li>${phraseHtml(words)}</li>\n`)}${
  file !== undefined && html`<li>file <code>${file}</code></li>\n`
}${owner !== undefined && html`<li>owner ${owner}</li>\n`}</ul>
${failure !== undefined && html`<p class="bad">Failed: ${failure}</p>`}
${changes.length > 0 && html`<ul class="changes">${changes.map(changeHtml)}</ul>`}
${usesHtml(flow)}${unavailable(flow)}${interfaceHtml(flow)}
${
  diagram !== undefined &&
  html`<details class="diagram"><summary>Diagram</summary><div class="drawing" role="img" aria-label="Diagram of ${name}"></div><pre tabindex="0"><code>${diagram}</code></pre></details>`
}
</article>
`;
}

/** A flow in one line. */
export function flowLine(flow: FlowReport): Html {
  const { name, versions, reasons } = flow;
  const used = usedWords(flow);
  const outcome = outcomeWords(flow);
  const reach = reachWords(flow);
  const version = versionWords(versions);
  return html`<li class="flow" data-action="${flow.action}"><b>${name}</b> ${version.length > 0 && html`<small>${phraseHtml(version)}</small> `}${reasons.map(
    (reason, index) => html`${index > 0 && ", "}${phraseHtml(reasonWords(reason))}`,
  )}${outcome && html`, <b class="bad">${outcome}</b>`}${reach.length > 0 && html`, ${phraseHtml(reach)}`}${
    used.length > 0 && html`, ${phraseHtml(used)}`
  }</li>`;
}

const SIGNS: Readonly<Record<Change["sign"], string>> = { "+": "added", "-": "removed", "~": "changed", ">": "moved" };

function changeHtml({ sign, text, values, place }: Change): Html {
  const kind = SIGNS[sign];
  const isPair = values !== undefined && (values.from !== undefined || values.to !== undefined);
  return html`<li class="${kind}"><span class="sign">${kind}</span> ${isPair ? values.label : text}${placeHtml(place)}${isPair && sidesHtml(values)}</li>`;
}

/** The objects that the flow uses and that change, with their values. */
function usesHtml({ uses = [] }: FlowReport): Html | undefined {
  if (uses.length === 0) return undefined;
  return html`<ul class="changes">${uses.map(
    (use) => html`<li class="changed">${phraseHtml(useWords(use))}${valuesHtml(use.changes)}</li>`,
  )}</ul>`;
}

/** The properties of an object that change. */
export function valuesHtml(changes: FlowUse["changes"]): Html | undefined {
  if (changes.length === 0) return undefined;
  return html`<ul>${changes.map(
    ({ property, from, to }) => html`<li><code>${property}</code> ${from ?? "not set"} → ${to ?? "not set"}</li>`,
  )}</ul>`;
}

function unavailable(flow: FlowReport): Html | undefined {
  const words = comparisonWords(flow);
  if (words.length === 0) return undefined;
  const { comparison } = flow;
  const nodes = comparison && !comparison.available ? comparison.nodes : [];
  return html`<p class="unknown">${phraseHtml(words)}${
    nodes.length > 0 && html` Nodes: ${nodes.map(({ node, change }) => `${node} ${change}`).join(", ")}.`
  }</p>`;
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
