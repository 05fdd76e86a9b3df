import { count } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import { flowKindOfApi } from "../flows/flow-kinds.ts";
import { notFound } from "../http/api-error.ts";
import type { Context } from "../http/route.ts";
import { findResource, type Resource, referencesOf } from "../resources/resource-table.ts";
import { callRoutes } from "../services/call-routes.ts";
import { numbersOf, poolOf } from "../services/did-pools.ts";
import { routeTable, usagesOf, userColumns, usersOf } from "./columns.ts";
import { withoutMark } from "./ownership.ts";
import type { Page } from "./page.ts";
import { type Column, fact, section, tableSection } from "./table.ts";
import { kindTitle, objectLink } from "./words.ts";

/** `/objects/{kind}/{id}`: a queue or any other object except a flow, with its users and the objects that it uses. */
export function objectPage(context: Context): Page {
  const { store, params } = context;
  const { kind = "", id = "" } = params;
  const found = findResource(store, kind, id);
  if (!found) throw notFound("The organisation does not have this object.", "not.found");
  return {
    kicker: kindTitle(kind),
    title: found.name,
    body: html`
${facts(context, kind, found)}
${routes(context, kind, found)}
${users(context, kind, found)}
${uses(context, kind, found)}`,
  };
}

function facts({ directory }: Context, kind: string, { id, divisionId, document }: Resource): Html {
  const division = directory.get("division", divisionId ?? "");
  const description = typeof document["description"] === "string" ? withoutMark(document["description"]) : undefined;
  const contents = kind === "division" ? Object.entries(directory.contentsOf(id)) : [];
  return html`${description !== undefined && html`<p class="description">${description}</p>`}
<dl class="facts">
${fact("Division", division && objectLink({ ...division, kind: "division" }))}
${fact("Has", contents.map(([of, n]) => count(n, kindTitle(of))).join(", ") || undefined)}
${fact("Id", html`<code>${id}</code>`)}
</dl>`;
}

/** The routes of an IVR, a schedule group that determines when an IVR routes calls, or a number's pool. */
function routes({ store }: Context, kind: string, found: Resource): Html | undefined {
  const { id } = found;
  const own = callRoutes(store).filter(
    ({ ivr, group, numbers }) =>
      ivr.id === id ||
      group?.resource.id === id ||
      (kind === "didPool" && numbers.some((number) => poolOf(store, number)?.id === id)),
  );
  if (own.length === 0) return kind === "ivr" ? leadsNowhere(found) : undefined;
  return tableSection(
    "numbers",
    "Numbers and the flows that they route to",
    routeTable(store, own, { withFlow: true }),
  );
}

function leadsNowhere(ivr: Resource): Html {
  const numbers = numbersOf(ivr);
  return html`<p class="advice">This IVR does not route to any flow.${numbers.length > 0 && ` Its numbers: ${numbers.join(", ")}.`}</p>`;
}

/** The users of the object; for a division, the objects in it. */
function users(context: Context, kind: string, { id }: Resource): Html | undefined {
  const found = usersOf(context.store, id, usagesOf(context, kind, id));
  if (found.length === 0 && kind === "division") return undefined;
  if (found.length === 0) {
    const none = html`<p class="none">According to dependency tracking, no flow or object uses this object.</p>`;
    return section("users", "Used by", none);
  }
  const heading = html`Used by <small>${found.length}</small>`;
  return tableSection("users", heading, { columns: userColumns, groups: [found] });
}

function uses({ store, directory }: Context, kind: string, { id }: Resource): Html | undefined {
  const used = referencesOf(store, kind, id).flatMap((reference) => {
    const entry = directory.get(reference.kind, reference.id);
    return entry ? [{ ...entry, kind: reference.kind }] : [];
  });
  if (used.length === 0) return undefined;
  const columns: Column<(typeof used)[number]>[] = [
    { title: "Name", heads: true, cell: objectLink },
    { title: "Kind", cell: ({ kind: of, type }) => html`${flowKindOfApi(type ?? "")?.title ?? kindTitle(of)}` },
  ];
  return tableSection("uses", "Objects that it uses", { columns, groups: [used] });
}
