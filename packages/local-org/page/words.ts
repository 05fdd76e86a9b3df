import { type Html, html } from "@genesys-flows/architect/html";
import { type Author, authorName } from "../flows/author.ts";
import { type ReferenceKindInfo, referenceKinds } from "../flows/document/reference-kinds.ts";
import { flowKindOf, type KeptFlowType } from "../flows/flow-kinds.ts";
import { type FlowRow, lockHolder } from "../flows/flow-table.ts";
import { formatVersion } from "../flows/version-table.ts";
import { own } from "../own.ts";
import { nounOf } from "../resources/references.ts";

export function authorNameOf(json: string): string {
  return authorName(JSON.parse(json) as Author);
}

/** A time in UTC; the script shows it in the reader's own time zone. */
export function moment(at: number | string | null | undefined): Html {
  if (at === null || at === undefined) return html`<span class="none">never</span>`;
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

export function typeTitle(type: KeptFlowType): string {
  return flowKindOf(type).title;
}

export function versionLink(flowId: string, version: number): Html {
  return html`<a class="version" href="${versionPath(flowId, version)}">${versionText(version)}</a>`;
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

export function comparePath(id: string, from: number, to: number | null): string {
  return `${flowPath(id)}/compare?from=${versionText(from)}&to=${versionText(to)}`;
}

export function objectPath(kind: string, id: string): string {
  return kind === "flow" ? flowPath(id) : `/objects/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`;
}

export function objectLink({ kind, id, name }: { kind: string; id: string; name: string }): Html {
  return html`<a href="${objectPath(kind, id)}">${name}</a>`;
}

export function flowLink({ id, name }: FlowRow): Html {
  return objectLink({ kind: "flow", id, name });
}

/** The display name of a kind in the directory, such as `schedule group` for `scheduleGroup`. */
export function kindTitle(kind: string): string {
  return (
    own(TITLES, kind) ?? own(referenceKinds as Readonly<Record<string, ReferenceKindInfo>>, kind)?.noun ?? nounOf(kind)
  );
}

const TITLES: Readonly<Record<string, string>> = { ivr: "IVR", didPool: "DID pool" };

/** The person or client that has the flow checked out; undefined if nobody has. */
export function checkedOutBy(flow: FlowRow): Html | undefined {
  const holder = lockHolder(flow);
  return holder && mark("locked", authorName(holder));
}

/** The saved version that `flowctl verify` reports as a draft; undefined if the saved version is published. */
export function draftOf({ savedVersion, publishedVersion }: FlowRow): number | undefined {
  return savedVersion === null || savedVersion === publishedVersion ? undefined : savedVersion;
}

const SHAPES = { current: "●", stale: "▲", refused: "▲", failed: "✕", locked: "■" } as const;

/** A state as a word with a shape, so that colour is not the only cue. */
export function mark(state: keyof typeof SHAPES, word: string | number): Html {
  return html`<span class="mark ${state}"><b aria-hidden="true">${SHAPES[state]}</b> ${word}</span>`;
}

export const staleMark = mark("stale", "STALE");

/** Maximum number of entries that are shown unfolded. */
const OPEN = 40;

/** A list, folded if it is long. */
export function folded(o: { length: number; list: Html; summary?: string }): Html {
  const { length, list, summary = "Show all" } = o;
  return length > OPEN ? html`<details><summary>${summary}</summary>${list}</details>` : list;
}

/** The first entries of a list that has more than `most` entries, and the number of remaining entries. */
export function firstOf<T>(entries: readonly T[], most: number): { shown: readonly T[]; left: number } {
  const shown = entries.length > most ? entries.slice(0, most - 1) : entries;
  return { shown, left: entries.length - shown.length };
}

const MOST_LINES = 4;

/** Entries below each other; for a long list, the first entries and the number of remaining ones. */
export function lines(entries: readonly Html[]): Html | undefined {
  if (entries.length === 0) return undefined;
  const { shown, left } = firstOf(entries, MOST_LINES);
  return html`<ul class="lines">${shown.map((entry) => html`<li>${entry}</li>`)}${left > 0 && html`<li class="none">and ${left} more</li>`}</ul>`;
}
