import { checkFlow, type Diagnostic, type ModuleContract } from "@genesys-flows/architect";
import type { LinkedFlow } from "./link.ts";

/**
 * What the kernel finds in each flow, against the modules of the project: errors and warnings. Notes, which nobody can
 * judge without the platform, are left to `flowctl check`.
 */
export function flowFindings(flows: readonly LinkedFlow[]): Diagnostic[] {
  const contracts = new Map<string, ModuleContract>();
  for (const { document, contract } of flows) if (contract) contracts.set(document.name.toLowerCase(), contract);
  const contract = (name: string) => contracts.get(name.toLowerCase());
  return flows
    .flatMap(({ read, document, graph }) =>
      read.origin === "export"
        ? checkFlow(document, { key: read.key, graph, contract })
        : checkFlow(graph, { key: read.key, contract }),
    )
    .filter(({ severity }) => severity !== "note");
}
