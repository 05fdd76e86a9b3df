export { baseline } from "./commands/baseline.ts";
export { type CheckOptions, check } from "./commands/check.ts";
export { seed, serve } from "./commands/org.ts";
export { type CommandRow, commands, type Given } from "./commands.ts";
export { type Context, UsageError } from "./context.ts";
export { type FlowFile, type ReadOptions, readFlow } from "./reading/flow-file.ts";
