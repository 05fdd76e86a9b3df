/**
 * The result of a check. `warning`: an update succeeds, and reports the problem. `unknown`: cannot be tested.
 * `skipped`: not checked because of another problem.
 */
export type CheckResult = "ok" | "problem" | "warning" | "unknown" | "skipped";

export interface Check {
  /** Permanent name for programs: `region`, `permission architect:job:create`. */
  readonly id: string;
  readonly result: CheckResult;
  /** The finding; for a problem, its cause and what to do, in the same words as in an update. */
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
