import { type Author, authorName } from "../flows/author.ts";
import { flowKindOf, type KeptFlowType } from "../flows/flow-kinds.ts";
import { type FlowRow, lockHolder } from "../flows/flow-table.ts";
import { formatVersion } from "../flows/version-table.ts";
import { type Html, html } from "./html.ts";

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

/** Who holds the flow's lock; since when, unless briefly. */
export function lockText(flow: FlowRow, o: { brief?: boolean } = {}): Html {
  const holder = lockHolder(flow);
  if (!holder) return html`<span class="none">free</span>`;
  return html`<span class="mark locked"><b aria-hidden="true">■</b> locked by ${authorName(holder)}</span>${!o.brief && html`, since ${moment(flow.lockedSince)}`}`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
