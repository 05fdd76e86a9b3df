import { ApiError } from "./api-error.ts";
import type { Context } from "./types.ts";

/** A page of a listing that goes on by cursors: it has no numbers, and no total. */
export interface CursorPage<T> {
  readonly entities: T[];
  readonly selfUri: string;
  readonly nextUri?: string;
  readonly previousUri?: string;
}

/**
 * One page by the query's `after` or `before`, cursors of an earlier answer, and `pageSize` (default 25): as
 * `SkillGroupEntityListing` and `KnowledgeBaseListing` of the vendor's SDK have it.
 * @throws ApiError 400 `invalid.value` for a cursor of nobody's making
 */
export function cursorPage<T>(entities: readonly T[], context: Pick<Context, "query" | "path">): CursorPage<T> {
  const { query, path } = context;
  const pageSize = query.integer("pageSize", { default: 25, min: 1 });
  const [after, before] = [query.get("after"), query.get("before")];
  const end = before === undefined ? undefined : positionOf(before, "before");
  const start = end === undefined ? positionOf(after, "after") : Math.max(0, end - pageSize);
  const until = end ?? start + pageSize;
  const uri = (cursor: Record<string, string>): string => {
    const kept = query.entries().filter(([name]) => !["after", "before", "pageSize"].includes(name));
    return `${path}?${new URLSearchParams([...kept, ...Object.entries({ pageSize: String(pageSize), ...cursor })])}`;
  };
  return {
    entities: entities.slice(start, until),
    selfUri: uri({ ...(end === undefined ? start > 0 && { after: cursorAt(start) } : { before: cursorAt(end) }) }),
    ...(until < entities.length && { nextUri: uri({ after: cursorAt(until) }) }),
    ...(start > 0 && { previousUri: uri({ before: cursorAt(start) }) }),
  };
}

/** The cursor of the entity at a position. */
export function cursorAt(position: number): string {
  return Buffer.from(`at:${position}`).toString("base64url");
}

/** Zero without a cursor. @throws ApiError 400 `invalid.value` */
export function positionOf(cursor: string | undefined, parameter: string): number {
  if (cursor === undefined || cursor === "") return 0;
  const [, position] = /^at:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (position === undefined) {
    throw new ApiError(400, "invalid.value", `Value [${cursor}] is not valid for parameter ${parameter}.`);
  }
  return Number(position);
}
