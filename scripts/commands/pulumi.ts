/** `npm run pulumi -- <any pulumi command>`: the CLI with the project's backend, policies and caches. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../lib/cli/command-line.ts";
import { runEngine } from "../lib/engine-run.ts";
import { localBackend } from "../lib/environment.ts";
import { projectFolder } from "../lib/folders.ts";
import { clearKilledRun, clearKilledWrite } from "../lib/killed-run.ts";
import { endLike, passThrough } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { chosenStack, projectName } from "../lib/selected-stack.ts";
import { setUp } from "../lib/set-up.ts";
import { stateFolder } from "../lib/state-folder.ts";
import { runMarked } from "../lib/unfinished-run.ts";
import { ifNotUpdated, withUpdateLock, writesState } from "../lib/update-lock.ts";

await main(async () => {
  const args = process.argv.slice(2);
  const project = projectFolder(commandLine(args).flags.get("cwd"));
  const stack = chosenStack(args, project);
  const { cli, env } = await setUp({ stack, project });
  if (env.PULUMI_BACKEND_URL === localBackend(project))
    mkdirSync(path.join(project, ".genesys", "state"), { recursive: true });
  if (stack === undefined) return endLike(await passThrough(cli, args, { env }));
  const state = stateFolder(env.PULUMI_BACKEND_URL ?? "");
  const files = state === undefined ? undefined : { project, state, stack, projectName: projectName(project) };
  if (!writesState(args)) {
    if (files) await ifNotUpdated({ project, stack }, () => clearKilledWrite(files));
    return endLike(await runMarked({ project, stack, args, env }, (marked) => passThrough(cli, marked, { env })));
  }
  const ending = await withUpdateLock({ project, stack }, async () => {
    if (files) await clearKilledRun({ cli, env, ...files });
    return runMarked({ project, stack, args, env }, (marked) =>
      runEngine({ project, stack }, { cli, args: marked, env }),
    );
  });
  endLike(ending);
});
