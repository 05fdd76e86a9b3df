export { baseline } from "./commands/baseline.ts";
export { check } from "./commands/check.ts";
export { seed, serve } from "./commands/org.ts";
export { type Context, UsageError } from "./context.ts";
