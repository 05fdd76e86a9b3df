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

/** A stack of a project, and how to follow a run. */
export interface RunOptions {
  /** The folder of the project. */
  readonly root: string;
  /** `dev` for Pulumi.dev.yaml. */
  readonly stack: string;
  /** Further options of the Pulumi command: `["--refresh"]`, `["--continue-on-error"]`. */
  readonly options?: readonly string[];
  /** Credentials, backend, passphrase and other variables. They take precedence over those of this process, which take precedence over those of the project's `.env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called while the run works. An error that it throws ends the run, and the run rejects with it. */
  onEvent?(event: RunEvent): void;
  /** Ends the run as Ctrl-C does: the engine finishes the steps that it has begun, and starts no others. */
  readonly signal?: AbortSignal;
}

/** What happens in a run. */
export type RunEvent =
  /** A progress line, for example that the run waits for the stack's lock. */
  | { readonly kind: "note"; readonly text: string }
  /** An event of Pulumi's engine, as in its event log. */
  | { readonly kind: "engine"; readonly phase: Phase; readonly event: EngineEvent };

/** A preview that succeeded. */
export interface PreviewResult {
  /** What an update would do. */
  readonly report: Report;
  /** Whether an update would do more than record outputs. */
  readonly changes: boolean;
}

/** A deployment that succeeded. */
export interface DeployResult {
  /** Whether the update changed anything. */
  readonly outcome: "changed" | "unchanged";
  /** What the update did. */
  readonly report: Report;
  /** The account kept with the state of the stack; undefined for an update that changed nothing. */
  readonly account?: UpdateAccount;
}

/** A preview or an update that failed or was aborted. Its message is what `npm run pulumi` prints. */
export class RunError extends CommandError {
  override name = "RunError";
  /** The part of the run that failed: an update begins with a preview. */
  readonly phase: "preview" | "update";
  /** `interrupted` for a run that was ended before its time, such as by the signal. */
  readonly ended: "failed" | "interrupted";
  /** What the preview found; for a failed update, what it did. */
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
 * @throws RunError for a preview that failed, for instance because of a policy violation
 * @throws SetUpError for a problem that stops a run before it starts, with what to do
 * @throws the signal's reason if it aborts before the engine starts
 */
export function preview(o: RunOptions): Promise<PreviewResult> {
  return runFor(o, ["preview"], async (opened, command) => {
    const run = await readingRun(opened, command.args, () => reportedPreview(opened, command));
    if (!succeeded(run.ending)) throw await runError(opened, command, { phase: "preview", run });
    return { report: run.report, changes: changesAnything(run.report) };
  });
}

/**
 * Previews and runs an update of a stack, as `npm run pulumi -- up --yes` does: with the stack's lock, after recovery
 * from an interrupted run, checked by the policies, and limited to what the preview showed. Keeps the account of the
 * update. Prints nothing.
 * @throws RunError for a preview or an update that failed; it has the account of the changes
 * @throws SetUpError for a problem that stops a run before it starts, with what to do
 * @throws the signal's reason if it aborts before the engine starts
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
    throw new SetUpError(`${project} is not the folder of a project: it has no Pulumi.yaml.`);
  const args = [...command, ...options, "--stack", stack];
  const given = programsFirst(project, { ...dotEnv(project), ...process.env, ...env });
  if (!isReported(commandLine(args), given))
    throw new SetUpError(
      `The result of a run is its report. Leave out the options that make Pulumi print something else: ${options.join(" ")}`,
    );
  const opened = await openedStack({ project, stack }, args, given);
  opened.env.PULUMI_OPTION_SUPPRESS_OUTPUTS ??= "true";
  return work(opened, { cli: opened.cli, args, env: opened.env, cwd: project });
}

/** The environment of `npm run`, in which the engine finds this process's Node. */
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
