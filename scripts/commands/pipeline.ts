/** `npm run pipeline -- <command>`: the steps of a pipeline. */
import { runProcess } from "@genesys-flows/cli";
import { githubCommands, pipelineProgram } from "@genesys-flows/pipeline";
import { ownCommands } from "../lib/pipeline/commands.ts";
import { projectFolder } from "../lib/system/folders.ts";
import { main } from "../lib/system/say.ts";

await main(async () => {
  process.chdir(projectFolder());
  // Every step: those of this project, which need no GitHub, and those of GitHub.
  await runProcess(pipelineProgram([...ownCommands, ...githubCommands]), { env: process.env });
});
