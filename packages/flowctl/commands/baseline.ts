import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { baselineText } from "@genesys-flows/policies/baseline";
import { moduleCallViolations, violationText } from "@genesys-flows/policies/violations";
import { sidecarOf } from "@genesys-flows/project";
import type { Context } from "../context.ts";
import { loadForStack } from "../stack-file.ts";

const FILE = "policies/baseline.json";

/** Writes today's violations in exports to `policies/baseline.json`: from then on these only warn, and new ones stop the run. */
export async function baseline(o: { stack: string }, context: Context): Promise<number> {
  const project = await loadForStack(context, o.stack);
  const violations = project.flows.flatMap((flow) =>
    moduleCallViolations(flow.document, { key: flow.key, sidecar: sidecarOf(flow) }),
  );
  const listed = violations.filter((violation) => violation.origin === "export");
  await writeFile(join(context.root, FILE), baselineText(violations));
  for (const violation of listed) context.out(`listed: ${violationText(violation)}\n`);
  const others = violations.filter((violation) => violation.origin !== "export");
  for (const violation of others)
    context.err(`not listed, because it is in a definition: ${violationText(violation)}\n`);
  context.out(`${FILE} lists ${listed.length} ${listed.length === 1 ? "violation" : "violations"}.\n`);
  return 0;
}
