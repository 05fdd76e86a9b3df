import { styleText } from "node:util";
import { type Diagnostic, type FlowGraph, printable } from "@genesys-flows/architect";
import type { FlowUnit } from "@genesys-flows/project";
import { flowChanges } from "@genesys-flows/report/words";
import type { Context } from "../context.ts";
import { findingText } from "../formats/findings.ts";

export type Findings = readonly Diagnostic[];

const colours = { "+": "green", "-": "red", "~": "yellow", ">": "blue" } as const;

/** Prints what changes in a flow. @returns whether anything does */
export function showDifference(
  { before, after }: { readonly before: FlowGraph; readonly after: FlowGraph },
  context: Context,
): boolean {
  const lines = flowChanges(before, after);
  for (const { sign, text } of lines) {
    const line = `  ${sign} ${printable(text)}`;
    context.exact.out(`${context.colour ? styleText(colours[sign], line, { validateStream: false }) : line}\n`);
  }
  return lines.length > 0;
}

/** Prints the findings of a flow that a change solves, and those that it brings. @returns those that it brings */
export function showFindings(
  unit: Pick<FlowUnit, "key" | "file">,
  found: { readonly old: Findings; readonly now: Findings },
  context: Context,
): Findings {
  const [old, now] = [ofFlow(found.old, unit), ofFlow(found.now, unit)];
  for (const [id, finding] of old) if (!now.has(id)) context.out(`  solved: ${finding.message}\n`);
  const brought = [...now].flatMap(([id, finding]) => (old.has(id) ? [] : [finding]));
  for (const finding of brought) context.exact.out(`${findingText(finding, context)}\n`);
  return brought;
}

function ofFlow(findings: Findings, unit: Pick<FlowUnit, "key" | "file">): Map<string, Diagnostic> {
  const own = findings.filter(({ flow, location }) => flow === unit.key || location?.file === unit.file);
  return new Map(own.map((finding) => [`${finding.code} ${finding.node ?? ""} ${finding.message}`, finding]));
}
