import { ERROR } from "../graph/output-paths.ts";
import { reachable } from "../graph/reach.ts";
import type { FlowGraph, ModuleContract, NodeId } from "../graph/types.ts";
import { didYouMean, nearest } from "../suggest.ts";
import { atKey, atValue, isModule, isUnread, type Pass, report } from "./scope.ts";
import type { NodeDefinition } from "./types.ts";

/** Checks that an `end` is in a module that declares the outcome. Returns whether the node sets the outcome. */
export function checkEnd(node: NodeDefinition, pass: Pass): boolean {
  const outcome = String(node.body);
  const at = atValue(node, "end");
  const { outcomes, type, unread } = pass.definition;
  if (!isModule(type)) {
    const hint = "End the flow with disconnect or a transfer, or remove the transition.";
    report(pass, "end-in-flow", "Only a common module ends with an outcome.", { ...at, hint });
    return false;
  }
  if (outcomes.length === 0) {
    const hint = "Write endTask: {}, or remove the transition.";
    report(pass, "unknown-outcome", "The module has no outcomes, because it declares outcomes: none.", { ...at, hint });
    return false;
  }
  if (outcome !== "error" && !outcomes.includes(outcome) && !unread?.keys.has("outcomes")) {
    const hint = didYouMean(outcome, [...outcomes, "error"], "Its outcomes");
    report(pass, "unknown-outcome", `The module does not declare the outcome '${outcome}'.`, { ...at, hint });
  }
  return true;
}

/**
 * Checks that at least one node ends with each outcome of the module. A misspelt outcome in an `end` also counts,
 * because it is reported elsewhere.
 */
export function checkOutcomes(pass: Pass): void {
  const { outcomes, nodes } = pass.definition;
  const ends = new Set(nodes.filter((node) => node.action === "end").map((node) => String(node.body)));
  const misspelt = [...ends].flatMap((end) => (outcomes.includes(end) ? [] : (nearest(end, outcomes) ?? [])));
  for (const [index, outcome] of outcomes.entries()) {
    if (ends.has(outcome) || misspelt.includes(outcome)) continue;
    report(pass, "outcome-never-reached", `No node ends with the outcome '${outcome}'.`, {
      at: ["outcomes", index],
      hint: `Add a node such as: done: {end: ${outcome}}`,
    });
  }
}

export function checkStart(ids: ReadonlySet<NodeId>, pass: Pass): void {
  const { start, nodes, type, unread } = pass.definition;
  if (unread?.keys.has("start")) return;
  if (start === undefined) {
    const first = nodes[0]?.id;
    const hint =
      first === undefined ? "A flow must have at least one node." : `Specify the first node: start: ${first}`;
    report(pass, "missing-start", "The flow has no start.", { at: [type], where: "key", hint });
  } else if (!ids.has(start) && !isUnread(start, pass)) {
    report(pass, "dangling-transition", `The node '${start}' does not exist.`, {
      at: ["start"],
      hint: didYouMean(start, ids, "Nodes"),
    });
  }
}

/**
 * Checks that every node is reachable from the start. If a call lacks a transition for an outcome of its module, only
 * the missing transition is reported, because the unreachable nodes are a consequence.
 */
export function checkReachable(
  graph: FlowGraph,
  contracts: ReadonlyMap<NodeId, ModuleContract>,
  pass: Pick<Pass, "definition" | "sink">,
): void {
  const { start, nodes } = graph;
  if (start === undefined || !nodes.has(start)) return;
  const reached = reachable(graph);
  const left = [...nodes.keys()].filter((id) => !reached.has(id));
  const missing = left.length === 0 ? [] : missingOutcomes([...reached], graph, contracts);
  for (const { id, module, outcome } of missing) {
    const some = left.slice(0, SHOWN).map((one) => `'${one}'`);
    report(pass, "missing-call-transition", `The call to the module "${module}" has no \`${outcome}\` transition.`, {
      ...atKey({ id }),
      hint: `Add \`${outcome}: <node>\` to its \`on\`. Nothing leads to ${some.join(", ")}${left.length > SHOWN ? ", ..." : ""}.`,
    });
  }
  if (missing.length > 0) return;
  for (const id of left) {
    const hint = "Add a transition to it, or remove it.";
    report(pass, "unreachable-node", `Nothing leads to the node '${id}'.`, { ...atKey({ id }), hint });
  }
}

const SHOWN = 3;

/** The outcomes of called modules for which the call has no transition. */
function missingOutcomes(
  reached: readonly NodeId[],
  { nodes }: FlowGraph,
  contracts: ReadonlyMap<NodeId, ModuleContract>,
): { id: NodeId; module: string; outcome: string }[] {
  return reached.flatMap((id) => {
    const { name, outcome, unread } = contracts.get(id) ?? {};
    if (name === undefined || !outcome || unread?.has("outcome")) return [];
    const wanted = [...Object.keys(outcome.outcomes), ERROR];
    const has = nodes.get(id)?.transitions ?? {};
    return wanted.filter((one) => !Object.hasOwn(has, one)).map((one) => ({ id, module: name, outcome: one }));
  });
}
