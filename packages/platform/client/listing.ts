import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ApiFailure } from "./failure.ts";
import type { PlatformClient } from "./platform-client.ts";
import type { ApiCall } from "./session.ts";

const PAGE_SIZE = 100;

/**
 * All entities of a listing, read page by page and parsed by `schema`.
 * @param o.pageSize number of entities per page; default 100
 * @throws ApiFailure, even for a response without a list, which does not count as an empty listing
 */
export async function listAll<Entity>(
  client: PlatformClient,
  call: Pick<ApiCall, "path" | "query" | "complete">,
  schema: z.ZodType<Entity>,
  { pageSize = PAGE_SIZE }: { readonly pageSize?: number } = {},
): Promise<Entity[]> {
  const pageSchema = z.looseObject({ entities: z.array(schema), pageCount: z.number().nullish() });
  const all: Entity[] = [];
  let last: readonly Entity[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await client.call(
      { ...call, method: "GET", query: { ...call.query, pageNumber, pageSize } },
      pageSchema,
    );
    const { entities } = page;
    all.push(...entities);
    if (entities.length > 0 && isSame(entities, last)) {
      const message = `Page ${pageNumber} of the listing repeats page ${pageNumber - 1}: the listing does not end.`;
      throw new ApiFailure({ kind: "unexpected-answer", message, request: `GET ${call.path}` });
    }
    last = entities;
    // If the platform returns fewer entities per page than requested, it adjusts the number of pages.
    const pages = page.pageCount ?? (entities.length < pageSize ? pageNumber : Number.POSITIVE_INFINITY);
    if (entities.length === 0 || pageNumber >= pages) return all;
  }
}

function isSame<Entity>(page: readonly Entity[], other: readonly Entity[]): boolean {
  return page.length === other.length && page.every((entity, index) => isDeepStrictEqual(entity, other[index]));
}
