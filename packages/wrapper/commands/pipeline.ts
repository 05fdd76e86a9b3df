import { type Arguments, runProcess } from "@genesys-flows/cli";
import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { ownCommands } from "../pipeline/commands.ts";
import { projectFolder } from "../system/files.ts";

/** `npm run pipeline -- <command>`: every step, those of this project, which need no GitHub, and those of GitHub. */
export function run({ args }: Arguments): Promise<number> {
  process.chdir(projectFolder());
  return runProcess(pipelineProgram([...ownCommands, ...githubCommands]), args, { env: process.env });
}
