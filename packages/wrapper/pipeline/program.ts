import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { ownCommands } from "./commands.ts";

/** Every step of a pipeline: those of this project, which need no GitHub, and those of GitHub. */
export const pipeline = pipelineProgram([...ownCommands, ...githubCommands]);
