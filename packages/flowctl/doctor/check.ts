/**
 * The result of a check. `warning`: an update reports the problem but succeeds. `unknown`: the check is not possible.
 * `skipped`: another problem prevents the check.
 */
export type CheckResult = "ok" | "problem" | "warning" | "unknown" | "skipped";

export interface Check {
  /** Permanent name for programs: `region`, `permission architect:job:create`. */
  readonly id: string;
  readonly result: CheckResult;
  /** The finding. For a problem, the text gives the cause and a solution, in the same words as an update. */
  readonly text: string;
}

const found =
  (result: CheckResult) =>
  (id: string, text: string): Check => ({ id, result, text });

export const ok = found("ok");
export const problem = found("problem");
export const warning = found("warning");
export const unknown = found("unknown");

/** A check that was skipped. @param because the check that must be ok first */
export function skipped(id: string, because: string): Check {
  return { id, result: "skipped", text: `Not checked: see ${because}.` };
}
