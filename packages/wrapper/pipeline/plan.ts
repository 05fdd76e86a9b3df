import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readInputs, UsageError } from "@genesys-flows/cli";
import { type Given, type PipelineContext, stackName } from "@genesys-flows/pipeline";
import { jsonReport } from "@genesys-flows/report";
import { z } from "zod";
import { applyPlan, liveRead } from "../plan/apply-plan.ts";
import { makePlan } from "../plan/make-plan.ts";
import { showReport } from "../report/reported-run.ts";
import { openedStack } from "../runs/opened-stack.ts";
import { stackFile } from "../stack/stack.ts";
import { currentCommit } from "../system/commit.ts";
import { driftFile, planFile } from "../system/files.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { say } from "../system/say.ts";

const stack = { schema: stackName, flag: "--stack" } as const;
const file = z.string().min(1).optional();

/** Makes a plan for an update. Sets the step's output `changes`, which says whether there is anything to apply. */
export async function plan(given: Given, { root, env }: PipelineContext): Promise<number> {
  const supersedes = {
    schema: z
      .string()
      .regex(/^[0-9a-f]{7,}$/)
      .optional(),
    flag: "--supersedes",
  };
  const inputs = readInputs({ stack, out: { schema: file, flag: "--out" }, supersedes }, { given, env });
  const out = path.resolve(root, inputs.out ?? planFile(inputs.stack));
  if (stackFile(root, inputs.stack) === "")
    throw new UsageError(`There is no Pulumi.${inputs.stack}.yaml in ${root}, or it is empty.`);
  const commit = await currentCommit(root);
  const { ending, changes } = await makePlan({ project: root, stack: inputs.stack }, { ...inputs, out });
  setOutput("changes", String(changes), env);
  say(`\n${made({ ...inputs, commit, isMade: codeOf(ending) === 0, file: path.relative(root, out) })}`);
  return codeOf(ending);
}

export function made(o: {
  readonly stack: string;
  readonly commit: string | undefined;
  readonly isMade: boolean;
  /** Path of the plan file, relative to the project. `out` is the value of `--out`, if it was given. */
  readonly file: string;
  readonly out?: string | undefined;
}): string {
  if (!o.isMade) return "No plan was made.";
  const { stack, commit = "", file, out } = o;
  const named = out === undefined ? "" : ` --plan ${out}`;
  const own = commit.endsWith("+")
    ? "\nThis checkout has uncommitted changes. They are part of the plan, so the plan can be applied only in this checkout."
    : "";
  return `The plan for commit ${commit.slice(0, 12)} is in ${file}. Apply the plan with: npm run pipeline -- apply --stack ${stack}${named}${own}`;
}

export async function apply(given: Given, { root, env }: PipelineContext): Promise<number> {
  const inputs = readInputs({ stack, plan: { schema: file, flag: "--plan" } }, { given, env });
  const kept = path.resolve(root, inputs.plan ?? planFile(inputs.stack));
  return codeOf(await applyPlan({ project: root, stack: inputs.stack }, { plan: kept }));
}

function codeOf({ code, signal }: Ending): number {
  return signal === null ? code : 1;
}

/** Sets an output of this step for later steps. Does nothing if GITHUB_OUTPUT does not specify a file. */
function setOutput(name: string, value: string, env: Readonly<Record<string, string | undefined>>): void {
  const file = env["GITHUB_OUTPUT"];
  if (file) appendFileSync(file, `${name}=${value}\n`);
}

/** Reports changes made outside a stack. @returns 1 if the organisation could not be read */
export async function drift(given: Given, { root, env }: PipelineContext): Promise<number> {
  const inputs = readInputs({ stack, out: { schema: file, flag: "--out" } }, { given, env });
  const opened = await openedStack({ project: root, stack: inputs.stack }, ["refresh", "--stack", inputs.stack]);
  const read = await liveRead(opened);
  await showReport(read);
  if (!succeeded(read.ending)) return 1;
  const out = path.resolve(root, inputs.out ?? driftFile(inputs.stack));
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(out, jsonReport(read.report));
  return 0;
}
