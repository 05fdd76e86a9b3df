import { terminal } from "@genesys-flows/cli";
import { endText, textReport } from "@genesys-flows/report";
import type { ReportedRun } from "./reported-run.ts";

/**
 * Prints the report of a run; of one that failed for a reason that the report does not have, also what the CLI printed.
 * @param o.isBrief prints only the verdict and what the run left undone: the preview has shown the rest
 */
export function showReport(
  { report, isExplained, output }: ReportedRun,
  { isBrief = false }: { readonly isBrief?: boolean } = {},
): void {
  const form = isBrief ? endText : textReport;
  const text = form(report, terminal());
  const isKnown = isExplained || report.flows.length > 0;
  process.stdout.write(`${isKnown ? text : ""}${isExplained ? "" : `${isKnown ? "\n" : ""}${output.trim()}\n`}`);
}
