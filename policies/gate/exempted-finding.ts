import type { Diagnostic } from "@genesys-flows/architect";
import type { ExemptedFinding } from "./apply.ts";

/** A violation that an exemption covers, as a warning: what is exempted, until when, why and by whom. */
export function exemptedFinding({ finding, exemption }: ExemptedFinding): Diagnostic {
  const { rule, reason, owner, expires } = exemption;
  const { message, flow, node, location } = finding;
  return {
    code: "exemptions",
    severity: "warning",
    message: `Exempted from \`${rule}\` until ${expires}: ${message}`,
    why: reason,
    hint: `Its owner is ${owner}.`,
    ...(location && { location }),
    ...(flow !== undefined && { flow }),
    ...(node !== undefined && { node }),
  };
}
