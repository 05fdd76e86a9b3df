import type { Directory, DirectoryContributor } from "./directory.ts";
import type { Context, HttpMethod, Route } from "./http/route.ts";
import type { PlainResource, ResourceScope } from "./resources/plain-resource.ts";
import type { OrganisationSeed } from "./seed/schema.ts";
import type { Schema } from "./store/migrations.ts";
import type { Store } from "./store/store.ts";

/** Where the organisation keeps its objects, and how others find them. */
export interface Scope {
  readonly store: Store;
  readonly directory: Directory;
}

export type SettleScope = Pick<Context, "store" | "directory" | "clock">;

/** The input of a service's seed, which runs in one transaction with the seeds of all services. */
export interface SeedContext extends ResourceScope {
  readonly seed: OrganisationSeed;
  /** Called for each added object, for the command's output. */
  added(kind: string, name: string): void;
}

/** A route at an address of our own, in short; the permission `none` asks for no token. */
export type RouteRow = readonly [
  method: HttpMethod,
  path: string,
  operation: string,
  permission: string,
  handler: Route["handler"],
  more?: Partial<Route>,
];

/** Routes at addresses of our own, such as presigned ones and `/_local`. `route` has those of the platform's operations. */
export function routesOf(rows: readonly RouteRow[]): Route[] {
  return rows.map(([method, path, operation, permission, handler, more]) => ({
    method,
    path,
    operation,
    handler,
    ...(permission === "none" ? { auth: "none" } : { permission }),
    ...more,
  }));
}

/**
 * One part of the organisation: its tables, its routes, its kinds of objects, and which of its objects use those of other
 * services (the reason to refuse their deletion).
 */
export interface Service extends Schema, DirectoryContributor {
  /** Its plain resources. */
  readonly resources?: readonly PlainResource[];
  readonly routes: readonly Route[];
  /** Adds entries of the seed that do not exist yet; never changes or removes objects. */
  seed?(context: SeedContext): void;
  /**
   * Completes what became due since the last request, such as jobs that have ended: before each request, in its transaction.
   * Its writes stay when the request itself is refused.
   */
  settle?(scope: SettleScope): void;
}
