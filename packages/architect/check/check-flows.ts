import { hasStandInName } from "../archy/modules.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { ModuleContract } from "../graph/types.ts";
import { checkFlow } from "./check-flow.ts";
import { duplicateNames } from "./checks/duplicate-name.ts";
import { moduleCycles } from "./checks/module-cycle.ts";
import type { FlowToCheck } from "./types.ts";

/** Everything that can be said of several flows that belong together: of each by itself, and of all. */
export function checkFlows(flows: readonly FlowToCheck[]): Diagnostic[] {
  const contract = contractsOf(flows);
  return [
    ...duplicateNames(flows),
    ...moduleCycles(flows),
    ...flows.flatMap(({ key, document, graph, filledIn }) =>
      document
        ? checkFlow(document, { key, graph, contract })
        : checkFlow(graph, { key, contract, ...(filledIn && { filledIn }) }),
    ),
  ];
}

/** The contracts of the modules among the flows, by display name without regard to case. */
export function contractsOf(flows: readonly FlowToCheck[]): (moduleName: string) => ModuleContract | undefined {
  const byName = new Map<string, ModuleContract>();
  for (const { contract, graph, document } of flows) {
    const known = contract ?? graph.module;
    if (known && !(document && hasStandInName(document))) byName.set(graph.name.toLowerCase(), known);
  }
  return (name) => byName.get(name.toLowerCase());
}
