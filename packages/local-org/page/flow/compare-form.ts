import type { FlowRow } from "../../flows/flow-table.ts";
import type { VersionRow } from "../../flows/version-table.ts";
import { type Html, html } from "../html.ts";
import { flowPath, versionText } from "../words.ts";

/** Chooses two versions; the two latest unless told. */
export function compareForm(
  flow: FlowRow,
  versions: readonly VersionRow[],
  chosen?: { from: number; to: number },
): Html {
  const { from = versions[1]?.version, to = versions[0]?.version } = chosen ?? {};
  const choice = (name: string, label: string, selected: number | undefined): Html =>
    html`<label for="${name}">${label}</label> <select id="${name}" name="${name}">${versions.map(
      ({ version }) => html`<option${version === selected && html` selected`}>${versionText(version)}</option>`,
    )}</select>`;
  return html`<form class="compare" action="${flowPath(flow.id)}/compare">${choice("from", "Compare version", from)} ${choice("to", "with", to)} <button>Show the difference</button></form>`;
}
