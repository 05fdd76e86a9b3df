export { type Base, baseProject, readBase } from "./base.ts";
export { type Baseline, baselineOf, type Listed } from "./baseline.ts";
export { withExemptions } from "./exemptions-text.ts";
export { BaseError, baseCommit, checkOut } from "./git.ts";
export { weakened } from "./weakened.ts";
