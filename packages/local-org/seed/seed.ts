import type { Clock } from "../http/types.ts";
import type { Directory } from "../resources/directory.ts";
import type { Service } from "../service.ts";
import type { Store } from "../store/store.ts";
import type { OrganisationSeed } from "./schema.ts";

/** Stands for the creator of what the organisation held at birth. */
const SEED_AUTHOR = "organisation";

/** One thing that a seed added. */
export interface SeedAddition {
  readonly kind: string;
  readonly name: string;
}

/**
 * Adds what the seed names and the store lacks, in one transaction; what is there already, found by its name, stays as it
 * is. So a second run adds nothing.
 */
export function applySeed(o: {
  store: Store;
  seed: OrganisationSeed;
  services: readonly Service[];
  directory: Directory;
  clock: Clock;
}): SeedAddition[] {
  const additions: SeedAddition[] = [];
  o.store.transaction(() => {
    for (const service of o.services) {
      service.seed?.({
        store: o.store,
        seed: o.seed,
        directory: o.directory,
        clock: o.clock,
        scope: { store: o.store, directory: o.directory, now: o.clock.now(), author: SEED_AUTHOR },
        added: (kind, name) => additions.push({ kind, name }),
      });
    }
  });
  return additions;
}
