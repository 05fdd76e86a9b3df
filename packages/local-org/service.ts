import type { Directory, DirectoryContributor } from "./directory.ts";
import type { Clock, Route } from "./http/route.ts";
import type { PlainResource, ResourceScope } from "./resources/plain-resource.ts";
import type { OrganisationSeed } from "./seed/schema.ts";
import type { Schema } from "./store/migrations.ts";
import type { Store } from "./store/store.ts";

/** The input of a service's seed, which runs in one transaction with the seeds of all services. */
export interface SeedContext {
  readonly store: Store;
  readonly seed: OrganisationSeed;
  readonly directory: Directory;
  readonly clock: Clock;
  /** The same for actions on plain resources. */
  readonly scope: ResourceScope;
  /** Called for each added object, for the command's output. */
  added(kind: string, name: string): void;
}

/** The input for completing what is due. */
export interface SettleScope {
  readonly store: Store;
  readonly directory: Directory;
  readonly clock: Clock;
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
