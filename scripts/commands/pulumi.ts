import type { Arguments } from "@genesys-flows/cli";
import { type CommandLine, commandLine, withoutFlags } from "../lib/cli/command-line.ts";
import { explainFailure } from "../lib/health/after-failure.ts";
import { assertReady } from "../lib/health/before-run.ts";
import {
  assertConfirmable,
  isReported,
  previewedUpdate,
  RAW,
  reportedPreview,
  withoutOffline,
} from "../lib/report/previewed-update.ts";
import { runEngine } from "../lib/runs/engine-run.ts";
import { clearInterruptedRun, clearInterruptedWrite } from "../lib/runs/interrupted-run.ts";
import { runMarked } from "../lib/runs/marked-run.ts";
import { announceOlderCheckout, olderCheckout } from "../lib/runs/older-checkout.ts";
import { ensureLocalBackend, openedStack } from "../lib/runs/opened-stack.ts";
import { ifNotUpdated, withStackLock, writesState } from "../lib/runs/stack-lock.ts";
import { setUp } from "../lib/set-up.ts";
import { mustAskPassphrase } from "../lib/stack/passphrase.ts";
import { chosenStack } from "../lib/stack/selected-stack.ts";
import { printSummary } from "../lib/stack/summary.ts";
import { projectFolder } from "../lib/system/folders.ts";
import { endLike, passThrough } from "../lib/system/pass-through.mjs";
import { say } from "../lib/system/say.ts";

/** `npm run pulumi -- <any pulumi command>`: the CLI with the project's backend, policies and caches. */
export async function run({ args: all }: Arguments): Promise<number> {
  const given = withoutOffline(all, process.env);
  const args = withoutFlags(given, (flag) => flag === RAW);
  const line = commandLine(args);
  const project = projectFolder(line.flags.get("cwd"));
  const stack = chosenStack(args, project);
  const isReport = stack !== undefined && isReported(commandLine(given), process.env);
  if (isReport) assertConfirmable(line, process.env);
  if (stack === undefined) {
    const { cli, env } = await setUp({ stack, project });
    ensureLocalBackend(project, env);
    return endLike(await passThrough(cli, args, { env }));
  }
  const { cli, env, files } = await openedStack({ project, stack }, args);
  // The CLI can ask for a passphrase only on a terminal of its own.
  const reports = isReport && !mustAskPassphrase({ project, stack, env });
  const shows = ["up", "preview"].includes(line.command) && !line.flags.has("help");
  if (shows && !reports) await announceOlderCheckout(olderCheckout({ project, stack, cli, env }));
  if (!writesState(args)) {
    if (files) await ifNotUpdated({ project, stack, files }, () => clearInterruptedWrite(files));
    if (files) assertReady({ ...files, env, args });
    if (!reports && line.command === "preview") env.PULUMI_OPTION_SUPPRESS_OUTPUTS ??= "true";
    const read = reports
      ? (await reportedPreview({ project, stack }, { cli, args, env })).ending
      : await runMarked({ project, stack, args, env }, (marked, more) =>
          passThrough(cli, marked, { env: { ...env, ...more } }),
        );
    return endLike(files ? explainFailure(read, { ...files, env, args }) : read);
  }
  // After a success the outputs are printed as a table. After an interrupted update they would be a list of deletions.
  const printsTable = showsTable(line, env);
  if (printsTable || line.command === "destroy") env.PULUMI_OPTION_SUPPRESS_OUTPUTS ??= "true";
  const ending = await withStackLock({ project, stack, env }, async () => {
    if (files) await clearInterruptedRun({ cli, env, ...files });
    if (files) assertReady({ ...files, env, args });
    if (reports) return previewedUpdate({ project, stack }, { cli, args, env });
    return runMarked({ project, stack, args, env }, (marked, more) =>
      runEngine({ project, stack }, { cli, args: marked, env: { ...env, ...more } }),
    );
  });
  if (printsTable && ending.code === 0 && !ending.signal) {
    // The update succeeded, even when the table cannot be printed.
    await printSummary({ project, stack, files, cli, env }).catch((error: Error) => say(error.message));
  }
  return endLike(files ? explainFailure(ending, { ...files, env, args }) : ending);
}

/** Whether a command is an update that ends with the table of flows: not when it sets how to show outputs, or asks for JSON. */
function showsTable({ command, flags }: CommandLine, env: NodeJS.ProcessEnv): boolean {
  const decided = flags.has("suppress-outputs") || env.PULUMI_OPTION_SUPPRESS_OUTPUTS !== undefined;
  return command === "up" && !decided && !flags.has("json") && !flags.has("help");
}
