import { DiagnosticError } from "@genesys-flows/architect";
import { organisationDiagnostic } from "../diagnostics.ts";
import { ApiError } from "../http/api-error.ts";
import type { Service, SettleScope } from "../service.ts";
import type { OrganisationSeed } from "./schema.ts";

const SEED_AUTHOR = "organisation";

/** An object that a seed added. */
export interface SeedAddition {
  readonly kind: string;
  readonly name: string;
}

export interface SeedRun extends SettleScope {
  readonly seed: OrganisationSeed;
  readonly services: readonly Service[];
}

/**
 * Adds entries of the seed that do not exist yet, in one transaction. Does not change existing objects, which are found
 * by name.
 * @throws DiagnosticError `seed-conflict` if an entry conflicts with the content of the store; in that case, nothing is
 * added
 */
export function applySeed(run: SeedRun): SeedAddition[] {
  try {
    return run.store.transaction(() => run.services.flatMap((service) => seedService(service, run)));
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    const message = `The seed cannot be added to the organisation in ${run.store.file}: ${cause.message}`;
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
    caller: { clientId: SEED_AUTHOR },
    added: (kind, name) => additions.push({ kind, name }),
  });
  return additions;
}
