export type { CommandRow, Given } from "./command-row.ts";
export { baseline } from "./commands/baseline.ts";
export { type CheckOptions, check } from "./commands/check.ts";
export { organisationCommands } from "./commands/org/rows.ts";
export { seed } from "./commands/org/seed.ts";
export { serve } from "./commands/org/serve.ts";
export { commands } from "./commands.ts";
export { type Context, contextOf, UsageError, type Writers } from "./context.ts";
export { type FlowFile, type ReadOptions, readFlow } from "./reading/flow-file.ts";
