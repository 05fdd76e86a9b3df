/** `npm run pipeline -- <command>`: the steps of a pipeline. */
import { githubCommands, run } from "@genesys-flows/pipeline";
import { ownCommands } from "../lib/pipeline/commands.ts";
import { projectFolder } from "../lib/system/folders.ts";
import { main } from "../lib/system/say.ts";

/** Every step: those of GitHub, and those of this project, which need no GitHub. */
const commands = [...ownCommands, ...githubCommands];

await main(async () => {
  process.chdir(projectFolder());
  process.exitCode = await run(commands, process.argv.slice(2), {
    root: process.cwd(),
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  });
});
