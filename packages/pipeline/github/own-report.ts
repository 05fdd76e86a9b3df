import { readFileSync } from "node:fs";
import { UsageError } from "@genesys-flows/cli";
import { type Report, readReport } from "@genesys-flows/report";

/**
 * The report that this job made itself.
 * @throws UsageError when the file cannot be read, is no report, or is about another stack
 */
export function reportAt(file: string, { stack }: { readonly stack?: string } = {}): Report {
  let report: Report;
  try {
    report = readReport(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`The report in ${file} (--report) cannot be used: ${(error as Error).message}`);
  }
  if (stack !== undefined && report.run.stack !== stack)
    throw new UsageError(`The report in ${file} is about the stack "${report.run.stack}", not "${stack}" (--stack).`);
  return report;
}
