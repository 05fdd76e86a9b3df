import { type Html, html } from "@genesys-flows/architect/html";
import { type FlowRow, lockHolder } from "../flows/flow-table.ts";
import { presentFlows, type Snapshot, snapshots } from "../flows/snapshots.ts";
import { versionOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import type { Store } from "../store/store.ts";
import type { Page } from "./frame.ts";
import {
  authorNameOf,
  count,
  currency,
  currencyMark,
  flowPath,
  lack,
  lockText,
  moment,
  stackOf,
  typeTitle,
  versionText,
} from "./words.ts";

const EMBEDDED: ReadonlySet<string> = new Set(["commonModule", "botFlow", "digitalBot"]);

/** `/`: modules and their callers, stale ones first, then all flows. */
export function overviewPage({ store, query }: Context): Page {
  const flows = presentFlows(store);
  const held = snapshots(store, flows);
  const wanted = query.get("q") ?? "";
  const shown = flows.filter((flow) => matches(flow, wanted));
  if (flows.length === 0) return { title: "Flows", body: empty };
  return {
    title: "Flows",
    body: html`
${summaryLine(flows, held)}
<section aria-labelledby="modules"><h2 id="modules">Modules and their callers</h2>${moduleTable(flows, held)}</section>
<section aria-labelledby="flows"><h2 id="flows">All flows</h2>
<form class="filter" role="search" action="/#flows"><label for="q">Name or type</label> <input id="q" name="q" type="search" value="${wanted}" data-filters="#flow-table"> <button>Filter</button>${wanted !== "" && html` <a href="/">Show all</a>`}</form>
${flowTable(store, shown, held)}
</section>`,
  };
}

const empty = html`<p>This organisation has no flows yet. They appear here when they are published:</p>
<pre><code>npm start</code></pre>`;

function matches(flow: FlowRow, wanted: string): boolean {
  return `${flow.name} ${typeTitle(flow.type)}`.toLowerCase().includes(wanted.trim().toLowerCase());
}

function summaryLine(flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  const stale = new Set(held.filter((snapshot) => snapshot.stale).map(({ caller }) => caller.id)).size;
  const modules = flows.filter(({ type }) => type === "commonModule").length;
  const locked = flows.filter((flow) => lockHolder(flow)).length;
  return html`<ul class="figures">
<li><strong>${flows.length}</strong> ${flows.length === 1 ? "flow" : "flows"}, including ${count(modules, "module")}</li>
<li class="${stale > 0 ? "stale" : "current"}"><strong>${stale}</strong> <a href="#modules">stale ${stale === 1 ? "caller" : "callers"}</a></li>
<li><strong>${locked}</strong> locked</li>
</ul>`;
}

/** Every module and bot with its callers, the version that each holds, and whether that is the published one. */
function moduleTable(flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  const sources = flows.filter(({ id, type }) => EMBEDDED.has(type) || held.some(({ source }) => source.id === id));
  if (sources.length === 0) return html`<p class="none">There are no modules.</p>`;
  const stale = held.some((snapshot) => snapshot.stale);
  return html`${
    stale &&
    html`<p class="advice">A <strong>stale</strong> caller still runs the snapshot from when it was published. It uses the module's published version once it is republished${updates(held)}.</p>`
  }
<div class="wide" tabindex="0" role="region" aria-labelledby="modules"><table class="modules">
<thead><tr><th scope="col">Module</th><th scope="col">Published</th><th scope="col">Caller</th><th scope="col">Holds</th><th scope="col">Snapshot</th></tr></thead>
${[...sources]
  .sort((a, b) => rank(b, held) - rank(a, held))
  .map((source) =>
    moduleRows(
      source,
      held.filter((snapshot) => snapshot.source.id === source.id),
    ),
  )}
</table></div>`;
}

/** The command that publishes the stale callers, for each stack that manages some of them. */
function updates(held: readonly Snapshot[]): Html[] {
  const stacks = new Set(held.flatMap(({ caller, stale }) => (stale ? (stackOf(caller.description) ?? []) : [])));
  return [...stacks].map(
    (stack, index) => html`${index === 0 ? ": " : " and "}<code>npm run pulumi -- up --stack ${stack}</code>`,
  );
}

/** Modules with stale callers come first, those without callers last; else by name. */
function rank(source: FlowRow, held: readonly Snapshot[]): number {
  const callers = held.filter((snapshot) => snapshot.source.id === source.id);
  return callers.some(({ stale }) => stale) ? 2 : callers.length > 0 ? 1 : 0;
}

function moduleRows(source: FlowRow, callers: readonly Snapshot[]): Html {
  const rows = Math.max(1, callers.length);
  const sorted = [...callers].sort(
    (a, b) => Number(b.stale) - Number(a.stale) || a.caller.name.localeCompare(b.caller.name, "en"),
  );
  const head = html`<th scope="rowgroup" rowspan="${rows}"><a href="${flowPath(source.id)}">${source.name}</a> <small>${typeTitle(source.type)}</small></th>
<td rowspan="${rows}"><span class="version">${versionText(source.publishedVersion)}</span></td>`;
  if (sorted.length === 0)
    return html`<tbody><tr>${head}<td colspan="3"><span class="none">no callers</span></td></tr></tbody>`;
  return html`<tbody>${sorted.map(
    ({ caller, held, stale }, index) => html`<tr${stale && html` class="stale"`}>${index === 0 && head}
<td><a href="${flowPath(caller.id)}">${caller.name}</a></td>
<td><span class="version">${versionText(held)}</span></td>
<td class="short">${currencyMark(stale)}${stale && lack(source, held)}</td></tr>`,
  )}</tbody>`;
}

function flowTable(store: Store, flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  if (flows.length === 0) return html`<p class="none">No flow has this text in its name or type.</p>`;
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="flows"><table id="flow-table">
<thead><tr><th scope="col">Flow</th><th scope="col">Type</th><th scope="col">Published</th><th scope="col">By</th><th scope="col">When</th><th scope="col">Modules held</th><th scope="col">Lock</th></tr></thead>
<tbody>${flows.map((flow) => flowRow(store, flow, held))}</tbody>
</table></div>`;
}

function flowRow(store: Store, flow: FlowRow, held: readonly Snapshot[]): Html {
  const published = versionOf(store, flow.id, flow.publishedVersion);
  const draft = flow.savedVersion !== null && flow.savedVersion !== flow.publishedVersion;
  return html`<tr>
<th scope="row"><a href="${flowPath(flow.id)}">${flow.name}</a></th>
<td class="short">${typeTitle(flow.type)}</td>
<td>${flow.publishedVersion === null ? html`<span class="none">never</span>` : html`<span class="version">${versionText(flow.publishedVersion)}</span>`}${
    draft && html` <span class="note">draft ${versionText(flow.savedVersion)}</span>`
  }${!flow.active && html` <span class="note">inactive</span>`}</td>
<td class="short">${published ? authorNameOf(published.author) : html`<span class="none">—</span>`}</td>
<td>${published ? moment(published.publishedAt) : html`<span class="none">—</span>`}</td>
<td class="short">${currency(held.filter(({ caller }) => caller.id === flow.id))}</td>
<td>${lockText(flow, { brief: true })}</td>
</tr>`;
}
