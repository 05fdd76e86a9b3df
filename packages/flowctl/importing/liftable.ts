import { DiagnosticError, lift } from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { withValues } from "../reading/placeholders.ts";
import type { FoundExport } from "./exports.ts";

/** Whether a definition can express an export, with its placeholders as values. */
export function liftable({ document, placeholders }: Pick<FoundExport, "document" | "placeholders">): boolean {
  try {
    const { graph, values, inNames } = withValues(lift(document), [...placeholders.keys()]);
    if (inNames.length > 0) return false;
    toDefinition(graph, { values });
    return true;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return false;
  }
}
