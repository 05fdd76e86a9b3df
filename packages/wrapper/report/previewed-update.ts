import { rmSync } from "node:fs";
import { canAsk, confirm } from "@genesys-flows/cli";
import { offlineVariable } from "@genesys-flows/project/notes";
import type { Report } from "@genesys-flows/report";
import type { UpdateAccount } from "@genesys-flows/report/account";
import { type CommandLine, commandLine, hasFlag, isOn, withoutFlags } from "../cli/command-line.ts";
import { type EngineCommand, runEngine, runReader } from "../runs/engine-run.ts";
import { keepAccount } from "../runs/kept-releases.ts";
import { runMarkedCommand } from "../runs/marked-run.ts";
import { announceOlderCheckout, type OlderCheckout, olderCheckout, sayOlder } from "../runs/older-checkout.ts";
import type { ProjectStack } from "../stack/stack.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { SetUpError, say } from "../system/say.ts";
import { engineFile, type HowReported, type ReportedRun, reportedRun, showReport } from "./reported-run.ts";

/** The wrapper's own flag that prints the engine's output instead of a report. */
export const RAW = "raw";

/** Flags that make a command print something other than a report. */
const OTHER_OUTPUT = ["help", "json", "diff", "output", "event-log", "preview-only", "interactive", "j"];
/** Flags that save a preview as a plan, or limit an update to such a plan. */
const BINDING = ["plan", "save-plan"];

/**
 * Whether the command prints a report. A preview or an update prints one, unless its flags or the equivalent Pulumi
 * variables request a different output.
 */
export function isReported(
  { command, flags }: CommandLine,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (command !== "preview" && command !== "up") return false;
  const asked = [RAW, ...OTHER_OUTPUT, ...BINDING].some((flag) => {
    const value = flags.get(flag) ?? env[`PULUMI_OPTION_${flag.replaceAll("-", "_").toUpperCase()}`];
    return value !== undefined && value !== "" && value !== "false";
  });
  return !asked;
}

/** The wrapper's own flag that makes a preview read only the objects that the update would change. */
const OFFLINE = "offline";

/** Removes `--offline` from the arguments. If the flag was given, sets the provider's variable in `env` instead. */
export function withoutOffline(args: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const rest = withoutFlags(args, (flag) => flag === OFFLINE);
  if (rest.length < args.length) env[offlineVariable] = "true";
  return rest;
}

function skipsPreview({ flags }: CommandLine, env: Readonly<Record<string, string | undefined>>): boolean {
  return isOn(flags.get("skip-preview") ?? env["PULUMI_OPTION_SKIP_PREVIEW"]);
}

export function isConfirmed({ flags }: CommandLine, env: Readonly<Record<string, string | undefined>>): boolean {
  return isOn(flags.get("yes") ?? env["PULUMI_OPTION_YES"] ?? env["PULUMI_SKIP_CONFIRMATIONS"]);
}

/** The CLI's exit code when it refuses an update that cannot be confirmed. */
const NOT_CONFIRMED = 2;
/** Matches the engine's messages about a locked stack, in a self-managed backend or in Pulumi Cloud. */
const LOCKED = /stack is currently locked by|update is currently in progress/i;

/** @throws SetUpError if the command is an update that needs confirmation, and there is no terminal to ask on */
export function assertConfirmable(line: CommandLine, env: NodeJS.ProcessEnv): void {
  if (line.command !== "up" || isConfirmed(line, env) || skipsPreview(line, env) || canAsk()) return;
  throw new SetUpError(
    "An update asks for confirmation before it changes anything, but there is no terminal. Nothing was done. " +
      "Run it with --yes to update without confirmation, or run `preview` to see the changes.",
    { exitCode: NOT_CONFIRMED },
  );
}

/** The result of an update. */
export interface UpdateRun {
  readonly ending: Ending;
  /** The preview of the update; undefined if it was skipped. */
  readonly previewed?: ReportedRun;
  /** Undefined if the preview failed or the user declined. */
  readonly updated?: ReportedRun;
  /** Undefined if nothing was changed. */
  readonly account?: UpdateAccount;
}

/**
 * Previews an update, prints the report, asks for confirmation, and runs the update. The engine refuses every step that
 * the preview did not plan. The caller must hold the update lock.
 */
export async function previewedUpdate(of: ProjectStack, command: EngineCommand): Promise<UpdateRun> {
  const line = commandLine(command.args);
  if (skipsPreview(line, command.env)) {
    await announceOlderCheckout({ ...of, ...command });
    return update(of, command, { isShown: true });
  }
  const plan = engineFile(of, "plan");
  try {
    const previewed = await reportedPreview(of, {
      ...command,
      args: [...previewArgs(command.args, line), "--save-plan", plan],
    });
    const { ending, report } = previewed;
    if (!succeeded(ending)) return { ending, previewed };
    const asks = changesAnything(report) && !isConfirmed(line, command.env);
    if (asks && !(await confirm(`Update ${of.stack}?`, { details: () => previewed.output }))) {
      say("Nothing was changed.");
      return { ending: { code: 1, signal: null }, previewed };
    }
    return { previewed, ...(await plannedUpdate(of, command, plan, { previewed: report })) };
  } finally {
    // The plan contains the configuration, with its secrets encrypted.
    rmSync(plan, { force: true });
  }
}

function previewArgs(args: readonly string[], { command }: CommandLine): string[] {
  // A short flag may have a different meaning for `preview`, so the flags are parsed as flags of the update.
  const shared = withoutFlags(args, (flag) => hasFlag(command, flag) && !hasFlag("preview", flag));
  return shared.with(commandLine(shared).at, "preview");
}

/**
 * Runs a preview and prints its report. Adds a note if the checkout is older than the last update. Omits this note if
 * the update would change nothing, because such an update cannot undo anything.
 * @param onOlder handles an older checkout; default: prints the note
 */
export async function reportedPreview(
  of: ProjectStack,
  command: EngineCommand,
  onOlder: (older: OlderCheckout) => void = sayOlder,
): Promise<ReportedRun> {
  const older = olderCheckout({ ...of, ...command });
  older.catch(() => {}); // the promise is awaited below
  const run = await markedReport(of, command, { phase: "preview", run: runReader });
  await showReport(run);
  const found = await older;
  const changes = run.ending.code !== 0 || changesAnything(run.report);
  if (found !== undefined && (changes || !found.lacksCommit)) onOlder(found);
  return run;
}

/**
 * Runs an update from the engine's plan. The engine refuses every step that is not in the plan. The caller must hold
 * the update lock.
 * @param o.identity identity of the stored plan, which is recorded in the account of the update
 */
export async function plannedUpdate(
  of: ProjectStack,
  command: EngineCommand,
  plan: string,
  o: { readonly identity?: string; readonly previewed?: Report },
): Promise<UpdateRun> {
  const args = [...withoutFlags(command.args, (flag) => flag === "yes"), "--skip-preview", "--yes", "--plan", plan];
  return update(of, { ...command, args }, { isShown: false, ...o });
}

async function update(
  of: ProjectStack,
  command: EngineCommand,
  {
    isShown,
    identity,
    previewed,
  }: { readonly isShown: boolean; readonly identity?: string; readonly previewed?: Report },
): Promise<UpdateRun> {
  const updated = await markedReport(of, command, {
    phase: "update",
    planned: previewed,
    run: (given) => runEngine(of, given),
  });
  // A brief report is enough if the preview has already shown the changes.
  const { ending } = updated;
  await showReport(updated, { isBrief: !isShown && ending.code === 0 });
  const account = await keepAccount({ ...of, ...command }, updated, identity);
  return { ending, updated, ...(account && { account }) };
}

async function markedReport(of: ProjectStack, command: EngineCommand, how: HowReported): Promise<ReportedRun> {
  let done: ReportedRun | undefined;
  const ending = await runMarkedCommand(of, command, async (marked) => {
    done = await reportedRun(of, { ...marked, ...how });
    return { ...done.ending, hasBegun: done.done.steps.length > 0 || !LOCKED.test(done.output) };
  });
  return { ...(done as unknown as ReportedRun), ending };
}

/** Whether an update would make changes other than recording outputs in the state. */
export function changesAnything({ flows, objects, numbers, addresses = [] }: Report): boolean {
  return flows.some(({ action }) => action !== "held") || objects.length + numbers.length + addresses.length > 0;
}
