import { type Html, html } from "@genesys-flows/architect/html";
import type { FlowRow } from "../flows/flow-table.ts";
import type { Snapshot } from "../flows/snapshots.ts";
import { versionOf } from "../flows/version-table.ts";
import type { CallRoute } from "../services/call-routes.ts";
import type { Store } from "../store/store.ts";
import { numbersCell, numbersIn } from "./numbers.ts";
import { ownerOf, stackCell, stackText } from "./ownership.ts";
import { type Column, table } from "./table.ts";
import {
  authorNameOf,
  checkedOutBy,
  draftOf,
  lines,
  moment,
  objectLink,
  staleMark,
  typeTitle,
  versionPath,
  versionText,
} from "./words.ts";

/** A flow with what it holds, and how calls reach it. */
export interface ListedFlow {
  readonly flow: FlowRow;
  readonly held: readonly Snapshot[];
  readonly routes: readonly CallRoute[];
}

/** What a filter of the list looks at. */
export function wordsOf({ flow, routes }: ListedFlow): string {
  const owner = ownerOf(flow);
  const words = [flow.name, typeTitle(flow.type), ...(owner ? [stackText(owner)] : []), ...numbersIn(routes).keys()];
  return words.join(" ").toLowerCase();
}

/** All flows as `flowctl verify` judges them: version, modules held, numbers, draft, who has them checked out. */
export function flowList(store: Store, flows: readonly ListedFlow[]): Html {
  return table({ id: "flow-table", labelledBy: "flows", columns: flowColumns(store), groups: [flows], words: wordsOf });
}

function flowColumns(store: Store): Column<ListedFlow>[] {
  return [
    {
      title: "Flow",
      heads: true,
      cell: ({ flow }) => html`${objectLink({ ...flow, kind: "flow" })} <small>${typeTitle(flow.type)}</small>`,
    },
    { title: "Stack", class: "stack", cell: ({ flow }) => stackCell(flow) },
    { title: "Published", class: "short", cell: ({ flow }) => published(store, flow) },
    { title: "Modules held", class: "held", cell: ({ held }) => modules(held) },
    { title: "Numbers", class: "short", cell: ({ routes }) => numbersCell(routes) },
    { title: "Checked out by", cell: ({ flow }) => checkedOutBy(flow) },
  ];
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
