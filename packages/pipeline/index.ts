export type { Command, PipelineContext } from "./command.ts";
export { githubCommands } from "./github/commands.ts";
export { stackName } from "./github/inputs.ts";
export { InputError, type InputField, readInputs } from "./inputs.ts";
export { run, type Writers } from "./run.ts";
