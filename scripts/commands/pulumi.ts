/** `npm run pulumi -- <any pulumi command>`: the CLI with the project's backend, policies and caches. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { localBackend } from "../lib/environment.ts";
import { projectFolder } from "../lib/folders.ts";
import { endLike, passThrough } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { chosenStack } from "../lib/selected-stack.ts";
import { setUp } from "../lib/set-up.ts";
import { runMarked } from "../lib/unfinished-run.ts";
import { withUpdateLock, writesState } from "../lib/update-lock.ts";

await main(async () => {
  const args = process.argv.slice(2);
  const stack = chosenStack(args, projectFolder());
  const { project, cli, env } = await setUp({ stack });
  if (env.PULUMI_BACKEND_URL === localBackend(project))
    mkdirSync(path.join(project, ".genesys", "state"), { recursive: true });
  if (stack === undefined) return endLike(await passThrough(cli, args, { env }));
  const command = () => runMarked({ project, stack, args, env }, (marked) => passThrough(cli, marked, { env }));
  endLike(writesState(args) ? await withUpdateLock({ project, stack }, command) : await command());
});
