import path from "node:path";
import { readInputs } from "@genesys-flows/cli";
import { workflowCommand } from "@genesys-flows/report/workflow-commands";
import { z } from "zod";
import type { PipelineContext } from "../../program.ts";
import { annotationsOf } from "../annotations.ts";
import { changedLines } from "../changed-lines.ts";
import { reportAt } from "../own-report.ts";

const fields = {
  report: { schema: z.string(), flag: "--report" },
  base: { schema: z.string().min(1).optional(), flag: "--base" },
} as const;

/** Prints the annotations of a report as workflow commands. @returns 0 @throws UsageError */
export async function annotate(given: Readonly<Record<string, unknown>>, context: PipelineContext): Promise<number> {
  const { report, base } = readInputs(fields, { given, env: context.env });
  const made = reportAt(path.resolve(context.root, report));
  const isChanged = base === undefined ? () => false : await changedLines({ root: context.root, base });
  const { shown, left } = annotationsOf(made, isChanged);
  for (const annotation of shown) context.exact.out(workflowCommand(annotation));
  if (left > 0) context.out(`${left} more are in the report: GitHub shows ten of a level.\n`);
  return 0;
}
