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
import type { Problem } from "../rule.ts";

/** A call to a common module, including one in Architect's own format (`callCommonModule`). */
export function isModuleCall(node: Pick<FlowNode, "kind">): boolean {
  return node.kind === "callModule" || node.kind === "callCommonModule";
}

/** A call to a common module, with the facts that its node shows. */
export interface ModuleCall {
  readonly node: FlowNode;
  /** Display name of the module; undefined if the call names no module or several modules. */
  readonly module: string | undefined;
  /** Keys under the module's name: `ver_latestPublished`. Undefined for a call that the kernel has parsed. */
  readonly selectors: readonly string[] | undefined;
  readonly contract: OutcomeContract | undefined;
  /**
   * The variable that the switch after the call tests, if the kernel has parsed the switch as the call's transitions.
   */
  readonly outcomeVariable: string | undefined;
  /** Output of the module -> the caller's variable. */
  readonly bound: ReadonlyMap<string, string>;
}

/** The module calls of a flow, in source order. */
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

/** `the call to the module "A" and the call to the module "B"`. */
export function callsNamed({ nodes }: FlowGraph, ids: readonly NodeId[]): string {
  const named = ids
    .flatMap((id) => nodes.get(id) ?? [])
    .map((node) => `the call to the module "${callAt(node).module}"`);
  return named.join(" and ");
}

function boundIn(outputs: ArchyMap): Map<string, string> {
  const bound = Object.entries(outputs).map(([output, binding]) => [output, getText(binding, "var")] as const);
  return new Map(bound.filter((one): one is [string, string] => one[1] !== undefined));
}

export function hasTransition(graph: FlowGraph, node: FlowNode, name: string): boolean {
  return nodeAt(graph, targetOf(node, name)) !== undefined;
}

const LATEST = "ver_latestPublished";
const SELECT_LATEST = "In Architect, select the latest published version of the module, then export the flow again.";

/** Whether a call names one module and one version of it, so that its transitions can be checked. */
export function isOneModule({ module, selectors }: ModuleCall): boolean {
  return module !== undefined && (selectors === undefined || selectors.length === 1);
}

/**
 * Problems with the version that a call selects. Every known export has `ver_latestPublished`; the vendor's SDK only
 * has the latest and the debug version (reference/archy.md §b, "Version selector").
 */
export function ofSelector({ node, module, selectors }: ModuleCall): Problem[] {
  if (selectors === undefined) return [];
  if (module === undefined) {
    const message = `The call "${node.name}" cannot be checked: it does not name exactly one module.`;
    return [{ message, fix: "In Architect, select the module that the action calls, then export the flow again." }];
  }
  const call = `The call to the module "${module}"`;
  const [selector, ...others] = selectors;
  if (selector === undefined || others.length > 0) {
    const what = selector === undefined ? "it selects no version" : `it selects ${selectors.length} versions`;
    return [{ message: `${call} cannot be checked: ${what} of the module.`, fix: SELECT_LATEST }];
  }
  if (selector === LATEST) return [];
  const fixed = /^ver_v?(\d+)(?:[._-](\d+))?$/i.exec(selector);
  if (fixed) {
    const version = `${fixed[1]}.${fixed[2] ?? "0"}`;
    const message = `${call} selects the fixed version ${version} of the module (\`${selector}\`).`;
    const why =
      "The flow never uses a later version of the module. The transitions of the call cannot be checked against the outcomes of this version.";
    const fix = `${SELECT_LATEST} To keep an older version for a while, set \`pin\` in the options of the flow.`;
    return [{ message, why, fix }];
  }
  if (/debug/i.test(selector)) {
    const message = `${call} selects the debug version of the module (\`${selector}\`).`;
    return [{ message, why: "Callers hear the version under test, not the published one.", fix: SELECT_LATEST }];
  }
  const message = `${call} cannot be checked: the meaning of the version selector \`${selector}\` is unknown.`;
  return [{ message, why: "Exports only contain `ver_latestPublished`.", fix: SELECT_LATEST }];
}
