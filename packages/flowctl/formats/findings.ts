import { styleText } from "node:util";
import { type Diagnostic, formatDiagnostic, printableJson } from "@genesys-flows/architect";
import type { Context } from "../context.ts";
import type { Findings } from "./checked.ts";
import { githubFindings } from "./github.ts";
import { sarifFindings } from "./sarif.ts";

/** Formats of findings for programs: one text for the standard output. */
export const machineFormats: Readonly<Record<string, (found: Findings) => string>> = {
  json: jsonFindings,
  sarif: sarifFindings,
  github: ({ findings }) => githubFindings(findings),
};

/**
 * `{flows, errors, warnings, notes, findings: [...], exempted: [{finding, exemption}]}`; a finding is a `Diagnostic` as the kernel
 * makes it.
 */
function jsonFindings({ findings, flows, exempted = [] }: Findings): string {
  const count = (severity: Diagnostic["severity"]) => findings.filter((found) => found.severity === severity).length;
  const counts = { flows, errors: count("error"), warnings: count("warning"), notes: count("note") };
  return `${printableJson({ ...counts, findings, exempted })}\n`;
}

const colours = { error: "red", warning: "yellow", note: "cyan" } as const;

/** A finding for people, with its caret frame; coloured where the terminal has colours. */
export function findingText(finding: Diagnostic, { colour }: Pick<Context, "colour">): string {
  const text = formatDiagnostic(finding);
  if (!colour) return text;
  const paint = (part: string) => styleText([colours[finding.severity], "bold"], part, { validateStream: false });
  return text
    .split("\n")
    .map((line, index) => {
      if (index === 0) return line.replace(`${finding.severity} ${finding.code}`, paint);
      if (/^ +\| +\^+$/.test(line)) return line.replace(/\^+$/, paint);
      return line.startsWith("  hint:") ? styleText("dim", line, { validateStream: false }) : line;
    })
    .join("\n");
}

/** `1 flow`, `2 flows`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
