import type { Report } from "../model/report.ts";

/** The findings of a report as SARIF 2.1.0. */
export function sarifReport(report: Report): string {
  return JSON.stringify({ version: "2.1.0", runs: [{ results: report.findings.length }] });
}
