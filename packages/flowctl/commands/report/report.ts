import { existsSync } from "node:fs";
import { DiagnosticError } from "@genesys-flows/architect";
import { terminal } from "@genesys-flows/cli";
import {
  buildReport,
  htmlReport,
  jsonReport,
  markdownReport,
  playableRecordings,
  type Report,
  type ReportSources,
  sarifReport,
  textReport,
} from "@genesys-flows/report";
import { fromBase } from "../../checking/gate.ts";
import { type Context, formNamed, mistakesIn, UsageError } from "../../context.ts";
import { loadForStack, stackFile } from "../../stack-file.ts";
import { output } from "../output.ts";
import { engineRun, previewEvents, runPreview } from "./preview.ts";

export interface ReportOptions {
  readonly stack: string;
  readonly events?: string;
  readonly run?: boolean;
  readonly format: string;
  readonly base?: string;
  readonly watch?: boolean;
  readonly port: string;
  readonly out?: string;
}

/** Prints the changes of an update. @returns 1 if findings block it, otherwise 0 */
export async function report(o: ReportOptions, context: Context): Promise<number> {
  const format = formNamed(forms, o.format);
  if (o.run && o.events !== undefined)
    throw new UsageError("--run and --events cannot be combined. Use only one of them.");
  if (o.watch && (o.out !== undefined || o.format !== "text"))
    throw new UsageError("--watch serves HTML. Leave out --format and --out.");
  const events = await eventsFile(o, context);
  const sources = await sourcesOf(o, context);
  if (o.watch) return (await import("./watch.ts")).watch({ ...o, events, sources }, context);
  const made = await buildReport(engineRun(events), sources);
  writeParts(await format(made, context), o, context);
  return made.verdict.blocking > 0 ? 1 : 0;
}

type Form = (report: Report, context: Context) => readonly string[] | Promise<readonly string[]>;

const forms: Readonly<Record<string, Form>> = {
  text: (report, { colour = false }) => [textReport(report, { ...terminal(), colour })],
  markdown: (report) => markdownReport(report),
  html: async (report, { root }) => [htmlReport(report, { recordings: await playableRecordings(report, { root }) })],
  json: (report) => [jsonReport(report)],
  sarif: (report) => [sarifReport(report)],
};

/** The event log to read. @throws UsageError if it does not exist, or the preview could not be run */
async function eventsFile({ stack, events, run }: ReportOptions, context: Context): Promise<string> {
  if (run) return runPreview({ root: context.root, stack });
  if (events !== undefined) {
    if (!existsSync(events)) throw new UsageError(`${events} does not exist.`);
    return events;
  }
  const last = previewEvents({ root: context.root, stack });
  if (existsSync(last)) return last;
  throw new UsageError(
    `No preview of the stack '${stack}' was run in this checkout. Run one with --run, or name an event log with --events FILE.`,
  );
}

/**
 * The project as the source of the report. If the project has errors, the report lists them and uses the documents of
 * the last run.
 */
async function sourcesOf({ stack, base: ref }: ReportOptions, context: Context): Promise<ReportSources> {
  const { root } = context;
  const loaded = stackFile(context, stack) && (await loadForStack(context, stack).catch(mistakesIn));
  return {
    root,
    ...(loaded && !(loaded instanceof DiagnosticError) && { project: loaded }),
    ...(ref !== undefined && { base: await baseOf({ root, stack, ref }) }),
  };
}

async function baseOf(o: { root: string; stack: string; ref: string }): Promise<NonNullable<ReportSources["base"]>> {
  const { shown, project } = await fromBase(({ baseProject }) => baseProject(o));
  return { commit: shown, project };
}

/**
 * Writes several parts to `report-1.md`, `report-2.md` and so on; on standard output, prints them one after the other.
 */
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
