export { commandFile } from "./command-file.ts";
export { CommandError, UsageError, unknownFormat } from "./errors.ts";
export { type InputField, readInputs } from "./inputs.ts";
export {
  type Arguments,
  type Command,
  type Context,
  commandName,
  contextOf,
  type Exits,
  exampleLine,
  exitCodes,
  type Output,
  type Program,
} from "./program.ts";
export { runCommands, runProcess } from "./run.ts";
export { canAsk, confirm, interrupted, onSignal, terminal } from "./terminal.ts";
