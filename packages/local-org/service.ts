import type { Directory, DirectoryContributor } from "./directory.ts";
import type { Context, HttpMethod, Route } from "./http/route.ts";
import type { PlainResource, ResourceScope } from "./resources/plain-resource.ts";
import type { OrganisationSeed } from "./seed/schema.ts";
import type { Schema } from "./store/migrations.ts";
import type { Store } from "./store/store.ts";

/** Access to the organisation's store and to the objects of other services. */
export interface Scope {
  readonly store: Store;
  readonly directory: Directory;
}

export type SettleScope = Pick<Context, "store" | "directory" | "clock">;

/** The input of a service's seed, which runs in one transaction with the seeds of all services. */
export interface SeedContext extends ResourceScope {
  readonly seed: OrganisationSeed;
  /** Called for each added object, to show it in the command's output. */
  added(kind: string, name: string): void;
}

/** A short form for a route at one of this project's own paths. With the permission `none`, no token is required. */
export type RouteRow = readonly [
  method: HttpMethod,
  path: string,
  operation: string,
  permission: string,
  handler: Route["handler"],
  more?: Partial<Route>,
];

/**
 * Routes at this project's own paths, such as presigned ones and `/_local`. For the platform's operations, use `route`.
 */
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
 * One part of the organisation: its tables, routes and kinds of objects, and the objects of other services that these
 * use and whose deletion must therefore be refused.
 */
export interface Service extends Schema, DirectoryContributor {
  /** Its plain resources. */
  readonly resources?: readonly PlainResource[];
  readonly routes: readonly Route[];
  /** Adds the seed's entries that do not exist yet; never changes or removes objects. */
  seed?(context: SeedContext): void;
  /**
   * Completes work that has become due since the last request, such as jobs that have ended. Runs before each request,
   * in its transaction. Its writes are kept even if the request itself is refused.
   */
  settle?(scope: SettleScope): void;
}
