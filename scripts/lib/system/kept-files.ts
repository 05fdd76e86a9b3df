import path from "node:path";

/** The folder of a project in which commands keep what they write. Git ignores it, and it is no part of the source. */
export const KEPT = ".genesys";

/** Where the plan of a stack is kept, relative to the project. */
export function planFile(stack: string): string {
  return path.posix.join(KEPT, "plans", `${stack}.plan`);
}

/** The folder of the reports that pipelines keep; one of each stack below it. */
export const REPORTS = path.posix.join(KEPT, "reports");

/** Where the drift of a stack is kept. */
export function driftFile(stack: string): string {
  return path.posix.join(REPORTS, stack, "drift.json");
}
