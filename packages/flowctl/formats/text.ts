import { styleText } from "node:util";
import { type Diagnostic, formatDiagnostic } from "@genesys-flows/architect";
import type { Context } from "../context.ts";

const colours = { error: "red", warning: "yellow", note: "cyan" } as const;

/** A finding as a person reads it, with its caret frame; coloured where the reader's terminal has colours. */
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
