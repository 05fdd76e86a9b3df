export { githubCommands } from "./github/commands.ts";
export { stackName } from "./github/inputs.ts";
export { type Given, type PipelineContext, pipelineProgram } from "./program.ts";
