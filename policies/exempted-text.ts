import { formatDiagnostic } from "@genesys-flows/architect";
import type { ExemptedFinding } from "./gate/index.ts";

/** A violation that an exemption covers, as the text of a finding: what is exempted, until when, why and by whom. */
export function exemptedText({ finding, exemption }: ExemptedFinding): string {
  const { rule, reason, owner, expires } = exemption;
  const { message, flow, node, location } = finding;
  return formatDiagnostic({
    code: "exemptions",
    severity: "warning",
    message: `Exempted from \`${rule}\` until ${expires}: ${message}`,
    why: reason,
    hint: `Its owner is ${owner}.`,
    ...(location && { location: { file: location.file, line: location.line, column: location.column } }),
    ...(flow !== undefined && { flow }),
    ...(node !== undefined && { node }),
  });
}
