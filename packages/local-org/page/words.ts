import { type Html, html } from "@genesys-flows/architect/html";
import { type Author, authorName } from "../flows/author.ts";
import { flowKindOf, type KeptFlowType } from "../flows/flow-kinds.ts";
import { type FlowRow, lockHolder } from "../flows/flow-table.ts";
import type { Snapshot } from "../flows/snapshots.ts";
import { formatVersion } from "../flows/version-table.ts";

/** The same from a version's JSON. */
export function authorNameOf(json: string): string {
  return authorName(JSON.parse(json) as Author);
}

/** A moment in UTC; the script shows it in the reader's own time. */
export function moment(at: number | string | null | undefined): Html {
  if (at === null || at === undefined) return html`<span class="none">never</span>`;
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

export function typeTitle(type: KeptFlowType): string {
  return flowKindOf(type).title;
}

export function versionText(version: number | null): string {
  return version === null ? "—" : formatVersion(version);
}

export function flowPath(id: string): string {
  return `/flows/${encodeURIComponent(id)}`;
}

export function versionPath(id: string, version: number): string {
  return `${flowPath(id)}/versions/${formatVersion(version)}`;
}

/** Holder of the flow's lock, and since when, unless `brief`. */
export function lockText(flow: FlowRow, o: { brief?: boolean } = {}): Html {
  const holder = lockHolder(flow);
  if (!holder) return html`<span class="none">free</span>`;
  return html`<span class="mark locked"><b aria-hidden="true">■</b> locked by ${authorName(holder)}</span>${!o.brief && html`, since ${moment(flow.lockedSince)}`}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

const MARK = /(?:^|\n)managed by (\S+) [0-9a-f]{64}\s*$/;

/** Which resource of which stack manages a flow, `<project>/<stack>/<key>`, by the last line of its description. */
export function managedBy(description: string | null | undefined): string | undefined {
  return MARK.exec(description ?? "")?.[1];
}

/** The stack that manages a flow. */
export function stackOf(description: string | null | undefined): string | undefined {
  return managedBy(description)?.split("/")[1];
}

/** The description without that line; undefined when it has nothing else. */
export function withoutMark(description: string | null | undefined): string | undefined {
  return description?.replace(MARK, "").trim() || undefined;
}

/** Whether a snapshot is the module's published version: as a word with a shape. */
export function currencyMark(stale: boolean): Html {
  return stale
    ? html`<span class="mark stale"><b aria-hidden="true">▲</b> STALE</span>`
    : html`<span class="mark current"><b aria-hidden="true">●</b> current</span>`;
}

/** Link to the difference between the version that a stale caller holds and the one that is published. */
export function lack(source: FlowRow, held: number): Html {
  const between = `from=${versionText(held)}&to=${versionText(source.publishedVersion)}`;
  return html` <a href="${flowPath(source.id)}/compare?${between}">what it lacks</a>`;
}

/** Whether all snapshots of a caller are the published versions. */
export function currency(held: readonly Snapshot[]): Html {
  if (held.length === 0) return html`<span class="none">none</span>`;
  const stale = held.filter((snapshot) => snapshot.stale);
  if (stale.length === 0) return html`${currencyMark(false)} (${held.length})`;
  return html`${currencyMark(true)} ${stale.length} of ${held.length}`;
}
