import type { Diagnostic } from "@genesys-flows/architect";

/** What a check found. */
export interface Findings {
  readonly findings: readonly Diagnostic[];
  /** Number of flows that were looked at, those with mistakes among them. */
  readonly flows: number;
}
