import { existsSync } from "node:fs";
import { join } from "node:path";
import { terminal } from "@genesys-flows/cli";
import type { FlowProject } from "@genesys-flows/project";
import {
  buildReport,
  htmlReport,
  jsonReport,
  markdownReport,
  type Report,
  type ReportSources,
  sarifReport,
  textReport,
} from "@genesys-flows/report";
import { type Context, UsageError, unknownFormat } from "../../context.ts";
import { loadForStack, stackFile } from "../../stack-file.ts";
import { output } from "../output.ts";
import { engineRun } from "./events.ts";
import { runPreview } from "./preview.ts";

export interface ReportOptions {
  readonly stack: string;
  /** Event log of a preview or an update; the stack's last preview when absent. */
  readonly events?: string;
  /** Runs a preview first. */
  readonly run?: boolean;
  readonly format: string;
  /** A commit in which published versions are looked for. */
  readonly base?: string;
  readonly watch?: boolean;
  readonly port: string;
  readonly out?: string;
}

/** Prints what an update changes. @returns 0, or 1 when findings block it */
export async function report(o: ReportOptions, context: Context): Promise<number> {
  const format = forms[o.format];
  if (!format) throw unknownFormat(o.format, Object.keys(forms));
  if (o.run && o.events !== undefined) throw new UsageError("--run and --events cannot be combined. Give one of them.");
  if (o.watch && (o.out !== undefined || o.format !== "text"))
    throw new UsageError("--watch serves HTML. Leave out --format and --out.");
  const events = await eventsFile(o, context);
  const sources = await sourcesOf(o, context);
  if (o.watch) return (await import("./watch.ts")).watch({ ...o, events, sources }, context);
  const made = await buildReport(engineRun(events), sources);
  const parts = format(made, context);
  writeParts(parts, o, context);
  return made.verdict.blocking > 0 ? 1 : 0;
}

type Form = (report: Report, context: Context) => readonly string[];

const forms: Readonly<Record<string, Form>> = {
  text: (report, { colour = false }) => [textReport(report, { ...terminal(), colour })],
  markdown: (report) => markdownReport(report),
  html: (report) => [htmlReport(report)],
  json: (report) => [jsonReport(report)],
  sarif: (report) => [sarifReport(report)],
};

/** The event log to read. @throws UsageError where it does not exist, or the preview could not be run */
async function eventsFile({ stack, events, run }: ReportOptions, context: Context): Promise<string> {
  if (run) return runPreview({ root: context.root, stack });
  if (events !== undefined) {
    if (!existsSync(events)) throw new UsageError(`${events} does not exist.`);
    return events;
  }
  const last = join(context.root, ".genesys", "events", `${stack}.preview.json`);
  if (existsSync(last)) return last;
  throw new UsageError(
    `No preview of the stack '${stack}' was run here. Run one with --run, or name an event log with --events FILE.`,
  );
}

/** The project, unless it has mistakes: then the report says them, and reads the documents of the last run. */
async function sourcesOf({ stack, base: ref }: ReportOptions, context: Context): Promise<ReportSources> {
  const { root } = context;
  const project = stackFile(context, stack)
    ? await loadForStack(context, stack).catch(undefinedForMistakes)
    : undefined;
  return { root, ...(project && { project }), ...(ref !== undefined && { base: await baseOf({ root, stack, ref }) }) };
}

async function undefinedForMistakes(error: unknown): Promise<FlowProject | undefined> {
  const { DiagnosticError } = await import("@genesys-flows/architect");
  if (error instanceof DiagnosticError) return undefined;
  throw error;
}

/** @throws UsageError where the commit does not exist, or its flows have mistakes */
async function baseOf(o: { root: string; stack: string; ref: string }): Promise<NonNullable<ReportSources["base"]>> {
  const { BaseError, baseProject } = await import("@genesys-flows/policies/base");
  try {
    const { shown, project } = await baseProject(o);
    return { commit: shown, project };
  } catch (error) {
    throw error instanceof BaseError ? new UsageError(error.message) : error;
  }
}

/** Several parts go to `report-1.md`, `report-2.md`; on the standard output they follow each other. */
function writeParts(parts: readonly string[], { out }: ReportOptions, context: Context): void {
  if (out === undefined || parts.length === 1) {
    const text = parts.map((part) => (part.endsWith("\n") ? part : `${part}\n`)).join("\n");
    output(text, { ...(out !== undefined && { out }), sources: [] }, context);
    return;
  }
  for (const [index, part] of parts.entries()) {
    const name = out.replace(/(\.[^./\\]*)?$/, (extension) => `-${index + 1}${extension}`);
    output(part, { out: name, sources: [] }, context);
  }
}
