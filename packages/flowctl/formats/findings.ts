import type { Diagnostic } from "@genesys-flows/architect";

/** What a check found. */
export interface Findings {
  readonly findings: readonly Diagnostic[];
  /** Number of flows that were checked; of flows that cannot be read nothing is known. */
  readonly flows: number;
}
