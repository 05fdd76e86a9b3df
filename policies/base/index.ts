export { type Base, type BaseOptions, baseProject, readBase } from "./base.ts";
export { type Baseline, baselineOf, type LeftOut, type Listed } from "./baseline.ts";
export { type NewExemption, withExemptions } from "./exemptions-text.ts";
export { BaseError, baseCommit, type Checkout, type Commit, checkOut } from "./git.ts";
export { selfExemptions } from "./self-exemptions.ts";
export { weakened } from "./weakened.ts";
