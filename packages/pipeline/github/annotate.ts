import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { readInputs, UsageError } from "@genesys-flows/cli";
import type { Report, ReportFinding } from "@genesys-flows/report";
import { type Annotation, workflowCommand } from "@genesys-flows/report/workflow-commands";
import { z } from "zod";
import type { Given, PipelineContext } from "../program.ts";
import { reportAt } from "./inputs.ts";

const fields = {
  report: { schema: z.string(), flag: "--report" },
  base: { schema: z.string().min(1).optional(), flag: "--base" },
} as const;

export async function annotate(given: Given, context: PipelineContext): Promise<number> {
  const { report, base } = readInputs(fields, { given, env: context.env });
  const made = reportAt(path.resolve(context.root, report));
  const isChanged = base === undefined ? () => false : await changedLines(context.root, base);
  const { shown, left } = annotationsOf(made, isChanged);
  for (const annotation of shown) context.exact.out(workflowCommand(annotation));
  if (left > 0) context.out(`The report has ${left} more: GitHub shows at most ten annotations of each level.\n`);
  return 0;
}

/** The number of annotations of each level that GitHub shows per step. GitHub discards the rest. */
const MOST_PER_LEVEL = 10;

type IsChanged = (file: string, line: number) => boolean;

const LEVELS = { error: "error", warning: "warning", note: "notice" } as const;

/**
 * Findings at their lines and changes that customers will notice. Within a level, annotations on changed lines come
 * first. Exempted findings are omitted.
 */
function annotationsOf(report: Report, isChanged: IsChanged): { readonly shown: Annotation[]; readonly left: number } {
  const findings = report.findings.filter(({ exempted, blocks }) => blocks || !exempted).map(findingAnnotation);
  const changes = report.flows.flatMap(changeAnnotations);
  const { changed = [], others = [] } = Object.groupBy([...findings, ...changes], ({ place }) =>
    place && isChanged(place.file, place.line) ? "changed" : "others",
  );
  const all = [...changed, ...others];
  const shown = Object.values(LEVELS).flatMap((level) =>
    all.filter((one) => one.level === level).slice(0, MOST_PER_LEVEL),
  );
  return { shown, left: all.length - shown.length };
}

function findingAnnotation({ code, severity, blocks, message, why, hint, place }: ReportFinding): Annotation {
  return {
    level: blocks ? "error" : LEVELS[severity],
    title: blocks ? `${code} (blocks the update)` : code,
    message: [message, why, hint].filter(Boolean).join("\n"),
    ...(place && { place }),
  };
}

/** Skips removed parts, because their locations refer to the old file. */
function changeAnnotations({ name, changes }: Report["flows"][number]): Annotation[] {
  return changes
    .filter(({ spoken, sign, place }) => spoken === true && sign !== "-" && place !== undefined)
    .map(({ text, place }) => ({
      level: "notice",
      title: `${name}: customers will notice`,
      message: text,
      ...(place && { place }),
    }));
}

const run = promisify(execFile);

/** The lines that this checkout changes since a commit. @throws UsageError if Git does not know the commit */
async function changedLines(root: string, base: string): Promise<IsChanged> {
  const options = ["--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "--no-prefix", "--relative"];
  const args = ["-c", "core.quotePath=false", "diff", ...options, "--end-of-options", `${base}...HEAD`];
  const { stdout } = await run("git", args, { cwd: root, maxBuffer: 256 * 1024 * 1024 }).catch((error: Error) => {
    throw new UsageError(
      `Git cannot compare this checkout with "${base}": ${error.message.split("\n").slice(1).join(" ").trim()} ` +
        "Fetch the commit (actions/checkout with `fetch-depth: 0`).",
    );
  });
  const ranges = rangesIn(stdout);
  return (file, line) => (ranges.get(file) ?? []).some(([first, last]) => line >= first && line <= last);
}

/** Reads a diff without context lines. Returns the ranges of new or changed lines (first and last line) by file. */
function rangesIn(diff: string): Map<string, (readonly [number, number])[]> {
  const found = new Map<string, (readonly [number, number])[]>();
  let ranges: (readonly [number, number])[] = [];
  let inHeader = false;
  for (const line of diff.split("\n")) {
    if (line.startsWith("diff --git ")) inHeader = true;
    if (inHeader && line.startsWith("+++ ")) {
      ranges = [];
      found.set(line.slice("+++ ".length).replace(/\t$/, ""), ranges);
    }
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    inHeader = false;
    const first = Number(hunk[1]);
    const count = Number(hunk[2] ?? 1);
    if (count > 0) ranges.push([first, first + count - 1]);
  }
  return found;
}
