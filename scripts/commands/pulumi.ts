/** `npm run pulumi -- <any pulumi command>`: the CLI with the project's backend, policies and caches. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../lib/cli/command-line.ts";
import { localBackend } from "../lib/environment.ts";
import { projectFolder } from "../lib/folders.ts";
import { clearKilledRun } from "../lib/killed-run.ts";
import { endLike, passThrough } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { chosenStack, projectName } from "../lib/selected-stack.ts";
import { setUp } from "../lib/set-up.ts";
import { stateFolder } from "../lib/state-folder.ts";
import { runMarked } from "../lib/unfinished-run.ts";
import { withUpdateLock, writesState } from "../lib/update-lock.ts";

await main(async () => {
  const args = process.argv.slice(2);
  const project = projectFolder(commandLine(args).flags.get("cwd"));
  const stack = chosenStack(args, project);
  const { cli, env } = await setUp({ stack, project });
  if (env.PULUMI_BACKEND_URL === localBackend(project))
    mkdirSync(path.join(project, ".genesys", "state"), { recursive: true });
  if (stack === undefined) return endLike(await passThrough(cli, args, { env }));
  const command = () => runMarked({ project, stack, args, env }, (marked) => passThrough(cli, marked, { env }));
  if (!writesState(args)) return endLike(await command());
  const ending = await withUpdateLock({ project, stack }, async () => {
    const state = stateFolder(env.PULUMI_BACKEND_URL ?? "");
    if (state !== undefined)
      await clearKilledRun({ project, cli, env, stack, projectName: projectName(project), state });
    return command();
  });
  endLike(ending);
});
