export { type Context, contextOf, type Output } from "./context.ts";
export { CommandError, UsageError, unknownFormat } from "./errors.ts";
export { type InputField, readInputs } from "./inputs.ts";
export { interrupted } from "./interrupted.ts";
export type { Arguments, Command, Program } from "./program.ts";
export { runCommands, runProcess } from "./run.ts";
