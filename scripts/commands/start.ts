/** `npm start`: everything that is needed, then a preview and an update of the stack `dev`, and what there is now. */
import { capture } from "../lib/capture.ts";
import { ensureDevStack } from "../lib/dev-stack.ts";
import { runEngine } from "../lib/engine-run.ts";
import { devStack } from "../lib/environment.ts";
import { endLike } from "../lib/pass-through.mjs";
import { main, SetUpError } from "../lib/say.ts";
import { chosenStack } from "../lib/selected-stack.ts";
import { setUp } from "../lib/set-up.ts";
import { summary } from "../lib/summary.ts";
import { runMarked } from "../lib/unfinished-run.ts";
import { withUpdateLock } from "../lib/update-lock.ts";

await main(async () => {
  const { project, cli, env } = await setUp();
  const command = ["up", "--yes", "--suppress-outputs", "--stack", devStack, ...process.argv.slice(2)];
  const update = await withUpdateLock({ project, stack: devStack }, async () => {
    await ensureDevStack({ project, cli, env });
    return runMarked({ project, stack: devStack, args: command, env }, (args) =>
      runEngine({ project, stack: devStack }, { cli, args, env, cwd: project }),
    );
  });
  if (update.code !== 0 || update.signal) return endLike(update);
  const outputs = await capture(cli, ["stack", "output", "--json", "--stack", devStack], { cwd: project, env });
  if (outputs.code !== 0) throw new SetUpError(`The stack's outputs could not be read:\n${outputs.stderr.trim()}`);
  process.stdout.write(`\n${summary(JSON.parse(outputs.stdout), { selected: chosenStack([], project) })}`);
});
