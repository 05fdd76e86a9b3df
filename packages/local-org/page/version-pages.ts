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
import { exportVersion } from "../flows/export/export-flow.ts";
import { type FlowRow, requireFlow } from "../flows/flow-table.ts";
import { requireVersion, type VersionRow, versionsOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { diagram, moduleAddress, source, versionGraph } from "./diagram.ts";
import { type Mark, renderOutline } from "./outline/render.ts";
import type { Page } from "./page.ts";
import { section } from "./table.ts";
import { authorNameOf, comparePath, flowPath, mark, moment, typeTitle, versionPath, versionText } from "./words.ts";

const KINDS = { PUBLISH: "Published", CHECKIN: "Checked in", SAVE: "Saved" } as const;

/** `/flows/{flowId}/versions/{versionId}`: the diagram of a version and its export. */
export function versionPage(context: Context): Page {
  const { store, params } = context;
  const flow = requireFlow(store, params["flowId"], { deletedToo: true });
  const row = requireVersion(store, flow, params["versionId"] ?? "");
  const versions = versionsOf(store, flow.id).map(({ version }) => version);
  const at = versions.indexOf(row.version);
  const [newer, older] = [versions[at - 1], versions[at + 1]];
  return {
    kicker: typeTitle(flow.type),
    title: `${flow.name} ${versionText(row.version)}`,
    body: html`
<p class="crumbs"><a href="${flowPath(flow.id)}">${flow.name}</a>${
      older !== undefined &&
      html` · <a href="${versionPath(flow.id, older)}">← ${versionText(older)}</a> · <a href="${comparePath(flow.id, older, row.version)}">difference from ${versionText(older)}</a>`
    }${newer !== undefined && html` · <a href="${versionPath(flow.id, newer)}">${versionText(newer)} →</a>`}</p>
<p>${KINDS[row.kind]} by ${authorNameOf(row.author)}, ${moment(row.publishedAt ?? row.checkedInAt ?? row.savedAt)}${
      row.version === flow.publishedVersion && html` <strong class="note">in use</strong>`
    }</p>
${diagram(context, flow, row.version)}
${source({ id: "export", title: "Export (Archy YAML)", text: exportVersion(context, flow, row) })}`,
  };
}

const VALUE_LENGTH = 160;

/** `/flows/{flowId}/compare?from=&to=`: the changes from one version to another, as a list and in the diagram. */
export function comparePage(context: Context): Page {
  const { store, params, query } = context;
  const flow = requireFlow(store, params["flowId"], { deletedToo: true });
  const from = requireVersion(store, flow, query.get("from") ?? "1.0").version;
  const to = requireVersion(store, flow, query.get("to") ?? "latest").version;
  const [before, after] = [versionGraph(context, flow, from), versionGraph(context, flow, to)];
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

/** The changes for callers of a module. */
function contract(before: FlowGraph, after: FlowGraph): Html | undefined {
  if (!before.module || !after.module) return undefined;
  const changes = contractChanges(before.module, after.module);
  if (changes.length === 0)
    return html`<p class="advice">Nothing changes for callers: inputs, outputs and outcomes are the same.</p>`;
  const items = changes.map(
    ({ kind, name, compatible, from, to, reason }) =>
      html`<li>${compatible ? mark("current", "compatible") : mark("stale", "breaking")} <strong>${kind.replaceAll("-", " ")}: ${name}</strong>${
        from !== undefined && to !== undefined && html` (${from} → ${to})`
      } ${reason}</li>`,
  );
  return section("contract", "Interface for callers", html`<ul class="contract">${items}</ul>`);
}

function list(diff: GraphDiff): Html {
  const items = diffLines(diff, { valueLength: VALUE_LENGTH }).map(lineItem);
  return section("changes", "Changes", html`<ul class="changes list">${items}</ul>`);
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
  const heading = `Diagram of version ${versionText(to)} with the changes`;
  return section(
    "diagram",
    heading,
    renderOutline(after, { marks: marksOf(diff), moduleAddress: moduleAddress(context) }),
  );
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

/** A form to choose two versions; default: the two latest. */
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
