import { type Html, html } from "@genesys-flows/architect/html";
import { trackedTypes } from "../dependencies/query.ts";
import { usedObject } from "../dependencies/tracking.ts";
import type { Entry } from "../directory.ts";
import { type DependencyRow, dependenciesOf } from "../flows/dependency-table.ts";
import { EMBEDDED } from "../flows/flow-kinds.ts";
import { type FlowRow, requireFlow } from "../flows/flow-table.ts";
import { heldBy, holdersOf, type Snapshot } from "../flows/snapshots.ts";
import { type VersionRow, versionsOf } from "../flows/version-table.ts";
import type { Context } from "../http/route.ts";
import { callRoutes } from "../services/call-routes.ts";
import { callerColumns, routeTable, snapshotColumns, usagesOf, userColumns, usersOf } from "./columns.ts";
import { diagram } from "./diagram.ts";
import { ownerOf, stackText, withoutMark } from "./ownership.ts";
import type { Page } from "./page.ts";
import { type Column, fact, section, table, tableSection } from "./table.ts";
import { compareForm } from "./version-pages.ts";
import {
  authorNameOf,
  checkedOutBy,
  comparePath,
  draftOf,
  flowLink,
  moment,
  objectLink,
  typeTitle,
  versionLink,
  versionText,
} from "./words.ts";

/**
 * `/flows/{flowId}`: facts, numbers, callers, used objects with the versions that the flow holds, its versions, and the
 * published version's diagram.
 */
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
${section("versions", "Versions", versionList(flow, versions))}
${shown !== null && diagram(context, flow, shown)}`,
  };
}

function facts(
  { directory, config }: Pick<Context, "directory" | "config">,
  flow: FlowRow,
  versions: readonly VersionRow[],
): Html {
  const published = versions.find(({ version }) => version === flow.publishedVersion);
  const draft = versions.find(({ version }) => version === draftOf(flow));
  const holder = checkedOutBy(flow);
  const division = directory.get("division", flow.divisionId ?? "");
  const [description, owner] = [withoutMark(flow.description), ownerOf(flow)];
  return html`${flow.deleted === 1 && html`<p class="advice">This flow is deleted.</p>`}
${description !== undefined && html`<p class="description">${description}</p>`}
${published && !flow.deleted && furtherLinks(config, flow)}
<dl class="facts">
${fact("Published", published ? html`<span class="version">${versionText(published.version)}</span> by ${authorNameOf(published.author)}, ${moment(published.publishedAt)}` : html`<span class="none">never</span>`)}
${fact("Managed by", owner && html`<code>${stackText(owner)}/${owner.key}</code>`)}
${fact("Draft", draft && html`${versionLink(flow.id, draft.version)} by ${authorNameOf(draft.author)}, ${moment(draft.savedAt)}`)}
${fact("Checked out by", holder && html`${holder}, since ${moment(flow.lockedSince)}`)}
${fact("Division", division && objectLink({ ...division, kind: "division" }))}
${fact("State", flow.active ? undefined : "inactive")}
${fact("Id", html`<code>${flow.id}</code>`)}
</dl>`;
}

function furtherLinks({ further = [] }: Context["config"], { id }: FlowRow): Html[] {
  return further.flatMap(({ ofFlow }) =>
    ofFlow ? [html`<p><a href="${ofFlow.address(id)}">${ofFlow.label}</a></p>`] : [],
  );
}

function entrances({ store }: Context, flow: FlowRow): Html | undefined {
  const routes = callRoutes(store).filter(({ flowId }) => flowId === flow.id);
  if (routes.length === 0) return undefined;
  return tableSection("numbers", "Numbers that route to this flow", routeTable(store, routes, { withFlow: false }));
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
  const isStale = ({ snapshot }: Use) => snapshot?.stale === true;
  return tableSection("uses", `Objects that version ${versionText(version)} uses`, {
    columns,
    groups: [rows],
    isStale,
  });
}

/** Callers of the flow, as `flowctl verify --module` lists them, with the version that each caller holds. */
function callers({ store }: Context, flow: FlowRow, held: readonly Snapshot[]): Html | undefined {
  if (held.length === 0 && !EMBEDDED.has(flow.type)) return undefined;
  const columns: Column<Snapshot>[] = [
    { title: "Flow", heads: true, cell: ({ caller }) => flowLink(caller) },
    ...callerColumns(store),
  ];
  if (held.length === 0) return section("callers", "Callers", html`<p class="none">No flow calls this module.</p>`);
  const heading = html`Callers <small>${held.length}</small>`;
  return tableSection("callers", heading, { columns, groups: [held], isStale: ({ stale }) => stale });
}

/** Users other than the callers and the numbers: flows that transfer to it, queues, e-mail routes. */
function others(context: Context, flow: FlowRow, held: readonly Snapshot[]): Html | undefined {
  const callers = new Set(held.map(({ caller }) => caller.id));
  const usages = usagesOf(context, "flow", flow.id).filter(
    ({ id, kind }) => !callers.has(id) && kind !== "ivr" && kind !== "emergencyGroup",
  );
  const users = usersOf(context.store, flow.id, usages);
  if (users.length === 0) return undefined;
  const heading = html`${held.length > 0 ? "Also used by" : "Used by"} <small>${users.length}</small>`;
  return tableSection("users", heading, { columns: userColumns, groups: [users] });
}

const KINDS = { PUBLISH: "published", CHECKIN: "checked in", SAVE: "saved" } as const;

function versionList(flow: FlowRow, versions: readonly VersionRow[]): Html {
  if (versions.length === 0)
    return html`<p class="none">No version yet.</p>
`;
  const before = new Map(versions.map(({ version }, index) => [version, versions[index + 1]?.version]));
  const columns: Column<VersionRow>[] = [
    {
      title: "Version",
      heads: true,
      cell: ({ version }) => versionLink(flow.id, version),
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
        return html`<a href="${comparePath(flow.id, from, version)}">from ${versionText(from)}</a>`;
      },
    },
  ];
  return html`${table({ labelledBy: "versions", columns, groups: [versions] })}
${versions.length > 1 && compareForm(flow, versions)}
`;
}
