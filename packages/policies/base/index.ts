export { type Base, baseProject, readBase } from "./base.ts";
export { type Baseline, baselineOf, type Listed, withExemptions } from "./baseline.ts";
export { BaseError, baseCommit, checkOut } from "./git.ts";
export { weakened } from "./weakened.ts";
