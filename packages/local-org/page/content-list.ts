import { type Html, html } from "@genesys-flows/architect/html";
import type { Usage } from "../directory.ts";
import type { Context } from "../http/route.ts";
import { listResources } from "../resources/resource-table.ts";
import { type Column, table } from "./table.ts";
import { usagesOf } from "./users.ts";
import { count, folded, kindTitle, objectLink, objectPath, plural } from "./words.ts";

/** Of an object with more users, as many are named; its page names all. */
const MOST_USERS = 5;

/** The objects of a kind with those that use each. */
export interface KindContent {
  readonly kind: string;
  readonly objects: readonly UsedObject[];
}

interface UsedObject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly users: readonly Usage[];
}

/** Everything that the organisation has beside flows, by kind, with the users by its dependency tracking. */
export function contentOf(context: Context): KindContent[] {
  const { store } = context;
  const kinds = store.all<{ kind: string }>("SELECT DISTINCT kind FROM resource ORDER BY kind");
  return kinds.map(({ kind }) => ({
    kind,
    objects: listResources(store, kind).map(({ id, name }) => ({ kind, id, name, users: usagesOf(context, kind, id) })),
  }));
}

export function isUsed({ objects }: KindContent): boolean {
  return objects.some(({ users }) => users.length > 0);
}

const columns: readonly Column<UsedObject>[] = [
  { title: "Name", heads: true, cell: objectLink },
  { title: "Used by", cell: usersCell },
];

/** Objects of one kind, each with its users. */
export function kindTable({ kind, objects }: KindContent): Html {
  const title = plural(kindTitle(kind));
  const shown = table({ labelledBy: `kind-${kind}`, columns, groups: [objects] });
  return html`<section class="content" aria-labelledby="kind-${kind}"><h2 id="kind-${kind}">${capitalised(title)} <small>${objects.length}</small></h2>
${folded({ length: objects.length, list: shown })}</section>`;
}

/** Objects of one kind as a term with names. */
export function kindFact({ kind, objects }: KindContent): Html {
  return fact(count(objects.length, kindTitle(kind)), objects.map(objectLink));
}

/** A term, and names of what it stands for. */
export function fact(term: string, names: readonly Html[]): Html {
  const list = html`<ul class="names">${names.map((name) => html`<li>${name}</li>`)}</ul>`;
  return html`<div><dt>${term}</dt><dd>${folded({ length: names.length, list })}</dd></div>`;
}

function usersCell({ users, kind, id }: UsedObject): Html | undefined {
  if (users.length === 0) return undefined;
  const shown = users.length > MOST_USERS ? users.slice(0, MOST_USERS - 1) : users;
  const left = users.length - shown.length;
  return html`${shown.map((user, index) => html`${index > 0 && ", "}${objectLink(user)}${user.kind !== "flow" && html` <small>${kindTitle(user.kind)}</small>`}`)}${left > 0 && html` and <a href="${objectPath(kind, id)}">${left} more</a>`}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
