import { diagnosticsDocument as documentOf } from "@genesys-flows/architect/documents";
import { codeGroups } from "@genesys-flows/project";

/** The text of docs/diagnostics.md: the codes of every package that reports what is wrong with a file. */
export function diagnosticsDocument(): string {
  return documentOf(codeGroups);
}
