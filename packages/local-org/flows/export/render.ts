import { type ArchyDocument, type ArchyReference, archyFromBody, printArchy } from "@genesys-flows/architect";
import type { EmbeddableContract } from "../validation/view.ts";
import { completeActions } from "./action-defaults.ts";
import { completeBindings } from "./bindings.ts";
import { withDefaults } from "./defaults.ts";
import { laidOut } from "./layout.ts";
import { renumber } from "./tracking.ts";

export interface ExportContext {
  /** Name of the flow's division. */
  readonly division: string | undefined;
  /** What a called module or bot declares, at the version that the flow holds. */
  contractOf(reference: ArchyReference): EmbeddableContract | undefined;
}

/**
 * The text of a flow as the platform exports it: from the model, never the uploaded bytes. Publishing an export and
 * exporting again gives the same text.
 */
export function renderExport(document: ArchyDocument, context: ExportContext): string {
  const body = laidOut(structuredClone(withDefaults(document, context)));
  const copy = archyFromBody(document.flowType, body, { file: document.file });
  completeActions(copy);
  completeBindings(copy, context.contractOf);
  renumber(copy);
  return printArchy(archyFromBody(document.flowType, laidOut(copy.body), { file: document.file }));
}
