import path from "node:path";
import { type PipelineContext, readInputs, stackName } from "@genesys-flows/pipeline";
import { z } from "zod";
import { applyPlan } from "../plan/apply-plan.ts";
import { makePlan } from "../plan/make-plan.ts";
import { planFile } from "../system/kept-files.ts";
import type { Ending } from "../system/pass-through.mjs";
import { setOutput } from "./step-output.ts";

type Given = Readonly<Record<string, unknown>>;

const stack = { schema: stackName, flag: "--stack" } as const;
const file = z.string().min(1).optional();

/** Makes the plan of an update. Gives the step's output `changes`: whether there is something to apply. */
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
  const { ending, changes } = await makePlan({ project: root, stack: inputs.stack }, { ...inputs, out });
  setOutput("changes", String(changes), env);
  return codeOf(ending);
}

/** Makes the update of a plan. */
export async function apply(given: Given, { root, env }: PipelineContext): Promise<number> {
  const inputs = readInputs({ stack, plan: { schema: file, flag: "--plan" } }, { given, env });
  const kept = path.resolve(root, inputs.plan ?? planFile(inputs.stack));
  return codeOf(await applyPlan({ project: root, stack: inputs.stack }, { plan: kept }));
}

function codeOf({ code, signal }: Ending): number {
  return signal === null ? code : 1;
}
