import type { Report } from "../model/report.ts";

export interface TextOptions {
  /** Width of the window in columns; default: 100. */
  readonly columns?: number;
  /** Whether to use ANSI colours. */
  readonly colour?: boolean;
}

/** A report for a terminal: the verdict first, findings that block last. Ends with a line feed. */
export function textReport(report: Report, _o: TextOptions = {}): string {
  return `${report.verdict.text}\n`;
}
