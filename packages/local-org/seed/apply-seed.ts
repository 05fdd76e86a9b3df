import { DiagnosticError } from "@genesys-flows/architect";
import { organisationDiagnostic } from "../diagnostics.ts";
import type { Directory } from "../directory.ts";
import { ApiError } from "../http/api-error.ts";
import type { Clock } from "../http/route.ts";
import type { Service } from "../service.ts";
import type { Store } from "../store/store.ts";
import type { OrganisationSeed } from "./schema.ts";

/** Stands for the creator of what a seed added. */
const SEED_AUTHOR = "organisation";

/** One thing that a seed added. */
export interface SeedAddition {
  readonly kind: string;
  readonly name: string;
}

export interface SeedRun {
  readonly store: Store;
  readonly seed: OrganisationSeed;
  readonly services: readonly Service[];
  readonly directory: Directory;
  readonly clock: Clock;
}

/**
 * Adds what the seed names and the store lacks, in one transaction; what is there already, found by its name, stays as it
 * is. So a second run adds nothing.
 * @throws DiagnosticError `seed-conflict` when an addition contradicts what the store holds; nothing is added then
 */
export function applySeed(run: SeedRun): SeedAddition[] {
  try {
    return run.store.transaction(() => run.services.flatMap((service) => seedService(service, run)));
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    const message = `The seed cannot be added to the organisation of ${run.store.file}: ${cause.message}`;
    const hint = "Nothing was added. Change the seed's entry, or the content of the organisation.";
    throw new DiagnosticError([organisationDiagnostic("seed-conflict", message, { hint })]);
  }
}

function seedService(service: Service, { store, seed, directory, clock }: SeedRun): SeedAddition[] {
  const additions: SeedAddition[] = [];
  service.seed?.({
    store,
    seed,
    directory,
    clock,
    scope: { store, directory, now: clock.now(), author: SEED_AUTHOR },
    added: (kind, name) => additions.push({ kind, name }),
  });
  return additions;
}
