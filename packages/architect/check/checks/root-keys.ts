import { rootKeyProblem } from "../../archy/root-keys.ts";
import type { Check } from "../check.ts";

/** Keys below the root that flows of the type do not have: of an export all, of a definition those of its `settings`. */
export const rootKeys: Check = {
  codes: ["unknown-root-key"],
  run({ document, graph }, report) {
    for (const key of Object.keys(document ? document.body : graph.settings)) {
      const problem = rootKeyProblem(graph.type, key);
      if (problem) report("unknown-root-key", { ...problem, ...(document ? { path: [document.flowType, key] } : {}) });
    }
  },
};
