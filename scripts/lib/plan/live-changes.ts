import { isDeepStrictEqual } from "node:util";
import type { EngineStep } from "@genesys-flows/report/events";
import { type ReportedRun, reportedRun } from "../report/reported-run.ts";
import type { OpenedStack } from "../runs/opened-stack.ts";
import { passThrough } from "../system/pass-through.mjs";

/** Reads the live objects of a stack with `refresh --preview-only`, which writes nothing. */
export function liveRead({ project, stack, cli, env }: OpenedStack): Promise<ReportedRun> {
  return reportedRun(
    { project, stack },
    {
      cli,
      args: ["refresh", "--preview-only", "--stack", stack],
      env,
      phase: "refresh",
      run: ({ cli: program, args, ...options }) => passThrough(program, args, options),
    },
  );
}

/**
 * What changed in the organisation since the state of a stack was written, a sentence for each object. That the live state is not the
 * desired one is no change: the plan was made of it.
 */
export async function changesSince(opened: OpenedStack): Promise<string[]> {
  const { ending, report, done, output } = await liveRead(opened);
  if (ending.code !== 0 || ending.signal !== null) {
    const errors = report.findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const why = errors.length > 0 ? errors : [report.run.cause ?? output.trim()];
    return [`The organisation cannot be compared with the state: ${why.join(" ")}`];
  }
  const changed = done.steps.filter(({ op }) => op !== "refresh").filter(isOther);
  return changed.map(({ name, type }) => {
    const drift = report.outside.find(({ kind, flow }) => kind === "drift" && flow?.key === name);
    return drift?.text ?? `${type.split(":").at(-1)} '${name}' was changed outside this stack.`;
  });
}

/** Whether the live object is not the one that the state has. */
function isOther({ old, new: live }: EngineStep): boolean {
  return old !== undefined && !isDeepStrictEqual([old.id, old.outputs], [live?.id, live?.outputs]);
}
