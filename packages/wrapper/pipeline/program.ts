import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { ownCommands } from "./commands.ts";

/** Every step of a pipeline: this project's own, which need no GitHub, and the steps for GitHub. */
export const pipeline = pipelineProgram([...ownCommands, ...githubCommands]);
