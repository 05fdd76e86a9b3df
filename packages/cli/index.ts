export { type Context, contextOf, type Output } from "./context.ts";
export { CommandError, UsageError, unknownFormat } from "./errors.ts";
export { type InputField, readInputs } from "./inputs.ts";
export type { Arguments, Command, Program } from "./program.ts";
export { canAsk, confirm } from "./question.ts";
export { runCommands, runProcess } from "./run.ts";
export { interrupted, onSignal } from "./signals.ts";
export { terminal } from "./terminal.ts";
