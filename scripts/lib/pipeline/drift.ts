import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readInputs } from "@genesys-flows/cli";
import { type PipelineContext, stackName } from "@genesys-flows/pipeline";
import { jsonReport } from "@genesys-flows/report";
import { z } from "zod";
import { liveRead } from "../plan/live-changes.ts";
import { showReport } from "../report/show.ts";
import { openedStack } from "../runs/opened-stack.ts";
import { driftFile } from "../system/kept-files.ts";

const fields = {
  stack: { schema: stackName, flag: "--stack" },
  out: { schema: z.string().min(1).optional(), flag: "--out" },
} as const;

/** Reports what somebody changed outside of a stack. @returns 1 when the organisation could not be read */
export async function drift(given: Readonly<Record<string, unknown>>, context: PipelineContext): Promise<number> {
  const { stack, out = driftFile(stack) } = readInputs(fields, { given, env: context.env });
  const opened = await openedStack({ project: context.root, stack }, ["refresh", "--stack", stack]);
  const read = await liveRead(opened);
  showReport(read);
  if (read.ending.code !== 0 || read.ending.signal !== null) return 1;
  const file = path.resolve(context.root, out);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, jsonReport(read.report));
  return 0;
}
