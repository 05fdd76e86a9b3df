import type { ArchyPath } from "../archy/types.ts";
import { type KernelCode, kernelCodes } from "../codes/kernel-codes.ts";
import { type Diagnostic, diagnosticOf, distinct, type Location } from "../diagnostic.ts";
import type { Span } from "../expression/ast.ts";
import type { FlowNode } from "../graph/types.ts";
import type { Part } from "./parts.ts";
import type { Subject } from "./subject.ts";

/** One finding of a check. The severity and the title come from the table of codes. */
export interface Finding {
  readonly message: string;
  readonly hint?: string;
  readonly node?: FlowNode;
  /** Path in the document. Default: the path of the node's action. */
  readonly path?: ArchyPath;
  /** The value that contains the finding, and the affected segment of the value's text. */
  readonly part?: Part;
  readonly span?: Span;
  /** A more precise location, which takes precedence over the other fields. */
  readonly location?: Location;
}

export type Report = (code: KernelCode, finding: Finding) => void;

export interface Check {
  readonly codes: readonly KernelCode[];
  /** Set if the check examines each part of a flow separately, and therefore works if other parts are missing. */
  readonly ofParts?: true;
  run(subject: Subject, report: Report): void;
}

/**
 * Runs checks on a flow. Returns the findings in the order of the checks, without duplicates and without consequences
 * of other findings. Stand-ins for missing values are not checked.
 */
export function runChecks(subject: Subject, checks: readonly Check[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const filling = subject.document?.filling;
  for (const check of checks) {
    check.run(subject, (code, finding) => {
      const diagnostic = toDiagnostic(subject, code, finding);
      const { location } = diagnostic;
      if (!location || filling?.(location) !== "stand-in") found.push(diagnostic);
    });
  }
  return withoutFollowOns(distinct(found));
}

function toDiagnostic(
  subject: Subject,
  code: KernelCode,
  { message, hint, part, span, node = part?.node, path, location }: Finding,
): Diagnostic {
  const within = part && (span ? subject.locateWithin(part, span) : subject.locatePart(part));
  return diagnosticOf(kernelCodes, code, message, {
    ...(hint !== undefined && { hint }),
    location: location ?? within ?? subject.locate({ path, node }),
    flow: subject.options.key ?? subject.graph.name,
    ...(node && { node: node.id }),
    inExport: subject.document !== undefined,
  });
}

/** Errors that lead control to a different node than the author intended. */
const LEADS_ELSEWHERE: readonly KernelCode[] = [
  "dangling-reference",
  "dangling-transition",
  "duplicate-ref-id",
  "misspelt-action",
  "missing-start",
  "not-an-action",
  "unknown-output-path",
];

/**
 * Findings that are only consequences of other findings in the same flow: for each code, the codes of the possible
 * causes.
 */
export const followOns: ReadonlyMap<string, readonly KernelCode[]> = new Map([
  ["unreachable-node", LEADS_ELSEWHERE],
  ["infinite-loop", LEADS_ELSEWHERE],
  ["loop-without-exit", LEADS_ELSEWHERE],
]);

function withoutFollowOns(findings: readonly Diagnostic[]): Diagnostic[] {
  const codes = new Set(findings.map(({ code }) => code));
  return findings.filter(({ code }) => !followOns.get(code)?.some((cause) => codes.has(cause)));
}
