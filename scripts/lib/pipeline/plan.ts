import { applyPlan } from "../plan/apply-plan.ts";
import { makePlan } from "../plan/make-plan.ts";
import { fileNameOf } from "../stack/stack.ts";
import { projectFolder } from "../system/folders.ts";
import type { Ending } from "../system/pass-through.mjs";
import { SetUpError } from "../system/say.ts";
import { setOutput } from "./step-output.ts";

/** Makes the plan of an update. Gives the step's output `changes`: whether there is something to apply. */
export async function plan(o: { readonly stack?: string; readonly out?: string }): Promise<number> {
  const stack = required(o.stack);
  const { ending, changes } = await makePlan(
    { project: projectFolder(), stack },
    { out: o.out ?? `${fileNameOf(stack)}.plan` },
  );
  setOutput("changes", String(changes));
  return codeOf(ending);
}

/** Makes the update of a plan. */
export async function apply(o: { readonly stack?: string; readonly plan?: string }): Promise<number> {
  const stack = required(o.stack);
  return codeOf(await applyPlan({ project: projectFolder(), stack }, { plan: o.plan ?? `${fileNameOf(stack)}.plan` }));
}

/** A pipeline names its stack: which one is selected on a machine does not matter there. */
export function required(stack: string | undefined): string {
  if (stack !== undefined) return stack;
  throw new SetUpError("No stack is named. Add --stack NAME.", { exitCode: 2 });
}

function codeOf({ code, signal }: Ending): number {
  return signal === null ? code : 1;
}
