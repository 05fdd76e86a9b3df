import {
  type ArchyMap,
  type FlowGraph,
  type FlowNode,
  get,
  getMap,
  getText,
  moduleCallOf,
  type NodeId,
  type OutcomeContract,
  singleEntry,
} from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { nodeAt, targetOf } from "../paths/next.ts";

/** A call of a common module, also one that Architect's own properties describe (`callCommonModule`). */
export function isModuleCall(node: Pick<FlowNode, "kind">): boolean {
  return node.kind === "callModule" || node.kind === "callCommonModule";
}

/** A call of a common module, as far as its node shows it. */
export interface ModuleCall {
  readonly node: FlowNode;
  /** Display name of the module; undefined where the call names none, or several. */
  readonly module: string | undefined;
  /** The keys below the module's name: `ver_latestPublished`. Undefined for a call that the kernel has read. */
  readonly selectors: readonly string[] | undefined;
  readonly contract: OutcomeContract | undefined;
  /** The variable that a switch tests which the kernel has read as the call's transitions. */
  readonly outcomeVariable: string | undefined;
  /** Output of the module -> variable of the caller. */
  readonly bound: ReadonlyMap<string, string>;
}

/** The module calls of a flow in the order of its source. */
export function moduleCallsOf(flow: FlowSubject): ModuleCall[] {
  const nodes = [...flow.graph.nodes.values()].filter(isModuleCall);
  if (nodes.length < 2 || flow.origin === "export") return nodes.map(callAt);
  const placed = nodes.map((node) => ({ node, place: flow.placeOf(node).location }));
  const line = ({ place }: (typeof placed)[number]) => (place?.line ?? 0) * 10_000 + (place?.column ?? 0);
  return placed.sort((a, b) => line(a) - line(b)).map(({ node }) => callAt(node));
}

export function callAt(node: FlowNode): ModuleCall {
  const { properties } = node;
  const outcome = getMap(properties, "outcome") as unknown as OutcomeContract | undefined;
  const raw = node.kind === "callCommonModule" ? moduleCallOf(properties) : undefined;
  const modules = get(properties, "commonModule");
  return {
    node,
    module: raw?.module ?? getText(properties, "module"),
    selectors: node.kind === "callCommonModule" ? Object.keys(singleEntry(modules)?.[1] ?? {}) : undefined,
    contract: outcome,
    outcomeVariable: getText(properties, "outcomeVariable"),
    bound: boundIn(raw?.outputs ?? getMap(properties, "outputs") ?? {}),
  };
}

/** `the call of the module "A" and the call of the module "B"`. */
export function callsNamed({ nodes }: FlowGraph, ids: readonly NodeId[]): string {
  const named = ids
    .flatMap((id) => nodes.get(id) ?? [])
    .map((node) => `the call of the module "${callAt(node).module}"`);
  return named.join(" and ");
}

function boundIn(outputs: ArchyMap): Map<string, string> {
  const bound = Object.entries(outputs).map(([output, binding]) => [output, getText(binding, "var")] as const);
  return new Map(bound.filter((one): one is [string, string] => one[1] !== undefined));
}

export function hasTransition(graph: FlowGraph, node: FlowNode, name: string): boolean {
  return nodeAt(graph, targetOf(node, name)) !== undefined;
}
