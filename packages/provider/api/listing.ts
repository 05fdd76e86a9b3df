import { z } from "zod";
import type { ApiCall, PlatformClient } from "./platform-client.ts";

const PAGE_SIZE = 100;

/** Every entity of a listing, page by page, as `schema` reads it. @throws ApiFailure */
export async function listAll<Entity>(
  client: PlatformClient,
  call: Pick<ApiCall, "path" | "query">,
  schema: z.ZodType<Entity>,
): Promise<Entity[]> {
  const pageSchema = z.looseObject({ entities: z.array(schema).nullish(), pageCount: z.number().nullish() });
  const all: Entity[] = [];
  for (let pageNumber = 1; ; pageNumber++) {
    const page = await client.call(
      { method: "GET", path: call.path, query: { ...call.query, pageNumber, pageSize: PAGE_SIZE } },
      pageSchema,
    );
    const entities = page.entities ?? [];
    all.push(...entities);
    if (entities.length < PAGE_SIZE || pageNumber >= (page.pageCount ?? Number.POSITIVE_INFINITY)) return all;
  }
}
