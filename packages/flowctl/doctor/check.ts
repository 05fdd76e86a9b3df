/**
 * What a check found. `warning`: an update works, and reports it. `unknown`: it cannot be tested. `skipped`: not checked, because of
 * another problem.
 */
export type CheckResult = "ok" | "problem" | "warning" | "unknown" | "skipped";

/** One thing that an update needs. */
export interface Check {
  /** Permanent name for programs: `region`, `permission architect:job:create`. */
  readonly id: string;
  readonly result: CheckResult;
  /** What was found; of a problem, why and what to do, in the words of the update. */
  readonly text: string;
}

export function ok(id: string, text: string): Check {
  return { id, result: "ok", text };
}

export function problem(id: string, text: string): Check {
  return { id, result: "problem", text };
}

export function warning(id: string, text: string): Check {
  return { id, result: "warning", text };
}

export function unknown(id: string, text: string): Check {
  return { id, result: "unknown", text };
}

/** @param because the check that must be ok before */
export function skipped(id: string, because: string): Check {
  return { id, result: "skipped", text: `Not checked: see ${because}.` };
}
