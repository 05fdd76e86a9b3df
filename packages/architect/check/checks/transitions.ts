import type { Check } from "../check.ts";

/** Transitions and starts that lead to no node. Only a graph that was not lifted can have one. */
export const transitions: Check = {
  codes: ["dangling-transition", "missing-start"],
  run({ graph, document }, report) {
    const has = (id: string) => graph.nodes.has(id);
    const hint = "Name a node of the flow.";
    for (const node of graph.nodes.values()) {
      for (const [way, target] of Object.entries(node.transitions)) {
        if (has(target)) continue;
        report("dangling-transition", {
          message: `The way '${way}' leads to '${target}', which is no node.`,
          hint,
          node,
        });
      }
    }
    if (document) return;
    if (graph.start === undefined) report("missing-start", { message: "The flow has no start.", hint });
    else if (!has(graph.start)) {
      report("dangling-transition", { message: `The flow starts at '${graph.start}', which is no node.`, hint });
    }
  },
};
