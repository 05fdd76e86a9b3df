import type { Diagnostic } from "@genesys-flows/architect";
import type { ExemptedFinding } from "@genesys-flows/policies/gate";
import type { Rule } from "@genesys-flows/rules";

/** What a check found. */
export interface Findings {
  readonly findings: readonly Diagnostic[];
  /** Number of flows checked, including those with mistakes. */
  readonly flows: number;
  /** Violations that exemptions cover. */
  readonly exempted?: readonly ExemptedFinding[];
  /** The rules that were judged, for what a format says of a code. */
  readonly rules?: readonly Rule[];
}
