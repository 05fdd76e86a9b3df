import { type Html, html } from "@genesys-flows/architect/html";
import { type FlowRow, lockHolder } from "../flows/flow-table.ts";
import { presentFlows, type Snapshot, snapshots } from "../flows/snapshots.ts";
import type { Context } from "../http/route.ts";
import { callRoutes } from "../services/call-routes.ts";
import { flowList, type ListedFlow, wordsOf } from "./flow-list.ts";
import type { Page } from "./frame.ts";
import { moduleList } from "./module-list.ts";
import { count, draftOf } from "./words.ts";

/** `/`: modules and their callers, stale ones first, then all flows. */
export function overviewPage({ store, query }: Context): Page {
  const flows = presentFlows(store);
  if (flows.length === 0) return { title: "Flows", body: empty };
  const held = snapshots(store, flows);
  const wanted = query.get("q") ?? "";
  const shown = listed(flows, held, callRoutes(store)).filter((flow) =>
    wordsOf(flow).includes(wanted.trim().toLowerCase()),
  );
  return {
    title: "Flows",
    body: html`
${summaryLine(flows, held)}
<section aria-labelledby="modules"><h2 id="modules">Modules and their callers</h2>${moduleList(store, flows, held)}</section>
<section aria-labelledby="flows"><h2 id="flows">All flows</h2>
<form class="filter" role="search" action="/#flows"><label for="q">Name, type, stack or number</label> <input id="q" name="q" type="search" value="${wanted}" data-filters="#flow-table"> <button>Filter</button>${wanted !== "" && html` <a href="/">Show all</a>`}</form>
${shown.length === 0 ? html`<p class="none">No flow has this text in its name, type, stack or numbers.</p>` : flowList(store, shown)}
</section>`,
  };
}

const empty = html`<p>This organisation has no flows yet. They appear here when they are published:</p>
<pre><code>npm start</code></pre>`;

function listed(
  flows: readonly FlowRow[],
  held: readonly Snapshot[],
  routes: ReturnType<typeof callRoutes>,
): ListedFlow[] {
  const heldBy = Map.groupBy(held, ({ caller }) => caller.id);
  const routesTo = Map.groupBy(routes, ({ flowId }) => flowId);
  return flows.map((flow) => ({ flow, held: heldBy.get(flow.id) ?? [], routes: routesTo.get(flow.id) ?? [] }));
}

function summaryLine(flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  const stale = new Set(held.filter((snapshot) => snapshot.stale).map(({ caller }) => caller.id)).size;
  const modules = flows.filter(({ type }) => type === "commonModule").length;
  const locked = flows.filter((flow) => lockHolder(flow)).length;
  const drafts = flows.filter((flow) => draftOf(flow) !== undefined).length;
  return html`<ul class="figures">
<li><strong>${flows.length}</strong> <a href="#flows">${flows.length === 1 ? "flow" : "flows"}</a>, including ${count(modules, "module")}</li>
<li class="${stale > 0 ? "stale" : "current"}"><strong>${stale}</strong> <a href="#modules">stale ${stale === 1 ? "caller" : "callers"}</a></li>
${drafts > 0 && html`<li><strong>${drafts}</strong> ${drafts === 1 ? "draft" : "drafts"}</li>`}
${locked > 0 && html`<li><strong>${locked}</strong> checked out</li>`}
</ul>`;
}
