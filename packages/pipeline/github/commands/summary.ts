import path from "node:path";
import { readInputs } from "@genesys-flows/cli";
import { z } from "zod";
import type { PipelineContext } from "../../program.ts";
import { reportAt } from "../own-report.ts";
import { appendSummary } from "../summary.ts";

const fields = {
  report: { schema: z.string(), flag: "--report" },
  out: { schema: z.string(), flag: "--out", variable: "GITHUB_STEP_SUMMARY" },
} as const;

/** Adds a report to the summary of a job. @returns 0 @throws UsageError */
export async function summary(given: Readonly<Record<string, unknown>>, context: PipelineContext): Promise<number> {
  const { report, out } = readInputs(fields, { given, env: context.env });
  appendSummary(reportAt(path.resolve(context.root, report)), path.resolve(context.root, out));
  return 0;
}
