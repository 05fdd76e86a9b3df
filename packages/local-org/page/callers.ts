import { html } from "@genesys-flows/architect/html";
import type { FlowRow } from "../flows/flow-table.ts";
import { type Snapshot, staleSince } from "../flows/snapshots.ts";
import type { Store } from "../store/store.ts";
import { stackCell } from "./ownership.ts";
import type { Column } from "./table.ts";
import { checkedOutBy, currencyMark, lack, moment, typeTitle, versionPath, versionText } from "./words.ts";

/** Types of flows of which callers hold snapshots. */
export const EMBEDDED: ReadonlySet<string> = new Set(["commonModule", "botFlow", "digitalBot"]);

/** Which version a snapshot is of, and since when it is stale. */
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
        html`<a class="version" href="${versionPath(source.id, held)}">${versionText(held)}</a> ${currencyMark(stale)}`,
    },
    {
      title: "Published",
      cell: ({ source }) => html`<span class="version">${versionText(source.publishedVersion)}</span>`,
    },
    {
      title: "Stale since",
      class: "short",
      cell: ({ source, held, stale }) =>
        stale ? html`${moment(sinceOf(source))} <small>${lack(source, held)}</small>` : undefined,
    },
  ];
}

/** What `flowctl verify --module` lists of a caller, after its name. */
export function callerColumns(store: Store): Column<Snapshot>[] {
  return [
    { title: "Type", class: "short", cell: ({ caller }) => html`${typeTitle(caller.type)}` },
    { title: "Stack", class: "stack", cell: ({ caller }) => stackCell(caller) },
    ...snapshotColumns(store).filter(({ title }) => title !== "Published"),
    { title: "Checked out by", cell: ({ caller }) => checkedOutBy(caller) },
  ];
}
