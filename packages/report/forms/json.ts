import { printable, printableJson, printableLine } from "@genesys-flows/architect";
import { assertFormat, formats } from "@genesys-flows/project/kept";
import type { z } from "zod";
import { type Report, reportSchema } from "../model/report.ts";

/** Renders a report as JSON (`docs/report.schema.json`). Ends with a line feed. */
export function jsonReport(report: Report): string {
  return `${printableJson(report)}\n`;
}

/** Maximum number of characters of a report to read: enough for about ten thousand flows. */
export const LARGEST_REPORT = 128 * 1024 * 1024;

const MOST_ISSUES = 10;

/**
 * Reads a report that `jsonReport` wrote.
 * @throws Error when the text is too large, is not JSON, has a different format or is not a report; the error lists up
 * to ten invalid locations, such as `flows[2].action`
 */
export function readReport(text: string): Report {
  if (text.length > LARGEST_REPORT)
    throw new Error(`The report has ${text.length} characters; the limit is ${LARGEST_REPORT}.`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new Error(`The report is not JSON: ${printable((cause as Error).message)}`, { cause });
  }
  try {
    assertFormat(data, formats.report);
  } catch (cause) {
    throw new Error(`The report cannot be read. ${(cause as Error).message}`, { cause });
  }
  const read = reportSchema.safeParse(data);
  if (read.success) return read.data;
  const { issues } = read.error;
  const more = issues.length > MOST_ISSUES ? [`and ${issues.length - MOST_ISSUES} more`] : [];
  const lines = [...issues.slice(0, MOST_ISSUES).map(issueText), ...more].map((line) => `  ${line}`);
  throw new Error(`The report does not match its schema, docs/report.schema.json:\n${lines.join("\n")}`);
}

function issueText({ path, message }: z.core.$ZodIssue): string {
  const place = path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
  return printableLine(`${place.slice(0, 200) || "report"}: ${message.slice(0, 400)}`);
}
