import type { Arguments } from "@genesys-flows/cli";
import { type CommandLine, commandLine, withoutFlags } from "../cli/command-line.ts";
import { explainFailure } from "../health/after-failure.ts";
import {
  assertConfirmable,
  isReported,
  previewedUpdate,
  RAW,
  reportedPreview,
  withoutOffline,
} from "../report/previewed-update.ts";
import { runEngine, runReader } from "../runs/engine-run.ts";
import { runMarkedCommand } from "../runs/marked-run.ts";
import { announceOlderCheckout } from "../runs/older-checkout.ts";
import { ensureLocalBackend, openedStack } from "../runs/opened-stack.ts";
import { readingRun, writingRun } from "../runs/ready-run.ts";
import { writesState } from "../runs/stack-lock.ts";
import { setUp } from "../set-up.ts";
import { mustAskPassphrase } from "../stack/passphrase.ts";
import { chosenStack } from "../stack/selected-stack.ts";
import { printSummaryAfter } from "../stack/summary.ts";
import { projectFolder } from "../system/files.ts";
import { endLike, passThrough } from "../system/pass-through.mjs";

/** `npm run pulumi -- <any pulumi command>`: runs the CLI with the project's backend, policies and caches. */
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
  const of = { project, stack };
  const opened = await openedStack(of, args);
  const { cli, env, files } = opened;
  const command = { cli, args, env };
  // The CLI can ask for a passphrase only if it is connected directly to the terminal.
  const reports = isReport && !mustAskPassphrase(opened);
  const shows = ["up", "preview"].includes(line.command) && !line.flags.has("help");
  if (shows && !reports) await announceOlderCheckout(opened);
  if (!writesState(args)) {
    if (!reports && line.command === "preview") env.PULUMI_OPTION_SUPPRESS_OUTPUTS ??= "true";
    const read = await readingRun(opened, args, async () =>
      reports ? (await reportedPreview(of, command)).ending : runMarkedCommand(of, command, runReader),
    );
    return endLike(files ? explainFailure(read, { ...files, env, args }) : read);
  }
  // A successful update ends with a table of the outputs. Suppress Pulumi's own list of outputs, because that list
  // shows only deletions after an interrupted update.
  const printsTable = showsTable(line, env);
  if (printsTable || line.command === "destroy") env.PULUMI_OPTION_SUPPRESS_OUTPUTS ??= "true";
  const ending = await writingRun(opened, args, async () => {
    if (reports) return (await previewedUpdate(of, command)).ending;
    return runMarkedCommand(of, command, (marked) => runEngine(of, marked));
  });
  if (printsTable) await printSummaryAfter(ending, opened);
  return endLike(files ? explainFailure(ending, { ...files, env, args }) : ending);
}

/**
 * Whether a command is an update that ends with the table of flows. False if the user requests JSON or sets how Pulumi
 * shows the stack's outputs.
 */
function showsTable({ command, flags }: CommandLine, env: NodeJS.ProcessEnv): boolean {
  const decided = flags.has("suppress-outputs") || env.PULUMI_OPTION_SUPPRESS_OUTPUTS !== undefined;
  return command === "up" && !decided && !flags.has("json") && !flags.has("help");
}
