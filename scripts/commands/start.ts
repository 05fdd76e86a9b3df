/** `npm start`: everything that is needed, then a preview and an update of the stack `dev`, and what there is now. */
import { ensureDevStack } from "../lib/dev-stack.ts";
import { runEngine } from "../lib/engine-run.ts";
import { devStack } from "../lib/environment.ts";
import { explainFailure } from "../lib/health/after-failure.ts";
import { endLike } from "../lib/pass-through.mjs";
import { main } from "../lib/say.ts";
import { projectName } from "../lib/selected-stack.ts";
import { setUp } from "../lib/set-up.ts";
import { stateFolder } from "../lib/state-folder.ts";
import { printSummary } from "../lib/summary.ts";
import { runMarked } from "../lib/unfinished-run.ts";
import { withUpdateLock } from "../lib/update-lock.ts";

await main(async () => {
  const { project, cli, env } = await setUp();
  const command = ["up", "--yes", "--suppress-outputs", "--stack", devStack, ...process.argv.slice(2)];
  const update = await withUpdateLock({ project, stack: devStack }, async () => {
    await ensureDevStack({ project, cli, env });
    return runMarked({ project, stack: devStack, args: command, env }, (args, more) =>
      runEngine({ project, stack: devStack }, { cli, args, env: { ...env, ...more }, cwd: project }),
    );
  });
  if (update.code !== 0 || update.signal) {
    const state = stateFolder(env.PULUMI_BACKEND_URL ?? "");
    const run = { project, projectName: projectName(project), stack: devStack, env, args: command };
    return endLike(state === undefined ? update : explainFailure(update, { ...run, state }));
  }
  await printSummary({ project, stack: devStack, cli, env });
});
