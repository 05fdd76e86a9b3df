import { type Html, html } from "@genesys-flows/architect/html";
import { dependenciesOf } from "../flows/dependency-table.ts";
import { type FlowRow, requireFlow } from "../flows/flow-table.ts";
import { presentFlows, type Snapshot, snapshots } from "../flows/snapshots.ts";
import { type VersionRow, versionsOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { own } from "../own.ts";
import { compareForm } from "./compare-page.ts";
import { diagram } from "./diagram.ts";
import type { Page } from "./frame.ts";
import {
  authorNameOf,
  currencyMark,
  flowPath,
  lack,
  lockText,
  managedBy,
  moment,
  typeTitle,
  versionPath,
  versionText,
  withoutMark,
} from "./words.ts";

/** `/flows/{flowId}`: facts, snapshots that it holds, flows that hold it, its versions, the diagram of the published one. */
export function flowPage(context: Context): Page {
  const { store, params } = context;
  const flow = requireFlow(store, params["flowId"], { deletedToo: true });
  const versions = versionsOf(store, flow.id);
  const held = snapshots(store, presentFlows(store));
  const shown = flow.publishedVersion ?? flow.savedVersion;
  return {
    kicker: typeTitle(flow.type),
    title: flow.name,
    body: html`
${facts(context, flow, versions)}
${uses(context, flow, held)}
${holders(flow, held)}
<section aria-labelledby="versions"><h2 id="versions">Versions</h2>
${versions.length === 0 ? html`<p class="none">No version yet.</p>` : versionTable(flow, versions)}
${versions.length > 1 && compareForm(flow, versions)}
</section>
${shown !== null && diagram(context, flow, shown)}`,
  };
}

function facts({ directory }: Context, flow: FlowRow, versions: readonly VersionRow[]): Html {
  const published = versions.find(({ version }) => version === flow.publishedVersion);
  const division = directory.get("division", flow.divisionId ?? "")?.name;
  const [description, manager] = [withoutMark(flow.description), managedBy(flow.description)];
  return html`${flow.deleted === 1 && html`<p class="advice">This flow is deleted.</p>`}
${description !== undefined && html`<p class="description">${description}</p>`}
<dl class="facts">
<div><dt>Published</dt><dd>${published ? html`<span class="version">${versionText(published.version)}</span> by ${authorNameOf(published.author)}, ${moment(published.publishedAt)}` : html`<span class="none">never</span>`}</dd></div>
${manager !== undefined && html`<div><dt>Managed by</dt><dd><code>${manager}</code></dd></div>`}
<div><dt>Lock</dt><dd>${lockText(flow)}</dd></div>
${division && html`<div><dt>Division</dt><dd>${division}</dd></div>`}
${!flow.active && html`<div><dt>State</dt><dd>inactive</dd></div>`}
<div><dt>Id</dt><dd><code>${flow.id}</code></dd></div>
</dl>`;
}

function uses({ store }: Context, flow: FlowRow, held: readonly Snapshot[]): Html | undefined {
  const version = flow.publishedVersion;
  const dependencies = version === null ? [] : dependenciesOf(store, flow.id, version);
  if (dependencies.length === 0) return undefined;
  const own = held.filter(({ caller }) => caller.id === flow.id);
  return html`<section aria-labelledby="uses"><h2 id="uses">What version ${versionText(version)} uses</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="uses"><table><thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Holds</th><th scope="col">Published</th><th scope="col">Snapshot</th></tr></thead><tbody>${dependencies.map(
    ({ objectId, objectName, objectType, objectVersion }) => {
      const snapshot = own.find(({ source }) => source.id === objectId);
      return html`<tr${snapshot?.stale && html` class="stale"`}><th scope="row">${snapshot ? html`<a href="${flowPath(objectId)}">${snapshot.source.name}</a>` : objectName}</th><td>${kindTitle(objectType)}</td>
<td>${objectVersion === null ? "" : html`<span class="version">${versionText(objectVersion)}</span>`}</td>
<td>${snapshot ? html`<span class="version">${versionText(snapshot.source.publishedVersion)}</span>` : ""}</td>
<td class="short">${snapshot && currencyMark(snapshot.stale)}${snapshot?.stale && lack(snapshot.source, snapshot.held)}</td></tr>`;
    },
  )}</tbody></table></div></section>`;
}

function holders(flow: FlowRow, held: readonly Snapshot[]): Html | undefined {
  const callers = held.filter(({ source }) => source.id === flow.id);
  if (callers.length === 0) return undefined;
  return html`<section aria-labelledby="holders"><h2 id="holders">Flows that hold it</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="holders"><table><thead><tr><th scope="col">Caller</th><th scope="col">Type</th><th scope="col">Holds</th><th scope="col">Snapshot</th></tr></thead><tbody>${callers.map(
    ({
      caller,
      held: version,
      stale,
    }) => html`<tr${stale && html` class="stale"`}><th scope="row"><a href="${flowPath(caller.id)}">${caller.name}</a></th><td>${typeTitle(caller.type)}</td>
<td><a class="version" href="${versionPath(flow.id, version)}">${versionText(version)}</a></td><td class="short">${currencyMark(stale)}${stale && lack(flow, version)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

const KINDS = { PUBLISH: "published", CHECKIN: "checked in", SAVE: "saved" } as const;

function versionTable(flow: FlowRow, versions: readonly VersionRow[]): Html {
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="versions"><table><thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">By</th><th scope="col">When</th><th scope="col">Difference</th></tr></thead><tbody>${versions.map(
    ({ version, kind, author, savedAt, publishedAt, checkedInAt }, index) => {
      const before = versions[index + 1];
      return html`<tr><th scope="row"><a class="version" href="${versionPath(flow.id, version)}">${versionText(version)}</a></th>
<td>${KINDS[kind]}${version === flow.publishedVersion && html` <strong class="note">in use</strong>`}</td><td>${authorNameOf(author)}</td>
<td>${moment(publishedAt ?? checkedInAt ?? savedAt)}</td>
<td>${before ? html`<a href="${flowPath(flow.id)}/compare?from=${versionText(before.version)}&amp;to=${versionText(version)}">from ${versionText(before.version)}</a>` : html`<span class="none">first</span>`}</td></tr>`;
    },
  )}</tbody></table></div>`;
}

function kindTitle(type: string): string {
  return own(TITLES, type) ?? type.toLowerCase();
}

const TITLES: Readonly<Record<string, string>> = {
  COMMONMODULEFLOW: "common module",
  BOTFLOW: "bot flow",
  DIGITALBOTFLOW: "digital bot flow",
  DATAACTION: "data action",
  DATATABLE: "data table",
  SCHEDULEGROUP: "schedule group",
  EMERGENCYGROUP: "emergency group",
  USERPROMPT: "prompt",
  SYSTEMPROMPT: "system prompt",
  ACDSKILL: "skill",
  ACDLANGUAGE: "language",
  ACDWRAPUPCODE: "wrap-up code",
  INBOUNDCALLFLOW: "inbound call flow",
  INQUEUECALLFLOW: "in-queue call flow",
  FLOWOUTCOME: "flow outcome",
  FLOWMILESTONE: "flow milestone",
};
