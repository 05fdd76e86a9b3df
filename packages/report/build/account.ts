import { ACCOUNT_FORMAT, type RunningFlow, type UpdateAccount } from "../account.ts";
import type { EngineRun } from "../events/engine-run.ts";
import type { Report } from "../model/report.ts";
import { mapIn, textsIn } from "../model/values.ts";
import { type FlowStep, stackOf } from "./stack.ts";

const STACK = "pulumi:pulumi:Stack";

/**
 * The account of an update, from the engine's events and the report made from them.
 * @returns undefined for an update that changed nothing, unless it applied a plan successfully
 */
export function accountOf(
  run: EngineRun,
  report: Report,
  about: Pick<UpdateAccount, "time" | "commit" | "tree" | "plan">,
): UpdateAccount | undefined {
  const { flows, objects, numbers, addresses = [] } = report;
  const changed =
    numbers.length + addresses.length > 0 || [...flows, ...objects].some(({ outcome }) => outcome === "done");
  if (!changed && (about.plan === undefined || report.run.ended !== "succeeded")) return undefined;
  // A refresh has a separate, earlier step for the stack.
  const outputs = run.steps.findLast(({ type }) => type === STACK)?.new?.outputs;
  return {
    format: ACCOUNT_FORMAT,
    ...about,
    flows: Object.fromEntries(stackOf(run).flows.flatMap(runningFlow)),
    sourceDigests: mapIn(outputs?.["sourceDigests"]) as UpdateAccount["sourceDigests"],
    report,
  };
}

/**
 * The published version of a flow after the update; empty if the update deleted the flow or could not create the flow.
 */
function runningFlow({ key, step, component }: FlowStep): [string, RunningFlow][] {
  const isDeleted = step.op.startsWith("delete") && step.ended === "done";
  const state = step.ended === "done" ? (step.new ?? step.old) : step.old;
  const id = state?.id ?? step.old?.id;
  const { name, type, publishedVersion, digest } = Object.fromEntries(textsIn(state?.outputs));
  if (component === undefined || isDeleted || id === undefined || name === undefined || publishedVersion === undefined)
    return [];
  return [[key, { id, name, type, publishedVersion, digest: digest ?? "" }]];
}
