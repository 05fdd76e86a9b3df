import { type Diagnostic, printableJson } from "@genesys-flows/architect";
import type { Findings } from "./findings.ts";

/** `{flows, errors, warnings, notes, findings: [...]}`; a finding is a `Diagnostic` as the kernel makes it. */
export function jsonFindings({ findings, flows }: Findings): string {
  const count = (severity: Diagnostic["severity"]) => findings.filter((found) => found.severity === severity).length;
  const counts = { flows, errors: count("error"), warnings: count("warning"), notes: count("note") };
  return `${printableJson({ ...counts, findings })}\n`;
}
