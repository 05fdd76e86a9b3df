import type { Report } from "@genesys-flows/report";
import { type EngineRun, engineRunOf } from "@genesys-flows/report/events";
import type { EngineCommand } from "../runs/engine-run.ts";
import type { ProjectStack } from "../stack/stack.ts";
import type { Ending } from "../system/pass-through.mjs";
import { EventLog, eventLogFile } from "./event-log.ts";
import { Progress } from "./progress.ts";

/** A command of the engine that ended, and its report. */
export interface ReportedRun {
  readonly ending: Ending;
  readonly report: Report;
  /** What the engine did. */
  readonly done: EngineRun;
  /** Whether the report says why the command failed, or the command succeeded. */
  readonly isExplained: boolean;
  /** What the CLI printed. */
  readonly output: string;
}

/** What runs the CLI: `runEngine` for an update, `passThrough` for a preview. */
export type Runner = (command: EngineCommand) => Promise<Ending>;

/** What a command does: the name of its event log. */
export type Phase = "preview" | "update" | "refresh";

const DOING: Readonly<Record<Phase, string>> = { preview: "Previewing", update: "Updating", refresh: "Reading" };

/** Runs a preview, an update, or a refresh that only reads. Shows its progress, and makes the report of what it did; prints neither report nor output. */
export async function reportedRun(
  of: ProjectStack,
  command: EngineCommand & { readonly phase: Phase; readonly run: Runner; readonly planned?: Report },
): Promise<ReportedRun> {
  const { phase, run, args, env, planned, ...rest } = command;
  // Its modules are loaded while the engine works.
  const reporting = import("@genesys-flows/report");
  reporting.catch(() => {});
  const progress = new Progress(`${DOING[phase]} ${of.stack}`);
  const log = new EventLog(eventLogFile(of, phase), (event) => progress.add(event));
  let output = "";
  const onOutput = (text: string) => {
    output += text;
  };
  let ending: Ending;
  let isStopped = false;
  const onStop = () => {
    isStopped = true;
    progress.say("Stopping: the engine ends what it has begun. A second Ctrl-C stops it at once.");
  };
  process.on("SIGINT", onStop);
  try {
    // The CLI keeps the flag of the log for those who debug it.
    const withLog = { ...env, PULUMI_DEBUG_COMMANDS: "true" };
    const quiet = [...args, "--event-log", log.file, "--color", "never"];
    ending = await run({ ...rest, args: quiet, env: withLog, onOutput });
  } finally {
    process.off("SIGINT", onStop);
    progress.end();
  }
  const events = log.end();
  const { buildReport } = await reporting;
  const done = engineRunOf(events);
  const ended = endedAs(ending, isStopped);
  const report = await buildReport(
    { ...done, isPreview: phase !== "update" },
    // An update that succeeded did everything that its preview planned.
    { root: of.project, ended, names: { stack: of.stack }, ...(planned && ended !== "succeeded" && { planned }) },
  );
  const isExplained =
    ended === "succeeded" || report.run.cause !== undefined || report.findings.some(({ blocks }) => blocks);
  return { ending, report, done, isExplained, output };
}

function endedAs({ code, signal }: Ending, isStopped: boolean): Report["run"]["ended"] {
  if (code === 0 && signal === null) return "succeeded";
  return signal !== null || isStopped ? "interrupted" : "failed";
}
