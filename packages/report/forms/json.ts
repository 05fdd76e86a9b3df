import { printableJson } from "@genesys-flows/architect";
import type { Report } from "../model/report.ts";

/** A report as JSON: `docs/report.schema.json` describes it. Ends with a line feed. */
export function jsonReport(report: Report): string {
  return `${printableJson(report)}\n`;
}
