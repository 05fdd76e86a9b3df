import path from "node:path";
import { readInputs } from "@genesys-flows/cli";
import { z } from "zod";
import type { PipelineContext } from "../../program.ts";
import { githubClient } from "../client.ts";
import { driftOf } from "../drift.ts";
import { keepDriftIssue } from "../drift-issue.ts";
import { githubFields, stackName, wholeNumber } from "../inputs.ts";
import { reportAt } from "../own-report.ts";
import { Repository } from "../repository.ts";

const fields = {
  ...githubFields,
  report: { schema: z.string(), flag: "--report" },
  stack: { schema: stackName, flag: "--stack" },
  label: { schema: z.string().min(1).max(50), flag: "--label" },
  server: { schema: z.url().default("https://github.com"), variable: "GITHUB_SERVER_URL" },
  runId: { schema: wholeNumber, variable: "GITHUB_RUN_ID" },
} as const;

/**
 * Keeps the issue about the drift of a stack.
 * @returns 0; 1 when the report cannot be read
 * @throws GithubError, UsageError
 */
export async function driftIssue(given: Readonly<Record<string, unknown>>, context: PipelineContext): Promise<number> {
  const { stack, label, ...inputs } = readInputs(fields, { given, env: context.env });
  const report = reportAt(path.resolve(context.root, inputs.report), { stack });
  const repository = new Repository(githubClient({ ...inputs, ...context }), inputs.repository);
  const url = `${inputs.server}/${repository.name}/actions/runs/${inputs.runId}`;
  const author = inputs.author ?? (await repository.actor());
  const notes = await keepDriftIssue({ stack, drift: driftOf(report), label, author, url }, repository);
  for (const note of notes) context.out(`${note}\n`);
  return 0;
}
