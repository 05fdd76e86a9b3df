import type { FlowRow } from "../../flows/flow-table.ts";
import type { Snapshot } from "../../flows/snapshots.ts";
import { type Html, html } from "../html.ts";
import { flowPath, versionText } from "../words.ts";

/** Whether a snapshot is the module's published version: in words, with a shape. */
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

/** Whether everything that one caller holds is what is published. */
export function currency(held: readonly Snapshot[]): Html {
  if (held.length === 0) return html`<span class="none">none</span>`;
  const stale = held.filter((snapshot) => snapshot.stale);
  if (stale.length === 0) return html`${currencyMark(false)} (${held.length})`;
  return html`${currencyMark(true)} ${stale.length} of ${held.length}`;
}
