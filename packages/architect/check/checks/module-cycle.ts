import { getText } from "../../archy/values.ts";
import type { Diagnostic } from "../../diagnostic.ts";
import type { FlowNode } from "../../graph/types.ts";
import type { FlowToCheck } from "../types.ts";

/** Modules that call each other in a circle: none of them could be published first. */
export function moduleCycles(flows: readonly FlowToCheck[]): Diagnostic[] {
  const modules = new Map(
    flows.filter(({ graph }) => graph.type === "commonModule").map((flow) => [flow.graph.name.toLowerCase(), flow]),
  );
  const done = new Set<FlowToCheck>();
  const found: Diagnostic[] = [];
  for (const from of modules.values()) {
    const way: { flow: FlowToCheck; calls: FlowNode[] }[] = [];
    const enter = (flow: FlowToCheck) => void way.push({ flow, calls: callsOf(flow) });
    if (!done.has(from)) enter(from);
    for (let top = way[way.length - 1]; top; top = way[way.length - 1]) {
      const node = top.calls.shift();
      if (!node) {
        done.add(top.flow);
        way.pop();
        continue;
      }
      const called = modules.get((getText(node.properties, "module") ?? "").toLowerCase());
      const at = way.findIndex(({ flow }) => flow === called);
      if (called && at >= 0)
        found.push(
          cycle(
            way.slice(at).map(({ flow }) => flow),
            node,
          ),
        );
      else if (called && !done.has(called)) enter(called);
    }
  }
  return found;
}

function callsOf({ graph }: FlowToCheck): FlowNode[] {
  return [...graph.nodes.values()].filter(({ kind }) => kind === "callModule" || kind === "callCommonModule");
}

function cycle(around: readonly FlowToCheck[], node: FlowNode): Diagnostic {
  const names = [...around, around[0] as FlowToCheck].map(({ graph }) => `'${graph.name}'`).join(" calls ");
  const last = around[around.length - 1] as FlowToCheck;
  return {
    code: "module-cycle",
    severity: "error",
    message: `Modules call each other in a circle: ${names}.`,
    hint: "Let the flow call the modules, one after the other.",
    flow: last.key,
    node: node.id,
    ...(node.location ? { location: node.location } : {}),
  };
}
