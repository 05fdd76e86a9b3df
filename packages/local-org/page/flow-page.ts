import { type Html, html } from "@genesys-flows/architect/html";
import { trackedTypes } from "../dependencies/query.ts";
import { usedObject } from "../dependencies/tracking.ts";
import type { Entry } from "../directory.ts";
import { type DependencyRow, dependenciesOf } from "../flows/dependency-table.ts";
import { type FlowRow, requireFlow } from "../flows/flow-table.ts";
import { heldBy, holdersOf, type Snapshot } from "../flows/snapshots.ts";
import { type VersionRow, versionsOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { callRoutes } from "../services/call-routes.ts";
import { callerColumns, EMBEDDED, snapshotColumns } from "./callers.ts";
import { compareForm } from "./compare-page.ts";
import { diagram } from "./diagram.ts";
import type { Page } from "./frame.ts";
import { routeColumns } from "./numbers.ts";
import { ownerOf, stackText, withoutMark } from "./ownership.ts";
import { type Column, table } from "./table.ts";
import { usagesOf, userColumns, usersOf } from "./users.ts";
import {
  authorNameOf,
  checkedOutBy,
  draftOf,
  flowPath,
  moment,
  objectLink,
  typeTitle,
  versionPath,
  versionText,
} from "./words.ts";

/** `/flows/{flowId}`: facts, numbers, callers, what it uses with the versions that it holds, its versions, the diagram of the published one. */
export function flowPage(context: Context): Page {
  const { store, params } = context;
  const flow = requireFlow(store, params["flowId"], { deletedToo: true });
  const versions = versionsOf(store, flow.id);
  const held = holdersOf(store, flow);
  const shown = flow.publishedVersion ?? flow.savedVersion;
  return {
    kicker: typeTitle(flow.type),
    title: flow.name,
    body: html`
${facts(context, flow, versions)}
${entrances(context, flow)}
${callers(context, flow, held)}
${others(context, flow, held)}
${uses(context, flow)}
<section aria-labelledby="versions"><h2 id="versions">Versions</h2>
${versions.length === 0 ? html`<p class="none">No version yet.</p>` : versionTable(flow, versions)}
${versions.length > 1 && compareForm(flow, versions)}
</section>
${shown !== null && diagram(context, flow, shown)}`,
  };
}

function facts({ directory }: Pick<Context, "directory">, flow: FlowRow, versions: readonly VersionRow[]): Html {
  const published = versions.find(({ version }) => version === flow.publishedVersion);
  const draft = versions.find(({ version }) => version === draftOf(flow));
  const holder = checkedOutBy(flow);
  const division = directory.get("division", flow.divisionId ?? "");
  const [description, owner] = [withoutMark(flow.description), ownerOf(flow)];
  return html`${flow.deleted === 1 && html`<p class="advice">This flow is deleted.</p>`}
${description !== undefined && html`<p class="description">${description}</p>`}
<dl class="facts">
<div><dt>Published</dt><dd>${published ? html`<span class="version">${versionText(published.version)}</span> by ${authorNameOf(published.author)}, ${moment(published.publishedAt)}` : html`<span class="none">never</span>`}</dd></div>
${owner && html`<div><dt>Managed by</dt><dd><code>${stackText(owner)}/${owner.key}</code></dd></div>`}
${draft && html`<div><dt>Draft</dt><dd><a class="version" href="${versionPath(flow.id, draft.version)}">${versionText(draft.version)}</a> by ${authorNameOf(draft.author)}, ${moment(draft.savedAt)}</dd></div>`}
${holder && html`<div><dt>Checked out by</dt><dd>${holder}, since ${moment(flow.lockedSince)}</dd></div>`}
${division && html`<div><dt>Division</dt><dd>${objectLink({ ...division, kind: "division" })}</dd></div>`}
${!flow.active && html`<div><dt>State</dt><dd>inactive</dd></div>`}
<div><dt>Id</dt><dd><code>${flow.id}</code></dd></div>
</dl>`;
}

/** How calls reach it. */
function entrances({ store }: Context, flow: FlowRow): Html | undefined {
  const routes = callRoutes(store).filter(({ flowId }) => flowId === flow.id);
  if (routes.length === 0) return undefined;
  return html`<section aria-labelledby="numbers"><h2 id="numbers">Numbers that lead to it</h2>
${table({ labelledBy: "numbers", columns: routeColumns, groups: [...Map.groupBy(routes, ({ ivr }) => ivr.id).values()] })}</section>`;
}

interface Use extends DependencyRow {
  readonly kind: string;
  readonly present: Entry | undefined;
  readonly snapshot: Snapshot | undefined;
}

function uses(context: Context, flow: FlowRow): Html | undefined {
  const { store, directory } = context;
  const version = flow.publishedVersion;
  if (version === null) return undefined;
  const held = new Map(heldBy(store, flow).map((snapshot) => [snapshot.source.id, snapshot]));
  const rows = dependenciesOf(store, flow.id, version).map(
    (row): Use => ({ ...row, ...usedObject(context, row), snapshot: held.get(row.objectId) }),
  );
  if (rows.length === 0) return undefined;
  const columns: Column<Use>[] = [
    {
      title: "Name",
      heads: true,
      cell: ({ kind, present, objectName }) =>
        present
          ? objectLink({ ...present, kind })
          : html`${objectName}${directory.keeps(kind) && html` <span class="note">deleted</span>`}`,
    },
    {
      title: "Kind",
      class: "short",
      cell: ({ objectType }) => html`${trackedTypes.get(objectType)?.name ?? objectType.toLowerCase()}`,
    },
    ...snapshotColumns(store).map(
      ({ cell, ...column }): Column<Use> => ({ ...column, cell: ({ snapshot }) => snapshot && cell(snapshot) }),
    ),
  ];
  return html`<section aria-labelledby="uses"><h2 id="uses">What version ${versionText(version)} uses</h2>
${table({ labelledBy: "uses", columns, groups: [rows], isStale: ({ snapshot }) => snapshot?.stale === true })}</section>`;
}

/** Its callers with the version that each holds, as `flowctl verify --module` lists them. */
function callers({ store }: Context, flow: FlowRow, held: readonly Snapshot[]): Html | undefined {
  if (held.length === 0 && !EMBEDDED.has(flow.type)) return undefined;
  const columns: Column<Snapshot>[] = [
    { title: "Flow", heads: true, cell: ({ caller }) => objectLink({ ...caller, kind: "flow" }) },
    ...callerColumns(store),
  ];
  return html`<section aria-labelledby="callers"><h2 id="callers">Callers${held.length > 0 && html` <small>${held.length}</small>`}</h2>
${held.length === 0 ? html`<p class="none">No flow calls it.</p>` : table({ labelledBy: "callers", columns, groups: [held], isStale: ({ stale }) => stale })}</section>`;
}

/** Who uses it beside the callers and the numbers: flows that transfer to it, queues, e-mail routes. */
function others(context: Context, flow: FlowRow, held: readonly Snapshot[]): Html | undefined {
  const callers = new Set(held.map(({ caller }) => caller.id));
  const usages = usagesOf(context, "flow", flow.id).filter(
    ({ id, kind }) => !callers.has(id) && kind !== "ivr" && kind !== "emergencyGroup",
  );
  const users = usersOf(context.store, flow.id, usages);
  if (users.length === 0) return undefined;
  return html`<section aria-labelledby="users"><h2 id="users">${held.length > 0 ? "Also used by" : "Used by"} <small>${users.length}</small></h2>
${table({ labelledBy: "users", columns: userColumns, groups: [users] })}</section>`;
}

const KINDS = { PUBLISH: "published", CHECKIN: "checked in", SAVE: "saved" } as const;

function versionTable(flow: FlowRow, versions: readonly VersionRow[]): Html {
  const before = new Map(versions.map(({ version }, index) => [version, versions[index + 1]?.version]));
  const columns: Column<VersionRow>[] = [
    {
      title: "Version",
      heads: true,
      cell: ({ version }) =>
        html`<a class="version" href="${versionPath(flow.id, version)}">${versionText(version)}</a>`,
    },
    {
      title: "State",
      cell: ({ kind, version }) =>
        html`${KINDS[kind]}${version === flow.publishedVersion && html` <strong class="note">in use</strong>`}`,
    },
    { title: "By", cell: ({ author }) => html`${authorNameOf(author)}` },
    { title: "When", cell: ({ publishedAt, checkedInAt, savedAt }) => moment(publishedAt ?? checkedInAt ?? savedAt) },
    {
      title: "Difference",
      cell: ({ version }) => {
        const from = before.get(version);
        if (from === undefined) return undefined;
        const between = `from=${versionText(from)}&to=${versionText(version)}`;
        return html`<a href="${flowPath(flow.id)}/compare?${between}">from ${versionText(from)}</a>`;
      },
    },
  ];
  return table({ labelledBy: "versions", columns, groups: [versions] });
}
