import type { Route } from "../http/types.ts";
import { operations } from "../operations.ts";

/** Names that a condition may use: all operations of the platform that are known, and the organisation's own. */
export function operationNames(routes: readonly Route[]): ReadonlySet<string> {
  return new Set([...routes.map((route) => route.operation), ...operations.map(([operation]) => operation)]);
}
