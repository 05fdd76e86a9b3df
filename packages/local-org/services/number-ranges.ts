import { type ApiError, badRequest, conflict } from "../http/api-error.ts";
import type { JsonObject } from "../http/route.ts";
import { malformed, type ResourceScope } from "../resources/plain-resource.ts";
import { listResources, type Resource } from "../resources/resource-table.ts";
import type { Store } from "../store/store.ts";

/** A kind of pool. A pool contains all numbers from its first to its last, and pools do not overlap. */
export interface RangeKind {
  readonly kind: string;
  readonly fields: readonly [first: string, last: string];
  readonly form: RegExp;
  /** The refusals of a malformed number, an end before the start, and an overlap with another pool. */
  readonly malformed: (number: string) => string;
  readonly disorder: string;
  readonly overlap: (pool: string) => string;
}

interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

export function rangeOf({ fields: [first, last] }: RangeKind, document: JsonObject): Range {
  return { start: BigInt(String(document[first])), end: BigInt(String(document[last])) };
}

/** @throws ApiError 400 for a malformed number or an end before the start */
export function checkedRange(of: RangeKind, document: JsonObject): Range {
  for (const fieldName of of.fields) {
    const number = String(document[fieldName]);
    if (!of.form.test(number)) throw refusal(of.malformed(number), fieldName);
  }
  const range = rangeOf(of, document);
  if (range.end < range.start) throw refusal(of.disorder, of.fields[1]);
  return range;
}

function refusal(message: string, fieldName: string): ApiError {
  return badRequest(message, malformed.code, [{ errorCode: "invalid.value", fieldName }]);
}

/** @throws ApiError 409 if another pool contains any of the numbers */
export function refuseOverlap(of: RangeKind, { start, end }: Range, { store }: ResourceScope, id?: string): void {
  const other = listResources(store, of.kind).find((pool) => {
    const range = rangeOf(of, pool.document);
    return pool.id !== id && end >= range.start && start <= range.end;
  });
  if (!other) return;
  throw conflict(of.overlap(other.name), [{ errorCode: "conflict", entityId: other.id, entityName: other.name }]);
}

export function hasNumber(of: RangeKind, { document }: Resource, number: string): boolean {
  if (!of.form.test(number)) return false;
  const { start, end } = rangeOf(of, document);
  return BigInt(number) >= start && BigInt(number) <= end;
}

export function poolWith(of: RangeKind, store: Store, number: string): Resource | undefined {
  return of.form.test(number) ? listResources(store, of.kind).find((pool) => hasNumber(of, pool, number)) : undefined;
}
