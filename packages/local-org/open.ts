import { Directory } from "./directory.ts";
import { addFaults } from "./faults/fault-table.ts";
import { readFaultScenario } from "./faults/read-scenario.ts";
import { faultService } from "./faults/service.ts";
import { operationNames } from "./http/operations.ts";
import type { Clock, Route } from "./http/route.ts";
import { applySeed, type SeedAddition } from "./seed/apply-seed.ts";
import { emptySeed, readSeed } from "./seed/read-seed.ts";
import type { Service } from "./service.ts";
import { localService } from "./services/local.ts";
import { organisationOf } from "./services/organisation.ts";
import { services } from "./services.ts";
import { migrate } from "./store/migrations.ts";
import { Store } from "./store/store.ts";

export interface OpenOrganisation {
  readonly store: Store;
  readonly services: readonly Service[];
  readonly directory: Directory;
  /** The objects that the seed added to an empty store; empty if the organisation already existed. */
  readonly additions: readonly SeedAddition[];
}

export const systemClock: Clock = { now: () => Date.now() };

/**
 * Opens the organisation in a file: migrates its tables and, if it is empty, fills it from the seed. Two processes may
 * do this at the same time.
 * @throws DiagnosticError with every invalid entry of the seed; OrganisationFileError if the file cannot be used
 */
export function openOrganisation(o: { file: string; seed?: string; clock: Clock }): OpenOrganisation {
  const routes = (): readonly Route[] => all.flatMap((service) => service.routes);
  const all: readonly Service[] = [...services, faultService(() => operationNames(routes())), localService(routes)];
  const store = new Store(o.file);
  try {
    migrate(store, all);
    const directory = new Directory(store, all);
    const additions = organisationOf(store) ? [] : fill();
    return { store, services: all, directory, additions };

    function fill(): SeedAddition[] {
      const seed = o.seed === undefined ? emptySeed : readSeed(o.seed);
      return store.transaction(() =>
        organisationOf(store) ? [] : applySeed({ store, seed, services: all, directory, clock: o.clock }),
      );
    }
  } catch (error) {
    store.close();
    throw error;
  }
}

/**
 * Adds new entries of the seed file to an organisation, which is created if it does not exist. Returns the added
 * objects.
 * @throws DiagnosticError with every invalid entry of the seed
 */
export function seedOrganisation(o: { file: string; seed: string; clock?: Clock }): SeedAddition[] {
  const clock = o.clock ?? systemClock;
  const seed = readSeed(o.seed);
  const { store, services: all, directory, additions } = openOrganisation({ file: o.file, clock, seed: o.seed });
  try {
    if (additions.length > 0) return [...additions];
    return applySeed({ store, seed, services: all, directory, clock });
  } finally {
    store.close();
  }
}

/**
 * Adds the faults of a scenario file to an organisation, even if the organisation is not running. Returns their names.
 * @throws DiagnosticError with every error in the scenario; in that case, nothing is added
 */
export function addFaultScenario(o: { readonly file: string; readonly scenario: string }): string[] {
  const { store, services } = openOrganisation({ file: o.file, clock: systemClock });
  try {
    const scenario = readFaultScenario(o.scenario, operationNames(services.flatMap((service) => service.routes)));
    return store.transaction(() => addFaults(store, scenario)).map(({ name }) => name);
  } finally {
    store.close();
  }
}
