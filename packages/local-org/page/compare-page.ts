import {
  contractChanges,
  type DiffLine,
  diffGraphs,
  diffLines,
  type FlowGraph,
  type GraphDiff,
  isEmptyDiff,
  type NodeId,
} from "@genesys-flows/architect";
import { type Html, html } from "@genesys-flows/architect/html";
import { type FlowRow, requireFlow } from "../flows/flow-table.ts";
import { requireVersion, type VersionRow, versionsOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { moduleAddress, versionGraph } from "./diagram.ts";
import type { Page } from "./frame.ts";
import { type Mark, renderOutline } from "./outline/render.ts";
import { flowPath, typeTitle, versionPath, versionText } from "./words.ts";

/** Most characters of a value in a difference. */
const VALUE_LENGTH = 160;

/** `/flows/{flowId}/compare?from=&to=`: what changed from one version to another, as a list and in the diagram. */
export function comparePage(context: Context): Page {
  const { store, params, query } = context;
  const flow = requireFlow(store, params["flowId"], { deletedToo: true });
  const from = requireVersion(store, flow, query.get("from") ?? "1.0").version;
  const to = requireVersion(store, flow, query.get("to") ?? "latest").version;
  const [before, after] = [versionGraph(context, flow, from).graph, versionGraph(context, flow, to).graph];
  const diff = diffGraphs(before, after);
  return {
    kicker: typeTitle(flow.type),
    title: `${flow.name}: ${versionText(from)} to ${versionText(to)}`,
    body: html`
<p class="crumbs"><a href="${flowPath(flow.id)}">${flow.name}</a> · <a href="${versionPath(flow.id, from)}">version ${versionText(from)}</a> · <a href="${versionPath(flow.id, to)}">version ${versionText(to)}</a></p>
${compareForm(flow, versionsOf(store, flow.id), { from, to })}
${
  isEmptyDiff(diff)
    ? html`<p class="advice">These versions do not differ in content.</p>`
    : html`${contract(before, after)}${list(diff)}${picture(context, after, diff, to)}`
}`,
  };
}

/** What changes for callers of a module. */
function contract(before: FlowGraph, after: FlowGraph): Html | undefined {
  if (!before.module || !after.module) return undefined;
  const changes = contractChanges(before.module, after.module);
  if (changes.length === 0)
    return html`<p class="advice">Nothing changes for callers: inputs, outputs and outcomes are the same.</p>`;
  return html`<section aria-labelledby="contract"><h2 id="contract">What callers rely on</h2><ul class="contract">${changes.map(
    ({ kind, name, compatible, from, to, reason }) =>
      html`<li>${compatible ? html`<span class="mark current"><b aria-hidden="true">●</b> compatible</span>` : html`<span class="mark stale"><b aria-hidden="true">▲</b> breaking</span>`} <strong>${kind.replaceAll("-", " ")}: ${name}</strong>${
        from !== undefined && to !== undefined && html` (${from} → ${to})`
      } ${reason}</li>`,
  )}</ul></section>`;
}

function list(diff: GraphDiff): Html {
  return html`<section aria-labelledby="changes"><h2 id="changes">Changes</h2><ul class="changes list">${diffLines(diff, { valueLength: VALUE_LENGTH }).map(lineItem)}</ul></section>`;
}

const SIGNS: Readonly<Record<DiffLine["sign"], string>> = {
  "+": "added",
  "-": "removed",
  "~": "changed",
  ">": "moved or renamed",
};

function lineItem({ sign, text }: DiffLine): Html {
  return html`<li class="${SIGNS[sign].split(" ")[0]}"><b class="sign" aria-hidden="true">${sign === "-" ? "−" : sign}</b> <span class="hidden">${SIGNS[sign]}: </span>${text}</li>`;
}

function picture(context: Context, after: FlowGraph, diff: GraphDiff, to: number): Html {
  return html`<section aria-labelledby="diagram"><h2 id="diagram">Diagram of version ${versionText(to)} with the changes</h2>
${renderOutline(after, { marks: marksOf(diff), moduleAddress: moduleAddress(context) })}
</section>`;
}

function marksOf(diff: GraphDiff): Map<NodeId, Mark> {
  return new Map(
    diff.nodes
      .filter(({ change }) => change !== "removed")
      .map((change) => {
        const alone = { nodes: [change], frame: [], variables: [], containers: [] };
        const lines = change.change === "added" ? [] : diffLines(alone, { valueLength: VALUE_LENGTH });
        return [change.id, { change: change.change, lines }];
      }),
  );
}

/** Chooses two versions; default: the two latest. */
export function compareForm(
  flow: FlowRow,
  versions: readonly VersionRow[],
  chosen?: { from: number; to: number },
): Html {
  const { from = versions[1]?.version, to = versions[0]?.version } = chosen ?? {};
  const choice = (name: string, label: string, selected: number | undefined): Html =>
    html`<label for="${name}">${label}</label> <select id="${name}" name="${name}">${versions.map(
      ({ version }) => html`<option${version === selected && html` selected`}>${versionText(version)}</option>`,
    )}</select>`;
  return html`<form class="compare" action="${flowPath(flow.id)}/compare">${choice("from", "Compare version", from)} ${choice("to", "with", to)} <button>Compare</button></form>`;
}
