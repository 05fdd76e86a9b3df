export { type Context, UsageError } from "./context.ts";
export { run } from "./run.ts";
