import { readFileSync, rmSync } from "node:fs";
import { readGate } from "@genesys-flows/policies/gate";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { ruleOf } from "@genesys-flows/rules";
import { stringify } from "yaml";
import type { Workspace } from "./workspace.ts";

/**
 * Exempts every violation in the flows of a workspace, instead of earlier exemptions: for suites about what happens to flows as
 * they are in Architect.
 * @returns the rules that the flows violate, one entry for each exemption
 */
export async function exemptViolations(workspace: Workspace): Promise<string[]> {
  rmSync(workspace.path("policies/exemptions.yaml"), { force: true });
  const stackFile = `Pulumi.${workspace.stack}.yaml`;
  const stack = stackFileEntries(stackFile, readFileSync(workspace.path(stackFile), "utf8"));
  const project = await loadProject({ root: workspace.root, stack, stackFile, fresh: true });
  const gate = await readGate({ folder: workspace.path("policies") });
  const violations = gate
    .judge(project, { stack: workspace.stack })
    .findings.flatMap(({ severity, code, flow, node }) => {
      const rule = severity === "error" ? ruleOf(code)?.name : undefined;
      return rule === undefined || flow === undefined
        ? []
        : [JSON.stringify({ rule, flow, ...(node !== undefined && { node }) })];
    });
  const entries = [...new Set(violations)].map((one) => ({
    ...(JSON.parse(one) as { rule: string }),
    reason: "As it is in Architect.",
    owner: "Voice team",
    expires: "9999-12-31",
  }));
  workspace.write("policies/exemptions.yaml", stringify(entries));
  return entries.map(({ rule }) => rule);
}
