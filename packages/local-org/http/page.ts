import type { Context, Reply } from "./types.ts";
import { written } from "./written.ts";

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
 * One page of a listing by the query's `pageNumber` (from 1) and `pageSize` (default 25). Past the last page `entities`
 * is empty; `total` and `pageCount` are always there (`reference/platform-api.md §0` rules 9 and 10).
 */
export function page<T>(entities: readonly T[], context: Pick<Context, "query" | "path">): Page<T> {
  const pageSize = context.query.integer("pageSize", { default: 25, min: 1 });
  const pageNumber = context.query.integer("pageNumber", { default: 1, min: 1 });
  const total = entities.length;
  const pageCount = Math.ceil(total / pageSize);
  const uri = (number: number): string => {
    const search = new URLSearchParams(context.query.entries().filter(([name]) => !name.startsWith("page")));
    search.set("pageSize", String(pageSize));
    search.set("pageNumber", String(number));
    return `${context.path}?${search}`;
  };
  return {
    entities: entities.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
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

/** The answer of a page whose entities are written as JSON already. */
export function writtenPage({ entities, ...numbers }: Page<Buffer>): Reply {
  const listed = entities.flatMap((entity, index) => (index === 0 ? [entity] : [COMMA, entity]));
  const rest = JSON.stringify(numbers).slice(1);
  return written(Buffer.concat([Buffer.from('{"entities":['), ...listed, Buffer.from(`],${rest}`)]));
}
