import { reachable } from "../graph/reach.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { didYouMean } from "../suggest.ts";
import { inNode, isModule, isUnread, type Pass, report } from "./scope.ts";
import type { NodeDefinition } from "./types.ts";

/** Checks that the flow of an `end` is a module that declares the outcome. Returns whether the node sets the outcome. */
export function checkEnd(node: NodeDefinition, pass: Pass): boolean {
  const outcome = String(node.body);
  const at = inNode(node, "end");
  const { outcomes, type, unread } = pass.definition;
  if (!isModule(type)) {
    report(pass, "end-in-flow", "Only a common module ends with an outcome.", {
      at,
      node: node.id,
      hint: "End a flow with disconnect or a transfer, or remove the transition.",
    });
    return false;
  }
  if (outcomes.length === 0) {
    report(pass, "unknown-outcome", "The module has no outcomes: it declares outcomes: none.", {
      at,
      node: node.id,
      hint: "Write endTask: {}, or remove the transition.",
    });
    return false;
  }
  if (outcome !== "error" && !outcomes.includes(outcome) && !unread?.keys.has("outcomes")) {
    const hint = didYouMean(outcome, [...outcomes, "error"], "Its outcomes");
    report(pass, "unknown-outcome", `The module does not declare the outcome '${outcome}'.`, {
      at,
      node: node.id,
      hint,
    });
  }
  return true;
}

/** Checks that some node ends with each outcome that the module declares. */
export function checkOutcomes(pass: Pass): void {
  const { outcomes, nodes } = pass.definition;
  const ends = new Set(nodes.filter((node) => node.action === "end").map((node) => String(node.body)));
  for (const [index, outcome] of outcomes.entries()) {
    if (ends.has(outcome)) continue;
    const declared = pass.definition.locate(["outcomes", index]);
    pass.sink.report("outcome-never-reached", `No node ends with the outcome '${outcome}'.`, {
      location: declared,
      hint: `Add a node such as: done: {end: ${outcome}}`,
    });
  }
}

/** Checks that the flow has a start, and that its node exists. */
export function checkStart(ids: ReadonlySet<NodeId>, pass: Pass): void {
  const { start, nodes, type, unread } = pass.definition;
  if (unread?.keys.has("start")) return;
  if (start === undefined) {
    const first = nodes[0]?.id;
    const hint = first === undefined ? "A flow must have at least one node." : `Name the first node: start: ${first}`;
    report(pass, "missing-start", "The flow has no start.", { at: [type], where: "key", hint });
  } else if (!ids.has(start) && !isUnread(start, pass)) {
    report(pass, "dangling-transition", `The node '${start}' does not exist.`, {
      at: ["start"],
      hint: didYouMean(start, ids, "Nodes"),
    });
  }
}

/** Checks that the start leads to every node. */
export function checkReachable(graph: FlowGraph, pass: Pass): void {
  const { start, nodes } = graph;
  if (start === undefined || !nodes.has(start)) return;
  const reached = reachable(graph);
  for (const id of nodes.keys()) {
    if (reached.has(id)) continue;
    report(pass, "unreachable-node", `Nothing leads to the node '${id}'.`, {
      at: ["nodes", id],
      where: "key",
      node: id,
      hint: "Add a transition to it, or remove it.",
    });
  }
}
