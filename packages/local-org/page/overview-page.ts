import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import { EMBEDDED } from "../flows/flow-kinds.ts";
import { type FlowRow, lockHolder } from "../flows/flow-table.ts";
import { presentFlows, type Snapshot, snapshots, staleFirst } from "../flows/snapshots.ts";
import { versionOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { type CallRoute, callRoutes } from "../services/call-routes.ts";
import type { Store } from "../store/store.ts";
import { callerColumns, numbersCell, numbersIn } from "./columns.ts";
import { ownerOf, stackCell, stackText } from "./ownership.ts";
import type { Page } from "./page.ts";
import { type Column, section, table } from "./table.ts";
import {
  authorNameOf,
  checkedOutBy,
  draftOf,
  firstOf,
  flowLink,
  flowPath,
  lines,
  moment,
  staleMark,
  typeTitle,
  versionPath,
  versionText,
} from "./words.ts";

/** `/`: modules and their callers, stale ones first, then all flows. */
export function overviewPage({ store, query }: Context): Page {
  const flows = presentFlows(store);
  if (flows.length === 0) return { title: "Flows", body: empty };
  const held = snapshots(store, flows);
  const wanted = query.get("q") ?? "";
  const heldBy = Map.groupBy(held, ({ caller }) => caller.id);
  const routesTo = Map.groupBy(callRoutes(store), ({ flowId }) => flowId);
  const shown = flows
    .map((flow) => ({ flow, held: heldBy.get(flow.id) ?? [], routes: routesTo.get(flow.id) ?? [] }))
    .filter((flow) => wordsOf(flow).includes(wanted.trim().toLowerCase()));
  return {
    title: "Flows",
    body: html`
${summaryLine(flows, held)}
${section("modules", "Modules and their callers", moduleList(store, flows, held))}
${section(
  "flows",
  "All flows",
  html`<form class="filter" role="search" action="/#flows"><label for="q">Name, type, stack or number</label> <input id="q" name="q" type="search" value="${wanted}" data-filters="#flow-table"> <button>Filter</button>${wanted !== "" && html` <a href="/">Show all</a>`}</form>
${shown.length === 0 ? html`<p class="none">No flow has this text in its name, type, stack or numbers.</p>` : flowList(store, shown)}
`,
)}`,
  };
}

const empty = html`<p>This organisation has no flows yet. They appear here when they are published:</p>
<pre><code>npm start</code></pre>`;

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

/** Maximum number of callers listed for a module; its own page lists all of them. */
const MOST_CALLERS = 12;

interface Row {
  readonly source: FlowRow;
  readonly caller?: Snapshot;
  /** Callers that are not listed. */
  readonly others?: readonly Snapshot[];
}

/**
 * Every module and bot with its callers and the version that each caller holds. Modules with stale callers are first,
 * modules without callers last.
 */
function moduleList(store: Store, flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  const callers = Map.groupBy(held, ({ source }) => source.id);
  const rank = ({ id }: FlowRow): number => {
    const own = callers.get(id) ?? [];
    return own.some(({ stale }) => stale) ? 2 : own.length > 0 ? 1 : 0;
  };
  const sources = flows.filter(({ id, type }) => EMBEDDED.has(type) || callers.has(id));
  if (sources.length === 0) return html`<p class="none">There are no modules.</p>`;
  const groups = sources
    .toSorted((a, b) => rank(b) - rank(a))
    .map((source) => rowsOf(source, callers.get(source.id) ?? []));
  const isStale = ({ caller }: Row) => caller?.stale === true;
  return html`${advice(held)}${table({ id: "module-table", labelledBy: "modules", columns: columns(store), groups, isStale })}`;
}

function rowsOf(source: FlowRow, callers: readonly Snapshot[]): Row[] {
  const sorted = callers.toSorted(staleFirst);
  const { shown } = firstOf(sorted, MOST_CALLERS);
  const others = sorted.slice(shown.length);
  return [
    ...shown.map((caller) => ({ source, caller })),
    ...(others.length > 0 || shown.length === 0 ? [{ source, others }] : []),
  ];
}

function columns(store: Store): Column<Row>[] {
  return [
    {
      title: "Module",
      heads: true,
      spans: true,
      cell: ({ source }) =>
        html`${flowLink(source)} <small>${typeTitle(source.type)}</small> <small>${source.publishedVersion === null ? "not published" : html`published ${versionText(source.publishedVersion)}`}</small>`,
    },
    { title: "Caller", class: "name", cell: (row) => callerCell(row) },
    ...callerColumns(store).map(
      ({ cell, ...column }): Column<Row> => ({ ...column, cell: ({ caller }) => caller && cell(caller) }),
    ),
  ];
}

function callerCell({ source, caller, others = [] }: Row): Html {
  if (caller) return flowLink(caller.caller);
  if (others.length === 0) return html`<span class="none">no callers</span>`;
  const stale = others.filter((other) => other.stale).length;
  return html`<a href="${flowPath(source.id)}#callers">${count(others.length, "more caller")}</a>, ${stale > 0 ? `${stale} stale` : "all current"}`;
}

/** An explanation of stale callers, and the commands that republish the stale callers of each stack. */
function advice(held: readonly Snapshot[]): Html | undefined {
  const stale = held.filter((snapshot) => snapshot.stale);
  if (stale.length === 0) return undefined;
  const stacks = [...new Set(stale.flatMap(({ caller }) => ownerOf(caller)?.stack ?? []))].sort();
  const commands = stacks.map(
    (stack, index) => html`${index === 0 ? ": " : " and "}<code>npm run pulumi -- up --stack ${stack}</code>`,
  );
  return html`<p class="advice">A <strong>stale</strong> caller still uses the snapshot that it received when it was last published. It uses the published version of the module after it is republished${commands}.</p>`;
}

/** A flow with the snapshots that it holds and its call routes. */
interface ListedFlow {
  readonly flow: FlowRow;
  readonly held: readonly Snapshot[];
  readonly routes: readonly CallRoute[];
}

/** The words of a flow that the list's filter searches. */
function wordsOf({ flow, routes }: ListedFlow): string {
  const owner = ownerOf(flow);
  const words = [flow.name, typeTitle(flow.type), ...(owner ? [stackText(owner)] : []), ...numbersIn(routes).keys()];
  return words.join(" ").toLowerCase();
}

/**
 * All flows as `flowctl verify` reports them: version, modules held, numbers, draft, and the holder of the checkout
 * lock.
 */
function flowList(store: Store, flows: readonly ListedFlow[]): Html {
  const columns: Column<ListedFlow>[] = [
    {
      title: "Flow",
      heads: true,
      cell: ({ flow }) => html`${flowLink(flow)} <small>${typeTitle(flow.type)}</small>`,
    },
    { title: "Stack", class: "stack", cell: ({ flow }) => stackCell(flow) },
    { title: "Published", class: "short", cell: ({ flow }) => published(store, flow) },
    { title: "Modules held", class: "held", cell: ({ held }) => modules(held) },
    { title: "Numbers", class: "short", cell: ({ routes }) => numbersCell(routes) },
    { title: "Checked out by", cell: ({ flow }) => checkedOutBy(flow) },
  ];
  return table({ id: "flow-table", labelledBy: "flows", columns, groups: [flows], words: wordsOf });
}

function published(store: Store, flow: FlowRow): Html {
  const version = versionOf(store, flow.id, flow.publishedVersion);
  const state = html`${draft(flow)}${!flow.active && html` <span class="note">inactive</span>`}`;
  if (!version) return html`<span class="none">never</span>${state}`;
  return html`<span class="version">${versionText(version.version)}</span>${state} <small>${authorNameOf(version.author)}, ${moment(version.publishedAt)}</small>`;
}

function modules(held: readonly Snapshot[]): Html | undefined {
  const staleFirst = held.toSorted((a, b) => Number(b.stale) - Number(a.stale));
  return lines(
    staleFirst.map(
      ({ source, held: version, stale }) =>
        html`${source.name} <span class="version">${versionText(version)}</span>${stale && html` ${staleMark}`}`,
    ),
  );
}

function draft(flow: FlowRow): Html | undefined {
  const version = draftOf(flow);
  return version === undefined
    ? undefined
    : html` <a class="note" href="${versionPath(flow.id, version)}">draft ${versionText(version)}</a>`;
}
