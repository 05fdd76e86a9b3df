import { actionOf } from "../../archy/actions/index.ts";
import { switchTests } from "../../graph/ways.ts";
import type { Check } from "../check.ts";
import { placeOfNode } from "../place.ts";

/** Most cases of a switch (reference/archy.md §d). */
const MOST = 64;

export const caseCount: Check = {
  codes: ["too-many-cases"],
  run({ graph }, report) {
    for (const node of graph.nodes.values()) {
      if (actionOf(node.kind)?.shape !== "cases") continue;
      const { length } = switchTests(node.properties).cases;
      if (length <= MOST) continue;
      const message = `A switch has at most ${MOST} cases; this one has ${length}.`;
      const hint = "Split it, or look the value up in a data table.";
      report("too-many-cases", { message, hint, ...placeOfNode(node) });
    }
  },
};
