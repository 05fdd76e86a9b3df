import { type Html, html } from "@genesys-flows/architect/html";
import type { FlowRow } from "../flows/flow-table.ts";
import { type Snapshot, staleFirst } from "../flows/snapshots.ts";
import type { Store } from "../store/store.ts";
import { callerColumns, EMBEDDED } from "./callers.ts";
import { ownerOf } from "./ownership.ts";
import { type Column, table } from "./table.ts";
import { count, flowPath, objectLink, typeTitle, versionText } from "./words.ts";

/** Of a module with more callers, as many are listed; its page lists all. */
const MOST_CALLERS = 12;

interface Row {
  readonly source: FlowRow;
  readonly caller?: Snapshot;
  /** Callers that are not listed. */
  readonly others?: readonly Snapshot[];
}

/** Every module and bot with its callers and the version that each holds: those with stale callers first, those without callers last. */
export function moduleList(store: Store, flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
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
  const shown = sorted.length > MOST_CALLERS ? sorted.slice(0, MOST_CALLERS - 1) : sorted;
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
        html`${objectLink({ ...source, kind: "flow" })} <small>${typeTitle(source.type)}</small> <small>${source.publishedVersion === null ? "not published" : html`published ${versionText(source.publishedVersion)}`}</small>`,
    },
    { title: "Caller", class: "name", cell: (row) => callerCell(row) },
    ...callerColumns(store).map(
      ({ cell, ...column }): Column<Row> => ({ ...column, cell: ({ caller }) => caller && cell(caller) }),
    ),
  ];
}

function callerCell({ source, caller, others = [] }: Row): Html {
  if (caller) return objectLink({ ...caller.caller, kind: "flow" });
  if (others.length === 0) return html`<span class="none">no callers</span>`;
  const stale = others.filter((other) => other.stale).length;
  return html`<a href="${flowPath(source.id)}#callers">${count(others.length, "more caller")}</a>, ${stale > 0 ? `${stale} stale` : "all current"}`;
}

/** What a stale caller is, and the commands that publish those of each stack again. */
function advice(held: readonly Snapshot[]): Html | undefined {
  const stale = held.filter((snapshot) => snapshot.stale);
  if (stale.length === 0) return undefined;
  const stacks = [...new Set(stale.flatMap(({ caller }) => ownerOf(caller)?.stack ?? []))].sort();
  const commands = stacks.map(
    (stack, index) => html`${index === 0 ? ": " : " and "}<code>npm run pulumi -- up --stack ${stack}</code>`,
  );
  return html`<p class="advice">A <strong>stale</strong> caller still runs the snapshot from when it was published. It uses the module's published version once it is republished${commands}.</p>`;
}
