import { count, plural } from "@genesys-flows/architect/count";
import { type Html, html } from "@genesys-flows/architect/html";
import type { Usage } from "../directory.ts";
import type { Context } from "../http/route.ts";
import { listResources } from "../resources/resource-table.ts";
import { callRoutes } from "../services/call-routes.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import type { Store } from "../store/store.ts";
import { routeTable, usagesOf } from "./columns.ts";
import type { Page } from "./page.ts";
import { type Column, fact, section, table } from "./table.ts";
import { firstOf, folded, kindTitle, objectLink, objectPath } from "./words.ts";

/**
 * `/organisation`: its name and addresses, its numbers and the flows that they route to, and all objects except flows,
 * with their users.
 */
export function organisationPage(context: Context): Page {
  const { store, baseUrl, config } = context;
  const row = organisationOf(store) as OrganisationRow;
  const content = contentOf(context);
  return {
    title: "Organisation",
    body: html`
<dl class="facts">
${fact("Name", row.name)}
${fact("Id", html`<code>${row.id}</code>`)}
${fact("Country and language", `${row.countryCode}, ${row.language}`)}
${fact("API", html`<code>${baseUrl}/api/v2</code>`)}
${fact("Token", html`<code>${baseUrl}/oauth/token</code>`)}
${fact("Duration of jobs", `${config.jobDurationMs} ms`)}
${fact("Store", html`<code>${store.file}</code>`)}
</dl>
${numbers(store)}
${content.filter(isUsed).map(kindTable)}
${section("holds", "Other content", html`<dl class="facts">${clients(store)}${content.filter((kind) => !isUsed(kind)).map(kindFact)}</dl>`)}`,
  };
}

function numbers(store: Store): Html | undefined {
  const shown = routeTable(store, callRoutes(store), { withFlow: true });
  const { length } = shown.groups;
  if (length === 0) return undefined;
  const heading = html`Numbers and the flows that they route to <small>${count(length, "IVR")}</small>`;
  return section("numbers", heading, folded({ length, list: table({ ...shown, labelledBy: "numbers" }) }));
}

function clients(store: Store): Html | undefined {
  const all = store.all<{ id: string; name: string; userName: string | null }>(
    "SELECT id, name, userName FROM oauth_client ORDER BY id",
  );
  const names = all.map(
    ({ id, name, userName }) =>
      html`<code>${id}</code>${name !== id && html` ${name}`}${userName !== null && html`, acts for ${userName}`}`,
  );
  return namesFact("OAuth client", names);
}

/** Maximum number of users listed for an object; its own page lists all of them. */
const MOST_USERS = 5;

/** The objects of a kind, each with its users. */
type KindContent = ReturnType<typeof contentOf>[number];

interface UsedObject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly users: readonly Usage[];
}

/** Everything in the organisation except flows, by kind, with the users from dependency tracking. */
function contentOf(context: Context) {
  const { store } = context;
  const kinds = store.all<{ kind: string }>("SELECT DISTINCT kind FROM resource ORDER BY kind");
  return kinds.map(({ kind }) => ({
    kind,
    objects: listResources(store, kind).map(
      ({ id, name }): UsedObject => ({ kind, id, name, users: usagesOf(context, kind, id) }),
    ),
  }));
}

function isUsed({ objects }: KindContent): boolean {
  return objects.some(({ users }) => users.length > 0);
}

const columns: readonly Column<UsedObject>[] = [
  { title: "Name", heads: true, cell: objectLink },
  { title: "Used by", cell: usersCell },
];

function kindTable({ kind, objects }: KindContent): Html {
  const title = plural(kindTitle(kind));
  const shown = table({ labelledBy: `kind-${kind}`, columns, groups: [objects] });
  return html`<section class="content" aria-labelledby="kind-${kind}"><h2 id="kind-${kind}">${capitalised(title)} <small>${objects.length}</small></h2>
${folded({ length: objects.length, list: shown })}</section>`;
}

function kindFact({ kind, objects }: KindContent): Html | undefined {
  return namesFact(kindTitle(kind), objects.map(objectLink));
}

function namesFact(kind: string, names: readonly Html[]): Html | undefined {
  const list = html`<ul class="names">${names.map((name) => html`<li>${name}</li>`)}</ul>`;
  return fact(count(names.length, kind), folded({ length: names.length, list }));
}

function usersCell({ users, kind, id }: UsedObject): Html | undefined {
  if (users.length === 0) return undefined;
  const { shown, left } = firstOf(users, MOST_USERS);
  return html`${shown.map((user, index) => html`${index > 0 && ", "}${objectLink(user)}${user.kind !== "flow" && html` <small>${kindTitle(user.kind)}</small>`}`)}${left > 0 && html` and <a href="${objectPath(kind, id)}">${left} more</a>`}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
