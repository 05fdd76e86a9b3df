import { operationNames } from "../http/operations.ts";
import { openOrganisation, systemClock } from "../open.ts";
import { addFaults, storedFaults } from "./fault-table.ts";
import { readFaultScenario } from "./read-scenario.ts";

/**
 * Adds the faults of a scenario file to an organisation, which need not be served at the moment. Returns their names.
 * @throws DiagnosticError with every mistake of the scenario; nothing is added then
 */
export function addFaultScenario(o: { readonly file: string; readonly scenario: string }): string[] {
  const { store, services } = openOrganisation({ file: o.file, clock: systemClock });
  try {
    const scenario = readFaultScenario(o.scenario, operationNames(services.flatMap((service) => service.routes)));
    const ids = new Set(store.transaction(() => addFaults(store, scenario)));
    return storedFaults(store)
      .filter((fault) => ids.has(fault.id))
      .map((fault) => fault.name);
  } finally {
    store.close();
  }
}
