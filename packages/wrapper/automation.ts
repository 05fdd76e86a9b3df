import { existsSync } from "node:fs";
import path from "node:path";
import { CommandError } from "@genesys-flows/cli";
import type { Report } from "@genesys-flows/report";
import type { UpdateAccount } from "@genesys-flows/report/account";
import type { EngineEvent } from "@genesys-flows/report/events";
import { commandLine } from "./cli/command-line.ts";
import { failureHint } from "./health/after-failure.ts";
import { changesAnything, isReported, previewedUpdate, reportedPreview } from "./report/previewed-update.ts";
import { type ReportedRun, reportText } from "./report/reported-run.ts";
import type { EngineCommand } from "./runs/engine-run.ts";
import { openedStack } from "./runs/opened-stack.ts";
import { readingRun, writingRun } from "./runs/ready-run.ts";
import type { OpenedStack } from "./stack/stack.ts";
import { forAudience, type Phase } from "./system/audience.ts";
import { dotEnv } from "./system/dot-env.ts";
import { KEPT } from "./system/files.ts";
import { succeeded } from "./system/pass-through.mjs";
import { SetUpError } from "./system/say.ts";
import { systemFailure } from "./system/system-failure.ts";

export type { EngineEvent, Phase, Report, UpdateAccount };
export { SetUpError };

/** Options of a run: the stack, and how to follow and stop the run. */
export interface RunOptions {
  /** Path of the project's folder. */
  readonly root: string;
  /** Name of the stack, for example `dev` for Pulumi.dev.yaml. */
  readonly stack: string;
  /** Additional options for the Pulumi command, such as `["--refresh"]` or `["--continue-on-error"]`. */
  readonly options?: readonly string[];
  /**
   * Environment variables, such as credentials, the backend and the passphrase. They override the variables of this
   * process, which override the variables in the project's `.env`.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Called for each event during the run. If it throws an error, the run stops and rejects with that error. */
  onEvent?(event: RunEvent): void;
  /** Stops the run as Ctrl-C does: the engine finishes the steps that it has begun and does not start any others. */
  readonly signal?: AbortSignal;
}

/** An event during a run. */
export type RunEvent =
  /** A progress message, for example that the run is waiting for the stack's lock. */
  | { readonly kind: "note"; readonly text: string }
  /** An event from Pulumi's engine, in the format of the engine's event log. */
  | { readonly kind: "engine"; readonly phase: Phase; readonly event: EngineEvent };

/** Result of a successful preview. */
export interface PreviewResult {
  /** Describes the changes that an update would make. */
  readonly report: Report;
  /** Whether an update would make changes other than recording outputs in the state. */
  readonly changes: boolean;
}

/** Result of a successful deployment. */
export interface DeployResult {
  /** Whether the update changed anything. */
  readonly outcome: "changed" | "unchanged";
  /** Describes the changes that the update made. */
  readonly report: Report;
  /** The account stored with the state of the stack. Undefined if the update changed nothing. */
  readonly account?: UpdateAccount;
}

/**
 * Thrown when a preview or an update fails or is aborted. The message is the same text that `npm run pulumi` prints.
 */
export class RunError extends CommandError {
  override name = "RunError";
  /** The phase that failed. A deployment begins with a preview, so it can fail in either phase. */
  readonly phase: "preview" | "update";
  /** `interrupted` if the run was stopped early, for example by the signal. */
  readonly ended: "failed" | "interrupted";
  /** The findings of the preview. If the update failed, the changes that the update made. */
  readonly report: Report;
  /** Undefined if nothing was changed. */
  readonly account?: UpdateAccount;

  constructor(message: string, o: Pick<RunError, "phase" | "report"> & Pick<DeployResult, "account">) {
    super(message);
    this.phase = o.phase;
    this.report = o.report;
    this.ended = o.report.run.ended === "interrupted" ? "interrupted" : "failed";
    if (o.account) this.account = o.account;
  }
}

/**
 * Previews an update of a stack, as `npm run pulumi -- preview` does. Prints nothing.
 * @throws RunError if the preview fails, for instance because of a policy violation
 * @throws SetUpError if a problem prevents the run from starting; the message explains how to fix it
 * @throws the signal's reason if the signal aborts before the engine starts
 */
export function preview(o: RunOptions): Promise<PreviewResult> {
  return runFor(o, ["preview"], async (opened, command) => {
    const run = await readingRun(opened, command.args, () => reportedPreview(opened, command));
    if (!succeeded(run.ending)) throw await runError(opened, command, { phase: "preview", run });
    return { report: run.report, changes: changesAnything(run.report) };
  });
}

/**
 * Previews and runs an update of a stack, as `npm run pulumi -- up --yes` does. Acquires the stack's lock, recovers
 * from an interrupted run, enforces the policies, and makes only the changes that the preview showed. Stores the
 * account of the update. Prints nothing.
 * @throws RunError if the preview or the update fails; the error includes the account of any changes
 * @throws SetUpError if a problem prevents the run from starting; the message explains how to fix it
 * @throws the signal's reason if the signal aborts before the engine starts
 */
export function deploy(o: RunOptions): Promise<DeployResult> {
  return runFor(o, ["up", "--yes"], async (opened, command) => {
    const { ending, previewed, updated, account } = await writingRun(opened, command.args, () =>
      previewedUpdate(opened, command),
    );
    const run = updated ?? (previewed as ReportedRun);
    const kept = account && { account };
    if (!succeeded(ending))
      throw await runError(opened, command, { phase: updated ? "update" : "preview", run, ...kept });
    return { outcome: account ? "changed" : "unchanged", report: run.report, ...kept };
  });
}

type Work<T> = (opened: OpenedStack, command: EngineCommand) => Promise<T>;

async function runFor<T>(o: RunOptions, command: readonly string[], work: Work<T>): Promise<T> {
  const listening = new AbortController();
  const signal = AbortSignal.any([listening.signal, ...(o.signal ? [o.signal] : [])]);
  const tell = (event: RunEvent) => {
    try {
      o.onEvent?.(event);
    } catch (error) {
      listening.abort(error);
    }
  };
  const audience = {
    signal,
    say: (text: string) => tell({ kind: "note", text: text.trim() }),
    report: (phase: Phase, event: EngineEvent) => tell({ kind: "engine", phase, event }),
  };
  const project = path.resolve(o.root);
  try {
    signal.throwIfAborted();
    const done = await forAudience(audience, () => runIn(project, o, { command, work }));
    listening.signal.throwIfAborted();
    return done;
  } catch (error) {
    listening.signal.throwIfAborted();
    const text = systemFailure(error, { near: [path.join(project, KEPT)] });
    throw text === undefined ? error : new SetUpError(text, { cause: error });
  }
}

async function runIn<T>(
  project: string,
  { stack, options = [], env }: RunOptions,
  { command, work }: { readonly command: readonly string[]; readonly work: Work<T> },
): Promise<T> {
  if (!existsSync(path.join(project, "Pulumi.yaml")))
    throw new SetUpError(`${project} is not a project folder: it does not contain a Pulumi.yaml.`);
  const args = [...command, ...options, "--stack", stack];
  const given = programsFirst(project, { ...dotEnv(project), ...process.env, ...env });
  if (!isReported(commandLine(args), given))
    throw new SetUpError(
      `A run returns a report. Remove the options that make Pulumi print something else: ${options.join(" ")}`,
    );
  const opened = await openedStack({ project, stack }, args, given);
  opened.env.PULUMI_OPTION_SUPPRESS_OUTPUTS ??= "true";
  return work(opened, { cli: opened.cli, args, env: opened.env, cwd: project });
}

/**
 * The environment that `npm run` would provide. PATH contains the folder of the Node that runs this process, so that
 * the engine uses the same Node.
 */
function programsFirst(project: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folders = [path.join(project, "node_modules", ".bin"), path.dirname(process.execPath), env.PATH];
  return { ...env, PATH: folders.join(path.delimiter) };
}

async function runError(
  { files, env }: OpenedStack,
  { args }: EngineCommand,
  { run, phase, account }: { readonly run: ReportedRun } & Pick<RunError, "phase"> & Pick<DeployResult, "account">,
): Promise<RunError> {
  const hint = files && failureHint(run.ending, { ...files, env, args });
  const text = (await reportText(run)).trim();
  return new RunError(hint === undefined ? text : `${text}\n\n${hint}`, {
    phase,
    report: run.report,
    ...(account && { account }),
  });
}
