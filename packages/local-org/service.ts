import type { Clock, Route } from "./http/types.ts";
import type { Directory, Entry, KindSource, Usage } from "./resources/directory.ts";
import type { OrganisationSeed } from "./seed/schema.ts";
import type { Schema } from "./store/migrations.ts";
import type { Store } from "./store/store.ts";

/** What a service's seed gets; it runs inside one transaction together with the seeds of all services. */
export interface SeedContext {
  readonly store: Store;
  readonly seed: OrganisationSeed;
  readonly directory: Directory;
  readonly clock: Clock;
  /** To be called for each thing that was added, for the command's output. */
  added(kind: string, name: string): void;
}

/** One part of the organisation: its tables, its routes, and what other parts may ask about it. */
export interface Service extends Schema {
  readonly routes: readonly Route[];
  /** Adds what the seed names and the store lacks; never changes or removes. */
  seed?(context: SeedContext): void;
  /** Kinds of things that this service keeps, by which the others find them. */
  readonly kinds?: Readonly<Record<string, KindSource>>;
  /** Who uses the thing `id` of `kind`, as far as this service knows: the reason to refuse its deletion. */
  usages?(store: Store, kind: string, id: string): readonly Usage[];
}

export type { Entry, KindSource, Usage };
