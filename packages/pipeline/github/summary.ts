import { appendFileSync, statSync } from "node:fs";
import path from "node:path";
import { count } from "@genesys-flows/architect/count";
import { readInputs } from "@genesys-flows/cli";
import { markdownReport, type Report, readCommentMarker } from "@genesys-flows/report";
import { z } from "zod";
import type { Given, PipelineContext } from "../program.ts";
import { reportAt } from "./inputs.ts";

const fields = {
  report: { schema: z.string(), flag: "--report" },
  out: { schema: z.string(), flag: "--out", variable: "GITHUB_STEP_SUMMARY" },
} as const;

export async function summary(given: Given, context: PipelineContext): Promise<number> {
  const { report, out } = readInputs(fields, { given, env: context.env });
  const made = reportAt(path.resolve(context.root, report));
  const file = path.resolve(context.root, out);
  // The summary may already contain other text.
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  appendFileSync(file, summaryText(made, LARGEST_SUMMARY - size));
  return 0;
}

/** GitHub's limit for the summary of a step (docs.github.com, "Adding a job summary"). */
const LARGEST_SUMMARY = 1024 * 1024;
/** Bytes reserved for the sentence about omitted parts. */
const MARGIN = 1_000;

/** A report as a job summary of at most `room` bytes: whole parts, then a sentence about the parts that do not fit. */
function summaryText(report: Report, room: number): string {
  const parts = markdownReport(report).map(withoutMarker);
  let text = "";
  for (const [index, part] of parts.entries()) {
    const next = `${part}\n`;
    if (Buffer.byteLength(text) + Buffer.byteLength(next) > room - MARGIN) {
      const left = parts.length - index;
      return `${text}**${count(left, "more part")} of the report do not fit in this summary: see the report artefact.**\n`;
    }
    text += next;
  }
  return text;
}

function withoutMarker(part: string): string {
  return readCommentMarker(part) ? part.slice(part.indexOf("\n") + 1) : part;
}
