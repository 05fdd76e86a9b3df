import { type FlowRow, lockHolder } from "../../flows/flow-table.ts";
import { presentFlows, type Snapshot, snapshots } from "../../flows/snapshots.ts";
import { versionOf } from "../../flows/version-table.ts";
import type { Context } from "../../http/route.ts";
import type { Store } from "../../store/store.ts";
import type { Page } from "../frame.ts";
import { type Html, html } from "../html.ts";
import { authorNameOf, count, flowPath, lockText, moment, typeTitle, versionText } from "../words.ts";
import { currency } from "./currency.ts";
import { moduleTable } from "./module-table.ts";

/** `/`: what is stale first, then the flows, then who holds which module. */
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
<section aria-labelledby="modules"><h2 id="modules">Modules and who holds them</h2>${moduleTable(flows, held)}</section>
<section aria-labelledby="flows"><h2 id="flows">All flows</h2>
<form class="filter" role="search" action="/#flows"><label for="q">Name or type</label> <input id="q" name="q" type="search" value="${wanted}" data-filters="#flow-table"> <button>Filter</button>${wanted !== "" && html` <a href="/">Show all</a>`}</form>
${flowTable(store, shown, held)}
</section>`,
  };
}

const empty = html`<p>This organisation has no flows yet. They come here when they are published:</p>
<pre><code>npm start</code></pre>`;

function matches(flow: FlowRow, wanted: string): boolean {
  return `${flow.name} ${typeTitle(flow.type)}`.toLowerCase().includes(wanted.trim().toLowerCase());
}

function summaryLine(flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  const stale = new Set(held.filter((snapshot) => snapshot.stale).map(({ caller }) => caller.id)).size;
  const modules = flows.filter(({ type }) => type === "commonModule").length;
  const locked = flows.filter((flow) => lockHolder(flow)).length;
  return html`<ul class="figures">
<li><strong>${flows.length}</strong> ${flows.length === 1 ? "flow" : "flows"}, ${count(modules, "module")} of them</li>
<li class="${stale > 0 ? "stale" : "current"}"><strong>${stale}</strong> <a href="#modules">stale ${stale === 1 ? "caller" : "callers"}</a></li>
<li><strong>${locked}</strong> locked</li>
</ul>`;
}

function flowTable(store: Store, flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  if (flows.length === 0) return html`<p class="none">No flow has that in its name or type.</p>`;
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
