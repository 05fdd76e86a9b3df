import { hasStandInName } from "../../archy/modules.ts";
import type { Scalar } from "../../archy/placeholders.ts";
import type { ArchyDocument } from "../../archy/types.ts";
import { getText } from "../../archy/values.ts";
import { kernelCodes } from "../../codes/kernel-codes.ts";
import { type Diagnostic, diagnosticOf } from "../../diagnostic.ts";
import type { FlowGraph, FlowNode, ModuleContract } from "../../graph/types.ts";
import { isModuleCall } from "../subject.ts";

export interface FlowToCheck {
  readonly key: string;
  /** The document of an export. A definition is checked as a graph. */
  readonly document?: ArchyDocument;
  readonly graph: FlowGraph;
  /** For a definition: the values that were substituted for `${name}`. */
  readonly filledIn?: readonly Scalar[];
  /** Contract of a module; default: the contract of the graph. */
  readonly contract?: ModuleContract;
}

/** Two flows of the same type and name, which the platform treats as one (reference/archy.md §c). */
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
    const message = `Two flows of type ${graph.type} have the name '${graph.name}': this flow and '${other.key}'.`;
    const hint =
      "A flow's name must be unique per flow type in an organisation, regardless of case. Rename one of the two.";
    return [diagnosticOf(kernelCodes, "duplicate-name", message, { hint, flow: key, ...(location && { location }) })];
  });
}

/** Modules that call each other in a cycle. None of them can be published first. */
export function moduleCycles(flows: readonly FlowToCheck[]): Diagnostic[] {
  const modules = new Map(
    flows.filter(({ graph }) => graph.type === "commonModule").map((flow) => [flow.graph.name.toLowerCase(), flow]),
  );
  const done = new Set<FlowToCheck>();
  const found: Diagnostic[] = [];
  for (const from of modules.values()) {
    const open: { flow: FlowToCheck; calls: FlowNode[] }[] = [];
    const enter = (flow: FlowToCheck) => void open.push({ flow, calls: callsOf(flow) });
    if (!done.has(from)) enter(from);
    for (let top = open[open.length - 1]; top; top = open[open.length - 1]) {
      const node = top.calls.shift();
      if (!node) {
        done.add(top.flow);
        open.pop();
        continue;
      }
      const called = modules.get((getText(node.properties, "module") ?? "").toLowerCase());
      const at = open.findIndex(({ flow }) => flow === called);
      const around = at < 0 ? [] : open.slice(at).map(({ flow }) => flow);
      if (called && at >= 0) found.push(cycle(around, node));
      else if (called && !done.has(called)) enter(called);
    }
  }
  return found;
}

function callsOf({ graph }: FlowToCheck): FlowNode[] {
  return [...graph.nodes.values()].filter(isModuleCall);
}

function cycle(around: readonly FlowToCheck[], node: FlowNode): Diagnostic {
  const names = [...around, around[0] as FlowToCheck].map(({ graph }) => `'${graph.name}'`).join(" calls ");
  const last = around[around.length - 1] as FlowToCheck;
  return diagnosticOf(kernelCodes, "module-cycle", `Modules call each other in a cycle: ${names}.`, {
    hint: "Call the modules from the flow, one after the other.",
    flow: last.key,
    node: node.id,
    ...(node.location ? { location: node.location } : {}),
  });
}
