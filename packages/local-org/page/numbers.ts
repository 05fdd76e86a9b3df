import { type Html, html } from "@genesys-flows/architect/html";
import { flowById } from "../flows/flow-table.ts";
import type { CallRoute, RouteTime } from "../services/call-routes.ts";
import type { Store } from "../store/store.ts";
import type { Column } from "./table.ts";
import { count, folded, lines, objectLink } from "./words.ts";

/** Each number of some routes once, with the times at which it leads there. */
export function numbersIn(routes: readonly CallRoute[]): Map<string, readonly RouteTime[]> {
  const found = new Map<string, readonly RouteTime[]>();
  for (const { numbers, times } of routes)
    for (const number of numbers) found.set(number, [...new Set([...(found.get(number) ?? []), ...times])]);
  return found;
}

/** The numbers of a flow for a cell, by the times at which they lead to it. */
export function numbersCell(routes: readonly CallRoute[]): Html | undefined {
  const byTimes = Map.groupBy(numbersIn(routes), ([, times]) => times.join(", "));
  if (byTimes.size === 0) return undefined;
  return html`${[...byTimes].map(
    ([times, numbers]) =>
      html`${lines(numbers.map(([number]) => html`<span class="version">${number}</span>`))}${times !== "always" && html`<small>${times}</small>`}`,
  )}`;
}

/** Which IVR, with which numbers, leads to a flow, and when. */
export const routeColumns: readonly Column<CallRoute>[] = [
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

/** The same with the flow; for pages of other objects. */
export function routeColumnsWithFlow(store: Store): Column<CallRoute>[] {
  return [
    ...routeColumns,
    {
      title: "Flow",
      cell: ({ flowId }) => objectLink({ kind: "flow", id: flowId, name: flowById(store, flowId)?.name ?? flowId }),
    },
  ];
}

function groupLink({ kind, resource }: NonNullable<CallRoute["group"]>): Html {
  return html`${objectLink({ ...resource, kind })}${resource.document["enabled"] === true && html` <span class="note">enabled</span>`}`;
}
