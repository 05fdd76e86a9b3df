import type { FlowRow } from "../../flows/flow-table.ts";
import type { Snapshot } from "../../flows/snapshots.ts";
import { stackOf } from "../flow/ownership.ts";
import { type Html, html } from "../html.ts";
import { flowPath, typeTitle, versionText } from "../words.ts";
import { currencyMark, lack } from "./currency.ts";

const EMBEDDED: ReadonlySet<string> = new Set(["commonModule", "botFlow", "digitalBot"]);

/** Every module and bot with its callers, the version that each holds, and whether that is the published one. */
export function moduleTable(flows: readonly FlowRow[], held: readonly Snapshot[]): Html {
  const sources = flows.filter(({ id, type }) => EMBEDDED.has(type) || held.some(({ source }) => source.id === id));
  if (sources.length === 0) return html`<p class="none">There are no modules.</p>`;
  const stale = held.some((snapshot) => snapshot.stale);
  return html`${
    stale &&
    html`<p class="advice">A <strong>stale</strong> caller still runs the copy that it took when it was published. It takes the module's published version when it is published again${updates(held)}.</p>`
  }
<div class="wide" tabindex="0" role="region" aria-labelledby="modules"><table class="modules">
<thead><tr><th scope="col">Module</th><th scope="col">Published</th><th scope="col">Caller</th><th scope="col">Holds</th><th scope="col">Snapshot</th></tr></thead>
${[...sources]
  .sort((a, b) => rank(b, held) - rank(a, held))
  .map((source) =>
    moduleRows(
      source,
      held.filter((snapshot) => snapshot.source.id === source.id),
    ),
  )}
</table></div>`;
}

/** The command that publishes the stale callers, for each stack that manages some of them. */
function updates(held: readonly Snapshot[]): Html[] {
  const stacks = new Set(held.flatMap(({ caller, stale }) => (stale ? (stackOf(caller.description) ?? []) : [])));
  return [...stacks].map(
    (stack, index) => html`${index === 0 ? ": " : " and "}<code>npm run pulumi -- up --stack ${stack}</code>`,
  );
}

/** Modules with stale callers come first, those that nobody calls last; else by name. */
function rank(source: FlowRow, held: readonly Snapshot[]): number {
  const callers = held.filter((snapshot) => snapshot.source.id === source.id);
  return callers.some(({ stale }) => stale) ? 2 : callers.length > 0 ? 1 : 0;
}

function moduleRows(source: FlowRow, callers: readonly Snapshot[]): Html {
  const rows = Math.max(1, callers.length);
  const sorted = [...callers].sort(
    (a, b) => Number(b.stale) - Number(a.stale) || a.caller.name.localeCompare(b.caller.name, "en"),
  );
  const head = html`<th scope="rowgroup" rowspan="${rows}"><a href="${flowPath(source.id)}">${source.name}</a> <small>${typeTitle(source.type)}</small></th>
<td rowspan="${rows}"><span class="version">${versionText(source.publishedVersion)}</span></td>`;
  if (sorted.length === 0)
    return html`<tbody><tr>${head}<td colspan="3"><span class="none">nobody calls it</span></td></tr></tbody>`;
  return html`<tbody>${sorted.map(
    ({ caller, held, stale }, index) => html`<tr${stale && html` class="stale"`}>${index === 0 && head}
<td><a href="${flowPath(caller.id)}">${caller.name}</a></td>
<td><span class="version">${versionText(held)}</span></td>
<td class="short">${currencyMark(stale)}${stale && lack(source, held)}</td></tr>`,
  )}</tbody>`;
}
