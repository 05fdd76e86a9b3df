import type { Directory, DirectoryContributor } from "./directory.ts";
import type { Clock, Route } from "./http/route.ts";
import type { PlainResource, ResourceScope } from "./resources/plain-resource.ts";
import type { OrganisationSeed } from "./seed/schema.ts";
import type { Schema } from "./store/migrations.ts";
import type { Store } from "./store/store.ts";

/** What a service's seed gets; it runs inside one transaction together with the seeds of all services. */
export interface SeedContext {
  readonly store: Store;
  readonly seed: OrganisationSeed;
  readonly directory: Directory;
  readonly clock: Clock;
  /** The same for actions on plain resources. */
  readonly scope: ResourceScope;
  /** To be called for each thing that was added, for the command's output. */
  added(kind: string, name: string): void;
}

/** What a service gets to bring itself up to the present moment. */
export interface SettleScope {
  readonly store: Store;
  readonly directory: Directory;
  readonly clock: Clock;
}

/**
 * One part of the organisation: its tables, its routes, the kinds of things that it keeps, and who of its things uses
 * those of others (the reason to refuse their deletion).
 */
export interface Service extends Schema, DirectoryContributor {
  /** Things that the table of plain resources keeps. */
  readonly resources?: readonly PlainResource[];
  readonly routes: readonly Route[];
  /** Adds what the seed names and the store lacks; never changes or removes. */
  seed?(context: SeedContext): void;
  /**
   * Does what became due since the last request, such as jobs that are over by now: before each request, in its transaction.
   * What it writes stays when the request itself is refused.
   */
  settle?(scope: SettleScope): void;
}
