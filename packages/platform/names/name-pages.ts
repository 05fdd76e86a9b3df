import { z } from "zod";
import type { PlatformClient } from "../client/platform-client.ts";
import type { Listing } from "./named-kinds.ts";

export const PAGE_SIZE = 100;

/** An object of a listing: the fields that identify it. */
export const namedEntity = z.looseObject({
  name: z.string(),
  type: z.string().nullish(),
  category: z.string().nullish(),
  email: z.string().nullish(),
  state: z.string().nullish(),
});
export type Named = z.infer<typeof namedEntity>;

const numbered = z.looseObject({ entities: z.array(namedEntity), pageCount: z.number().nullish() });
const continued = z.looseObject({
  entities: z.array(namedEntity),
  nextUri: z.string().nullish(),
  after: z.string().nullish(),
});
const searched = z.looseObject({ results: z.array(namedEntity).nullish(), pageCount: z.number().nullish() });

/** A whole listing; undefined when it has more than `mostPages`. @throws ApiFailure */
export async function allNames(
  client: PlatformClient,
  listing: Listing,
  mostPages: number,
): Promise<readonly Named[] | undefined> {
  if (listing.paging !== undefined) return namesByCursor(client, listing, { mostPages });
  const first = await numberedPage(client, listing, 1);
  const pages = first.pageCount ?? (first.entities.length < PAGE_SIZE ? 1 : Number.POSITIVE_INFINITY);
  if (pages > mostPages) return undefined;
  const numbers = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2);
  const others = await Promise.all(numbers.map((number) => numberedPage(client, listing, number)));
  return [first, ...others].flatMap(({ entities }) => entities);
}

function numberedPage(client: PlatformClient, { path, query }: Listing, pageNumber: number) {
  return client.call({ method: "GET", path, query: { ...query, pageNumber, pageSize: PAGE_SIZE } }, numbered);
}

/**
 * A listing with cursors, narrowed to a name when one is given; undefined when it has more than `mostPages`.
 * @throws ApiFailure
 */
export async function namesByCursor(
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

/** The objects with one of these names, by a search. @throws ApiFailure */
export async function searchNames(
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
