import { type Diagnostic, DiagnosticError } from "@genesys-flows/architect";
import type { Configured } from "@genesys-flows/lean-pulumi/policy-stack";
import { type Enforcement, rules as ownRules, reasonOf, todayInUtc } from "@genesys-flows/rules";
import { enforcementOf } from "./enforcement.ts";
import { type Applied, readGate } from "./gate/index.ts";

/** The rules by which the policies judge, and what is exempted from them. */
export interface PackGate {
  readonly enforcement: Enforcement;
  /** Why no rule can judge anything: the mistakes in the files of the policies. */
  readonly wrong?: string;
  apply(findings: readonly Diagnostic[]): Applied;
}

/** Reads the rules and exemptions of a folder, and enforces them as the engine's configuration says. */
export async function readPackGate({ policies }: Configured, folder: string): Promise<PackGate> {
  try {
    const { rules, enforcement, apply } = await readGate({ folder });
    return { enforcement: enforcementOf(rules, policies, enforcement.today), apply };
  } catch (error) {
    return {
      enforcement: enforcementOf(ownRules, policies, todayInUtc()),
      wrong: `The rules and exemptions cannot be read. ${placed(error)}`,
      apply: (findings) => ({ findings, exempted: [] }),
    };
  }
}

/** The mistakes in those files, each with its place. */
function placed(error: unknown): string {
  if (!(error instanceof DiagnosticError)) return reasonOf(error);
  return error.diagnostics
    .map(({ message, location }) => (location ? `${location.file}:${location.line}: ${message}` : message))
    .join(" ");
}
