import { hasStandInName } from "../../archy/modules.ts";
import type { Diagnostic } from "../../diagnostic.ts";
import type { FlowToCheck } from "../types.ts";

/** Two flows of one type and name: the platform has one (reference/archy.md §c). */
export function duplicateNames(flows: readonly FlowToCheck[]): Diagnostic[] {
  const first = new Map<string, FlowToCheck>();
  return flows.flatMap((flow): Diagnostic[] => {
    const { graph, document, key } = flow;
    if (document && hasStandInName(document)) return [];
    const name = `${graph.type} ${graph.name.toLowerCase()}`;
    const other = first.get(name);
    if (!other) {
      first.set(name, flow);
      return [];
    }
    const location = document?.locate([document.flowType, "name"]) ?? graph.location;
    return [
      {
        code: "duplicate-name",
        severity: "error",
        message: `Two flows of type ${graph.type} have the name '${graph.name}': this one and '${other.key}'.`,
        hint: "Names are unique per flow type in an organisation, whatever their case. Rename one of the two.",
        flow: key,
        ...(location ? { location } : {}),
      },
    ];
  });
}
