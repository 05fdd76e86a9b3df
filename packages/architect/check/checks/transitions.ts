import { reachable, successors } from "../../graph/reach.ts";
import type { FlowNode, NodeId } from "../../graph/types.ts";
import type { Check } from "../check.ts";
import type { Subject } from "../subject.ts";

/** Transitions and starts that name a node that does not exist. A lifted graph never contains such errors. */
export const transitions: Check = {
  codes: ["dangling-transition", "missing-start"],
  run({ graph, document }, report) {
    const has = (id: string) => graph.nodes.has(id);
    const hint = "Specify a node of the flow.";
    for (const node of graph.nodes.values()) {
      for (const [transition, target] of Object.entries(node.transitions)) {
        const message = `The transition '${transition}' leads to '${target}', which is not a node of the flow.`;
        if (!has(target)) report("dangling-transition", { message, hint, node });
      }
    }
    if (document) return;
    if (graph.start === undefined) report("missing-start", { message: "The flow has no start.", hint });
    else if (!has(graph.start)) {
      const message = `The flow starts at '${graph.start}', which is not a node of the flow.`;
      report("dangling-transition", { message, hint });
    }
  },
};

/** Unreachable nodes. Only the first node of a chain of unreachable nodes is reported. */
export const unreachableNode: Check = {
  codes: ["unreachable-node"],
  run(subject, report) {
    if (subject.graph.start === undefined) return;
    for (const { node, after } of unreachedHeads(subject)) {
      const more =
        after === 0 ? "" : after === 1 ? ", nor to the node after it" : `, nor to the ${after} nodes after it`;
      const message = `Nothing leads to '${node.name}'${more}.`;
      report("unreachable-node", { message, hint: "Add a transition to it, or remove it.", node });
    }
  },
};

function unreachedHeads({ graph }: Subject): { node: FlowNode; after: number }[] {
  const reached = reachable(graph);
  const left = new Set([...graph.nodes.keys()].filter((id) => !reached.has(id)));
  const targets = new Set([...left].flatMap((id) => successors(graph, id).filter((target) => target !== id)));
  const heads = [...left].filter((id) => !targets.has(id));
  const found: { node: FlowNode; after: number }[] = [];
  const covered = new Set<NodeId>();
  for (const head of [...heads, ...left]) {
    if (covered.has(head)) continue;
    const before = covered.size;
    const waiting = [head];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (!left.has(id) || covered.has(id)) continue;
      covered.add(id);
      waiting.push(...successors(graph, id));
    }
    found.push({ node: graph.nodes.get(head) as FlowNode, after: covered.size - before - 1 });
  }
  return found;
}
