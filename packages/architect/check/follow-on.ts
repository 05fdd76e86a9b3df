import type { KernelCode } from "../codes/kernel-codes.ts";
import type { Diagnostic } from "../diagnostic.ts";

/** Mistakes after which part of a flow is not where its author meant it to be. */
const LEADS_ELSEWHERE: readonly KernelCode[] = [
  "dangling-reference",
  "dangling-transition",
  "duplicate-ref-id",
  "misspelt-action",
  "missing-start",
  "not-an-action",
  "unknown-output-path",
];

/** Findings that are only the consequence of others in the same flow, by their code: the codes of those others. */
export const followOns: ReadonlyMap<string, readonly KernelCode[]> = new Map([
  ["unreachable-node", LEADS_ELSEWHERE],
  ["infinite-loop", LEADS_ELSEWHERE],
  ["loop-without-exit", LEADS_ELSEWHERE],
]);

/** The findings in a flow without those that are only consequences of others among them. */
export function withoutFollowOns(findings: readonly Diagnostic[]): Diagnostic[] {
  const codes = new Set(findings.map(({ code }) => code));
  return findings.filter(({ code }) => !followOns.get(code)?.some((cause) => codes.has(cause)));
}
