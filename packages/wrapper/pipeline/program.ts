import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { ownCommands } from "./commands.ts";

/** All pipeline steps: the steps that do not need GitHub, and the steps for GitHub. */
export const pipeline = pipelineProgram([...ownCommands, ...githubCommands]);
