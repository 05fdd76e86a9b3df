import { ApiError } from "./api-error.ts";
import { type Context, type Reply, written } from "./route.ts";

export interface Page<T> {
  readonly entities: T[];
  readonly pageSize: number;
  readonly pageNumber: number;
  readonly total: number;
  readonly pageCount: number;
  readonly firstUri: string;
  readonly lastUri: string;
  readonly selfUri: string;
  readonly nextUri?: string;
  readonly previousUri?: string;
}

/**
 * One page of a listing by the query's `pageNumber` (from 1) and `pageSize` (default 25). After the last page,
 * `entities` is empty; `total` and `pageCount` are always present (`reference/platform-api.md §0` rules 9 and 10).
 */
export function page<T, Shown = T>(
  entities: readonly T[],
  context: Pick<Context, "query" | "path">,
  show: (entity: T) => Shown = (entity) => entity as unknown as Shown,
): Page<Shown> {
  const { length: total } = entities;
  return pageFrom({ total, read: (from, to) => entities.slice(from, to).map((entity) => show(entity)) }, context);
}

/**
 * One page of a listing that is too long to be read as a whole.
 * @param listing.read the entities from one position to another, counted from 0
 */
export function pageFrom<Shown>(
  { total, read }: { readonly total: number; readonly read: (from: number, to: number) => Shown[] },
  context: Pick<Context, "query" | "path">,
): Page<Shown> {
  const pageSize = context.query.integer("pageSize", { default: 25, min: 1 });
  const pageNumber = context.query.integer("pageNumber", { default: 1, min: 1 });
  const pageCount = Math.ceil(total / pageSize);
  const uri = (number: number): string => {
    const search = new URLSearchParams(context.query.entries().filter(([name]) => !name.startsWith("page")));
    search.set("pageSize", String(pageSize));
    search.set("pageNumber", String(number));
    return `${context.path}?${search}`;
  };
  return {
    entities: read((pageNumber - 1) * pageSize, pageNumber * pageSize),
    pageSize,
    pageNumber,
    total,
    firstUri: uri(1),
    lastUri: uri(Math.max(1, pageCount)),
    selfUri: uri(pageNumber),
    ...(pageNumber < pageCount ? { nextUri: uri(pageNumber + 1) } : {}),
    ...(pageNumber > 1 ? { previousUri: uri(pageNumber - 1) } : {}),
    pageCount,
  };
}

const COMMA = Buffer.from(",");

/** The response for a page whose entities are already JSON. */
export function writtenPage({ entities, ...numbers }: Page<Buffer>): Reply {
  const listed = entities.flatMap((entity, index) => (index === 0 ? [entity] : [COMMA, entity]));
  const rest = JSON.stringify(numbers).slice(1);
  return written(Buffer.concat([Buffer.from('{"entities":['), ...listed, Buffer.from(`],${rest}`)]));
}

/** A page of a listing with cursors, which has no page numbers and no total. */
export interface CursorPage<T> {
  readonly entities: T[];
  readonly selfUri: string;
  readonly nextUri?: string;
  readonly previousUri?: string;
}

/**
 * One page by the query's `after` or `before` (cursors from an earlier response) and `pageSize` (default 25), like
 * `SkillGroupEntityListing` and `KnowledgeBaseListing` in the vendor's SDK.
 * @throws ApiError 400 `invalid.value` for an invalid cursor
 */
export function cursorPage<T, Shown>(
  entities: readonly T[],
  context: Pick<Context, "query" | "path">,
  show: (entity: T) => Shown,
): CursorPage<Shown> {
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
    entities: entities.slice(start, until).map((entity) => show(entity)),
    selfUri: uri({ ...(end === undefined ? start > 0 && { after: cursorAt(start) } : { before: cursorAt(end) }) }),
    ...(until < entities.length && { nextUri: uri({ after: cursorAt(until) }) }),
    ...(start > 0 && { previousUri: uri({ before: cursorAt(start) }) }),
  };
}

/** The cursor for the entity at a position. */
export function cursorAt(position: number): string {
  return Buffer.from(`at:${position}`).toString("base64url");
}

/** The position of a cursor; zero if there is no cursor. @throws ApiError 400 `invalid.value` */
export function positionOf(cursor: string | undefined, parameter: string): number {
  if (cursor === undefined || cursor === "") return 0;
  const [, position] = /^at:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (position === undefined)
    throw new ApiError(400, "invalid.value", `Value [${cursor}] is not valid for parameter ${parameter}.`);
  return Number(position);
}
