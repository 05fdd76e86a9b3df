import type { Diagnostic } from "@genesys-flows/architect";
import type { ExemptedFinding } from "@genesys-flows/policies/gate";

/** A violation that an exemption covers, for people: a note that says why it may stay, until when, and who answers for it. */
export function asNote({ finding, exemption }: ExemptedFinding): Diagnostic {
  return { ...finding, severity: "note", hint: reasonOf(exemption) };
}

/** Why a violation may stay, until when, and who answers for it. */
export function reasonOf({ expires, owner, reason, location }: ExemptedFinding["exemption"]): string {
  return `Exempted until ${expires} by ${owner} (${location.file}:${location.line}): ${reason}`;
}
