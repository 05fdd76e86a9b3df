import type { Diagnostic } from "@genesys-flows/architect";
import type { ExemptedFinding } from "./apply.ts";

/** A violation that an exemption covers, as a finding that stops nothing: why it may stay, until when, and who answers for it. */
export function exemptedFinding({ finding, exemption }: ExemptedFinding, severity: "warning" | "note"): Diagnostic {
  return { ...finding, severity, hint: reasonOf(exemption) };
}

/** Why a violation may stay, until when, and who answers for it. */
export function reasonOf({ expires, owner, reason, location }: ExemptedFinding["exemption"]): string {
  return `Exempted until ${expires} by ${owner} (${location.file}:${location.line}): ${reason}`;
}
