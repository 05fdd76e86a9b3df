import { flowTypeOfApi } from "@genesys-flows/architect/flow-types";
import { z } from "zod";
import { Gathered } from "../client/gathered.ts";
import { listAll } from "../client/listing.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import type { Listing } from "./kinds.ts";

const PAGE_SIZE = 100;

/** The fields that identify an object in a listing. */
const namedEntity = z.looseObject({
  name: z.string(),
  type: z.string().nullish(),
  category: z.string().nullish(),
  email: z.string().nullish(),
  state: z.string().nullish(),
});
type Named = z.infer<typeof namedEntity>;

const numbered = z.looseObject({ entities: z.array(namedEntity), pageCount: z.number().nullish() });
const continued = z.looseObject({
  entities: z.array(namedEntity),
  nextUri: z.string().nullish(),
  after: z.string().nullish(),
});
const searched = z.looseObject({ results: z.array(namedEntity).nullish(), pageCount: z.number().nullish() });

/** The longest listing that is read. If a listing has more pages, each name is looked up. */
const MOST_PAGES = 5;

/** A name to look up; for a data action, with its category. */
export interface Wanted {
  readonly name: string;
  readonly category?: string | undefined;
}

/**
 * The names in one listing, requested once per run. Reads all pages. In a very large organisation, looks up only the
 * names that flows use, with a single search if the platform offers one. Ignores case, as the platform does.
 */
export class NameList {
  readonly #client: PlatformClient;
  readonly #listing: Listing;
  #all: Promise<readonly Named[] | undefined> | undefined;
  readonly #single = new Map<string, Promise<boolean>>();
  readonly #searches: Gathered<readonly Named[]>;

  constructor(client: PlatformClient, listing: Listing) {
    this.#client = client;
    this.#listing = listing;
    this.#searches = new Gathered((names) => this.#search(names));
  }

  /** @throws ApiFailure */
  async has(wanted: Wanted): Promise<boolean> {
    const all = await this.#list();
    if (all) return all.some((found) => isSame(found, wanted));
    const key = JSON.stringify([wanted.name.toLowerCase(), wanted.category?.toLowerCase()]);
    const answer = this.#single.get(key) ?? this.#lookUp(wanted);
    this.#single.set(key, answer);
    return answer;
  }

  /** All names; undefined if the listing is too long. @throws ApiFailure */
  async names(): Promise<readonly Wanted[] | undefined> {
    return (await this.#list())?.map(({ name, category }) => ({ name, category: category ?? undefined }));
  }

  #list(): Promise<readonly Named[] | undefined> {
    this.#all ??= allNames(this.#client, this.#listing).then((all) => all?.filter((found) => this.#matches(found)));
    return this.#all;
  }

  async #lookUp(wanted: Wanted): Promise<boolean> {
    const found = await this.#named(wanted.name);
    return found.some((one) => this.#matches(one) && isSame(one, wanted));
  }

  async #named(name: string): Promise<readonly Named[]> {
    const { path, query, paging, nameParameter = "name", search } = this.#listing;
    if (search) return (await this.#searches.ask(name)) ?? [];
    if (paging === undefined) {
      return listAll(this.#client, { path, query: { ...query, [nameParameter]: name } }, namedEntity);
    }
    return (await namesByCursor(this.#client, this.#listing, { name, mostPages: Number.POSITIVE_INFINITY })) ?? [];
  }

  /** Searches for all simultaneously requested names in one request. */
  async #search(names: readonly string[]): Promise<ReadonlyMap<string, readonly Named[]>> {
    const { search } = this.#listing;
    const found = search ? await searchNames(this.#client, search, names) : [];
    return new Map(names.map((name) => [name, found]));
  }

  /** Whether a listed object has the requested type, and was not deleted. */
  #matches({ type, state }: Named): boolean {
    const wanted = this.#listing.flowType;
    return (wanted === undefined || flowTypeOfApi(type ?? "")?.type === wanted) && state !== "deleted";
  }
}

/** Whether the names match; for a user, the e-mail address may match instead. */
function isSame(found: Named, { name, category }: Wanted): boolean {
  const same = (text: string | null | undefined) => text?.toLowerCase() === name.toLowerCase();
  return (
    (same(found.name) || same(found.email)) &&
    (category === undefined || (found.category ?? "").toLowerCase() === category.toLowerCase())
  );
}

/** Reads a whole listing; undefined if it has too many pages. @throws ApiFailure */
async function allNames(client: PlatformClient, listing: Listing): Promise<readonly Named[] | undefined> {
  if (listing.paging !== undefined) return namesByCursor(client, listing, { mostPages: MOST_PAGES });
  const first = await numberedPage(client, listing, 1);
  const pages = first.pageCount ?? (first.entities.length < PAGE_SIZE ? 1 : Number.POSITIVE_INFINITY);
  if (pages > MOST_PAGES) return undefined;
  const numbers = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2);
  const others = await Promise.all(numbers.map((number) => numberedPage(client, listing, number)));
  return [first, ...others].flatMap(({ entities }) => entities);
}

function numberedPage(client: PlatformClient, { path, query }: Listing, pageNumber: number) {
  return client.call({ method: "GET", path, query: { ...query, pageNumber, pageSize: PAGE_SIZE } }, numbered);
}

/**
 * Reads a listing with cursors, filtered by name if one is given; undefined if it has more than `mostPages` pages.
 * @throws ApiFailure
 */
async function namesByCursor(
  client: PlatformClient,
  listing: Listing,
  o: { readonly name?: string; readonly mostPages: number },
): Promise<readonly Named[] | undefined> {
  const { path, query, paging, nameParameter = "name" } = listing;
  const found: Named[] = [];
  let after: string | undefined;
  for (let page = 0; page < o.mostPages; page++) {
    const answer = await client.call(
      paging === "query"
        ? { method: "POST", path, body: worktypeQuery(o.name, after), repeatable: true }
        : {
            method: "GET",
            path,
            query: { ...query, ...(o.name !== undefined && { [nameParameter]: o.name }), after, pageSize: PAGE_SIZE },
          },
      continued,
    );
    found.push(...answer.entities);
    after = (paging === "query" ? answer.after : cursorIn(answer.nextUri)) || undefined;
    if (after === undefined) return found;
  }
  return undefined;
}

function worktypeQuery(name: string | undefined, after: string | undefined) {
  const filters = name === undefined ? [] : [{ name: "name", type: "String", operator: "EQ", values: [name] }];
  return { pageSize: PAGE_SIZE, ...(filters.length > 0 && { filters }), ...(after !== undefined && { after }) };
}

function cursorIn(nextUri: string | null | undefined): string | undefined {
  if (!nextUri || !URL.canParse(nextUri, "http://next")) return undefined;
  return new URL(nextUri, "http://next").searchParams.get("after") ?? undefined;
}

/** Searches for objects with one of the names. @throws ApiFailure */
async function searchNames(
  client: PlatformClient,
  { path, fields, states }: NonNullable<Listing["search"]>,
  names: readonly string[],
): Promise<readonly Named[]> {
  const query = [
    { type: "EXACT", fields, values: names },
    ...(states ? [{ type: "EXACT", fields: ["state"], values: states }] : []),
  ];
  const found: Named[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const body = { pageSize: PAGE_SIZE, pageNumber, query };
    const { results, pageCount } = await client.call({ method: "POST", path, body, repeatable: true }, searched);
    found.push(...(results ?? []));
    if (!results || results.length < PAGE_SIZE || pageNumber >= (pageCount ?? 1)) return found;
  }
}
