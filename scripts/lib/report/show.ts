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
  // A terminal that does not know its width says 0.
  const columns = process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : undefined;
  const colour = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  const form = isBrief ? endText : textReport;
  const text = form(report, { ...(columns !== undefined && { columns }), colour });
  const isKnown = isExplained || report.flows.length > 0;
  process.stdout.write(`${isKnown ? text : ""}${isExplained ? "" : `${isKnown ? "\n" : ""}${output.trim()}\n`}`);
}
