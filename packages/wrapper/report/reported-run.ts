import { closeSync, mkdirSync, openSync, readSync, rmSync } from "node:fs";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";
import { count } from "@genesys-flows/architect/count";
import { printableLine } from "@genesys-flows/architect/printable";
import { terminal } from "@genesys-flows/cli";
import type { FlowProject } from "@genesys-flows/project";
import { FLOW, parseUrn } from "@genesys-flows/project/state";
import type { Report } from "@genesys-flows/report";
import { type EngineEvent, type EngineRun, engineRunOf } from "@genesys-flows/report/events";
import type { EngineCommand } from "../runs/engine-run.ts";
import { fileNameOf, type ProjectStack } from "../stack/stack.ts";
import { type Audience, audience, type Phase } from "../system/audience.ts";
import { KEPT, textOf } from "../system/files.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { duration } from "../system/say.ts";

export interface ReportedRun {
  readonly ending: Ending;
  readonly report: Report;
  readonly done: EngineRun;
  /** Whether the command succeeded or the report explains why it failed. */
  readonly isExplained: boolean;
  readonly output: string;
}

export interface HowReported {
  readonly phase: Phase;
  /** `runEngine` for an update, `runReader` otherwise. */
  readonly run: (command: EngineCommand) => Promise<Ending>;
  readonly planned?: Report | undefined;
}

const DOING: Readonly<Record<Phase, string>> = { preview: "Previewing", update: "Updating", refresh: "Reading" };

/**
 * Runs a preview, an update, or a read-only refresh. Shows the progress and builds the report, but does not print the
 * report or the output.
 */
export async function reportedRun(of: ProjectStack, command: EngineCommand & HowReported): Promise<ReportedRun> {
  const { phase, run, args, env, planned, ...rest } = command;
  // Load the report module while the engine works.
  const reporting = import("@genesys-flows/report");
  reporting.catch(() => {});
  const program = audience();
  const progress = program ? relay(program, phase) : new Progress(`${DOING[phase]} ${of.stack}`);
  let project: Promise<FlowProject | undefined> | undefined;
  const log = new EventLog(engineFile(of, phase), (event) => {
    progress.add(event);
    // Comparing conversations needs the project. Read the project while the engine works on the other flows.
    if (phase === "preview" && changesFlow(event)) project ??= readAhead(of);
  });
  let output = "";
  const onOutput = (text: string) => {
    output += text;
  };
  let ending: Ending;
  let isStopped = false;
  const onStop = () => {
    isStopped = true;
    progress.say("Stopping: the engine finishes the steps that it has begun. A second Ctrl-C stops it immediately.");
  };
  process.on("SIGINT", onStop);
  try {
    // The CLI accepts the `--event-log` flag only in debug mode.
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
  const ended = endedAs(ending, isStopped || program?.signal.aborted === true);
  const report = await buildReport(
    { ...done, isPreview: phase !== "update" },
    // A successful update made all planned changes, so the report needs only the notice from the preview.
    {
      root: of.project,
      ended,
      names: { stack: of.stack },
      readProject: () => project ?? readProject(of),
      ...(planned && (ended === "succeeded" ? { notice: planned.notice } : { planned })),
    },
  );
  const isExplained =
    ended === "succeeded" || report.run.cause !== undefined || report.findings.some(({ blocks }) => blocks);
  return { ending, report, done, isExplained, output };
}

/** Whether an event marks the start of a change to an existing flow. */
function changesFlow({ resourcePreEvent: begun }: EngineEvent): boolean {
  return begun?.metadata.type === FLOW && begun.metadata.op === "update";
}

async function readAhead(of: ProjectStack): Promise<FlowProject | undefined> {
  const loaded = import("@genesys-flows/report").then(({ prepareNotice }) => prepareNotice());
  // If the report module cannot be loaded, building the report fails with that error.
  const [project] = await Promise.all([readProject(of), loaded.catch(() => {})]);
  return project;
}

/**
 * The project of a stack, with its objects and conversation tests. Undefined if the project cannot be read; the program
 * reports the error.
 */
async function readProject({ project: root, stack }: ProjectStack): Promise<FlowProject | undefined> {
  const stackFile = `Pulumi.${stack}.yaml`;
  const text = textOf(path.join(root, stackFile));
  const { loadProject, stackFileEntries } = await import("@genesys-flows/project");
  try {
    const entries = text === undefined ? {} : stackFileEntries(stackFile, text);
    return await loadProject({ root, stack: entries, stackFile });
  } catch {
    return undefined;
  }
}

function endedAs({ code, signal }: Ending, isStopped: boolean): Report["run"]["ended"] {
  if (succeeded({ code, signal })) return "succeeded";
  return signal !== null || isStopped ? "interrupted" : "failed";
}

/** Interval between two reads of the log. */
const POLL_MS = 100;
const CHUNK = 64 * 1024;

/**
 * The file with the events of a stack's last command in a phase. For the kind `plan`, the file with the engine's plan
 * for an update.
 */
export function engineFile({ project, stack }: ProjectStack, kind: Phase | "plan"): string {
  return path.join(project, KEPT, "events", `${fileNameOf(stack)}.${kind}.json`);
}

/** Reads the event log of a running engine as it grows. */
class EventLog {
  readonly file: string;
  /** The events so far, except debug messages. */
  readonly events: EngineEvent[] = [];
  readonly #onEvent: (event: EngineEvent) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #decoder = new StringDecoder("utf8");
  #position = 0;
  #rest = "";

  /** Deletes the old log. Otherwise, if the engine cannot start, the events of an earlier run would be read. */
  constructor(file: string, onEvent: (event: EngineEvent) => void) {
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(file, { force: true });
    this.file = file;
    this.#onEvent = onEvent;
    this.#timer = setInterval(() => this.#read(), POLL_MS);
    this.#timer.unref();
  }

  /** Reads the rest of the log. Call this method after the engine has ended. */
  end(): readonly EngineEvent[] {
    clearInterval(this.#timer);
    this.#read();
    this.#add(this.#rest);
    this.#rest = "";
    return this.events;
  }

  #read(): void {
    let descriptor: number;
    try {
      descriptor = openSync(this.file, "r");
    } catch (error) {
      // The engine has not created the file yet.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    try {
      const chunk = Buffer.alloc(CHUNK);
      for (let size = readSync(descriptor, chunk, 0, CHUNK, this.#position); size > 0; ) {
        this.#position += size;
        const lines = (this.#rest + this.#decoder.write(chunk.subarray(0, size))).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) this.#add(line);
        size = readSync(descriptor, chunk, 0, CHUNK, this.#position);
      }
    } finally {
      closeSync(descriptor);
    }
  }

  #add(line: string): void {
    // Skip debug messages, which make up most of the log.
    if (line === "" || line.includes('"severity":"debug"')) return;
    let event: EngineEvent;
    try {
      event = JSON.parse(line) as EngineEvent;
    } catch {
      return; // the incomplete last line of a killed engine
    }
    this.events.push(event);
    this.#onEvent(event);
  }
}

/** Passes the engine's events to the program that runs the command. */
function relay({ report, say }: Audience, phase: Phase): Pick<Progress, "add" | "say" | "end"> {
  return { add: (event) => report(phase, event), say, end() {} };
}

/** Interval between two progress lines if the output is not a terminal. */
const QUIET_MS = 15_000;
/** Interval between two updates of the progress line on a terminal. */
const REDRAW_MS = 250;

/**
 * Shows the engine's progress on stderr. On a terminal, it updates a single line; otherwise, it prints a line at
 * intervals.
 */
class Progress {
  readonly #title: string;
  readonly #output = process.stderr;
  readonly #begun = performance.now();
  readonly #timer = setInterval(() => this.#draw(), REDRAW_MS);
  #done = 0;
  #doing = "";
  #lastLine = 0;

  /** @param title describes the command, for example `Previewing dev` */
  constructor(title: string) {
    this.#title = printableLine(title);
    this.#timer.unref();
    if (!this.#output.isTTY) this.#output.write(`${this.#title}...\n`);
  }

  add(event: EngineEvent): void {
    const { resOutputsEvent: ended, resourcePreEvent: begun, diagnosticEvent: said } = event;
    if (ended) this.#done += 1;
    if (begun && begun.metadata.op !== "same") this.#doing = parseUrn(begun.metadata.urn)?.name ?? "";
    if (said?.ephemeral) this.#doing = [parseUrn(said.urn)?.name, said.message.trim()].filter(Boolean).join(": ");
  }

  say(text: string): void {
    this.#output.write(`${this.#output.isTTY ? CLEAR : ""}${text}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#output.isTTY) this.#output.write(CLEAR);
  }

  #draw(): void {
    const passed = performance.now() - this.#begun;
    const text = `${this.#title}: ${count(this.#done, "resource")}, ${duration(passed)}`;
    if (this.#output.isTTY) {
      const line = [text, this.#doing].filter(Boolean).join("  ");
      const width = Math.max(20, (this.#output.columns ?? 80) - 1);
      this.#output.write(`${CLEAR}${[...printableLine(stripVTControlCharacters(line))].slice(0, width).join("")}`);
    } else if (passed - this.#lastLine >= QUIET_MS) {
      this.#lastLine = passed;
      this.#output.write(`${text}\n`);
    }
  }
}

const CLEAR = "\r\u001b[2K";

interface ShownAs {
  /** Whether to print only the end of the report, because the preview has already shown the rest. */
  readonly isBrief?: boolean;
  /** Width of the window. Default: lines have at most 100 characters. */
  readonly columns?: number;
  readonly colour?: boolean;
}

/** Prints a report, unless the command is run through the Automation API. */
export async function showReport(run: ReportedRun, o: Pick<ShownAs, "isBrief"> = {}): Promise<void> {
  if (audience()) return;
  process.stdout.write(await reportText(run, { ...o, ...terminal() }));
}

/** A report as text. If it does not explain why the run failed, the output of the CLI follows. */
export async function reportText({ report, isExplained, output }: ReportedRun, o: ShownAs = {}): Promise<string> {
  const { endText, textReport } = await import("@genesys-flows/report");
  const { isBrief = false, ...form } = o;
  const text = (isBrief ? endText : textReport)(report, form);
  const isKnown = isExplained || report.flows.length > 0;
  return `${isKnown ? text : ""}${isExplained ? "" : `${isKnown ? "\n" : ""}${output.trim()}\n`}`;
}
