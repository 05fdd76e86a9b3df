import { actionOf } from "../../archy/actions/index.ts";
import { propertyProblems } from "../../archy/property-problems.ts";
import { MAX_CASES, switchTests } from "../../graph/output-paths.ts";
import type { Check } from "../check.ts";

/**
 * Unknown and missing properties of actions in an export, and properties with undocumented values. For a definition,
 * parsing already checks its properties.
 */
export const properties: Check = {
  codes: ["unknown-property", "undocumented-property", "property-form", "missing-property", "unknown-word"],
  run(subject, report) {
    for (const { key, body, path, node } of subject.document ? subject.actions() : []) {
      const info = actionOf(key);
      for (const { code, message, hint, path: within } of info ? propertyProblems(info, body) : []) {
        report(code, { message, hint, path: [...(path ?? []), ...within], node });
      }
    }
  },
};

export const caseCount: Check = {
  codes: ["too-many-cases"],
  ofParts: true,
  run({ graph }, report) {
    for (const node of graph.nodes.values()) {
      if (actionOf(node.kind)?.shape !== "cases") continue;
      const { length } = switchTests(node.properties).cases;
      if (length <= MAX_CASES) continue;
      const message = `A switch can have at most ${MAX_CASES} cases, but this one has ${length}.`;
      const hint = "Split the switch, or look up the value in a data table.";
      report("too-many-cases", { message, hint, node });
    }
  },
};
