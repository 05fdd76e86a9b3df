import type { Diagnostic } from "@genesys-flows/architect";
import { githubFindings } from "./github.ts";
import { jsonFindings } from "./json.ts";
import { sarifFindings } from "./sarif.ts";

/** What a check found. */
export interface Findings {
  readonly findings: readonly Diagnostic[];
  /** Number of flows that were checked; of flows that cannot be read nothing is known. */
  readonly flows: number;
}

/** Formats of findings for machines: one text, which goes to the standard output. */
export const machineFormats: Readonly<Record<string, (found: Findings) => string>> = {
  json: jsonFindings,
  sarif: sarifFindings,
  github: githubFindings,
};
