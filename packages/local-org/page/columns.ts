import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import type { Usage } from "../directory.ts";
import { consumersOf } from "../flows/dependency-table.ts";
import { type FlowRow, flowById } from "../flows/flow-table.ts";
import { type Snapshot, staleSince } from "../flows/snapshots.ts";
import type { Context } from "../http/route.ts";
import type { CallRoute, RouteTime } from "../services/call-routes.ts";
import type { Store } from "../store/store.ts";
import { stackCell } from "./ownership.ts";
import type { Column, Table } from "./table.ts";
import {
  checkedOutBy,
  comparePath,
  folded,
  kindTitle,
  lines,
  mark,
  moment,
  objectLink,
  staleMark,
  typeTitle,
  versionLink,
  versionText,
} from "./words.ts";

/** The version of a snapshot and, if it is stale, since when. */
export function snapshotColumns(store: Store): Column<Snapshot>[] {
  const since = new Map<string, number | undefined>();
  const sinceOf = (source: FlowRow): number | undefined => {
    if (!since.has(source.id)) since.set(source.id, staleSince(store, source));
    return since.get(source.id);
  };
  return [
    {
      title: "Version held",
      class: "short",
      cell: ({ source, held, stale }) =>
        html`${versionLink(source.id, held)} ${stale ? staleMark : mark("current", "current")}`,
    },
    {
      title: "Published",
      cell: ({ source }) => html`<span class="version">${versionText(source.publishedVersion)}</span>`,
    },
    {
      title: "Stale since",
      class: "short",
      cell: ({ source, held, stale }) =>
        stale
          ? html`${moment(sinceOf(source))} <small><a href="${comparePath(source.id, held, source.publishedVersion)}">missing changes</a></small>`
          : undefined,
    },
  ];
}

/** The columns that `flowctl verify --module` lists for a caller, after its name. */
export function callerColumns(store: Store): Column<Snapshot>[] {
  return [
    { title: "Type", class: "short", cell: ({ caller }) => html`${typeTitle(caller.type)}` },
    { title: "Stack", class: "stack", cell: ({ caller }) => stackCell(caller) },
    ...snapshotColumns(store).filter(({ title }) => title !== "Published"),
    { title: "Checked out by", cell: ({ caller }) => checkedOutBy(caller) },
  ];
}

/** A user of an object: a flow with the version that uses it, or another object. */
export interface User extends Usage {
  readonly flow?: FlowRow;
  /** The flow's published version if it uses the object, otherwise its checked-in version. */
  readonly version?: number;
}

/** Users of an object according to the organisation's dependency tracking, flows first, without the object itself. */
export function usagesOf({ directory }: Pick<Context, "directory">, kind: string, id: string): Usage[] {
  const users = directory.usages(kind, id).filter((user) => user.id !== id);
  return [...users.filter((user) => user.kind === "flow"), ...users.filter((user) => user.kind !== "flow")];
}

export function usersOf(store: Store, id: string, usages: readonly Usage[]): User[] {
  const versions = Map.groupBy(usages.length === 0 ? [] : consumersOf(store, id), ({ flowId }) => flowId);
  return usages.map((user): User => {
    const flow = user.kind === "flow" ? flowById(store, user.id) : undefined;
    if (!flow) return user;
    const using = versions.get(flow.id)?.map(({ version }) => version) ?? [];
    const version = [flow.publishedVersion, flow.checkedInVersion].find((one) => one !== null && using.includes(one));
    return { ...user, flow, ...(version != null && { version }) };
  });
}

export const userColumns: readonly Column<User>[] = [
  { title: "Name", heads: true, cell: objectLink },
  { title: "Kind", class: "short", cell: ({ kind, flow }) => html`${flow ? typeTitle(flow.type) : kindTitle(kind)}` },
  { title: "Stack", class: "stack", cell: ({ flow }) => flow && stackCell(flow) },
  {
    title: "In version",
    class: "short",
    cell: ({ flow, version }) =>
      version === undefined
        ? undefined
        : html`<span class="version">${versionText(version)}</span>${version !== flow?.publishedVersion && html` <span class="note">checked in, not published</span>`}`,
  },
  { title: "Checked out by", cell: ({ flow }) => flow && checkedOutBy(flow) },
];

/** Each number of some routes once, with the times at which it routes to the flow. */
export function numbersIn(routes: readonly CallRoute[]): Map<string, readonly RouteTime[]> {
  const found = new Map<string, readonly RouteTime[]>();
  for (const { numbers, times } of routes)
    for (const number of numbers) found.set(number, [...new Set([...(found.get(number) ?? []), ...times])]);
  return found;
}

/** The numbers of a flow for a cell, by the times at which they route to it. */
export function numbersCell(routes: readonly CallRoute[]): Html | undefined {
  const byTimes = Map.groupBy(numbersIn(routes), ([, times]) => times.join(", "));
  if (byTimes.size === 0) return undefined;
  return html`${[...byTimes].map(
    ([times, numbers]) =>
      html`${lines(numbers.map(([number]) => html`<span class="version">${number}</span>`))}${times !== "always" && html`<small>${times}</small>`}`,
  )}`;
}

/** The IVRs that route to a flow, with their numbers and times. */
const routeColumns: readonly Column<CallRoute>[] = [
  { title: "IVR", heads: true, spans: true, cell: ({ ivr }) => objectLink({ ...ivr, kind: "ivr" }) },
  {
    title: "Numbers",
    spans: true,
    cell: ({ numbers }) =>
      numbers.length === 0
        ? html`<span class="none">no number</span>`
        : folded({
            length: numbers.length,
            list: html`<ul class="row">${numbers.map((number) => html`<li class="version">${number}</li>`)}</ul>`,
            summary: count(numbers.length, "number"),
          }),
  },
  { title: "When", cell: ({ times, group }) => html`${times.join(", ")}${group && html`, by ${groupLink(group)}`}` },
];

/** Routes by IVR, with the flow on pages of other objects. */
export function routeTable(
  store: Store,
  routes: readonly CallRoute[],
  o: { withFlow: boolean },
): Pick<Table<CallRoute>, "columns" | "groups"> {
  const flow: Column<CallRoute> = {
    title: "Flow",
    cell: ({ flowId }) => objectLink({ kind: "flow", id: flowId, name: flowById(store, flowId)?.name ?? flowId }),
  };
  const groups = [...Map.groupBy(routes, ({ ivr }) => ivr.id).values()];
  return { columns: o.withFlow ? [...routeColumns, flow] : routeColumns, groups };
}

function groupLink({ kind, resource }: NonNullable<CallRoute["group"]>): Html {
  return html`${objectLink({ ...resource, kind })}${resource.document["enabled"] === true && html` <span class="note">enabled</span>`}`;
}
