import { type ArchyDocument, type ArchyReference, archyFromBody, printArchy } from "@genesys-flows/architect";
import type { Directory } from "../../directory.ts";
import type { Store } from "../../store/store.ts";
import { dependenciesOf } from "../dependency-table.ts";
import { type FlowRow, flowById } from "../flow-table.ts";
import { presentDocument, sameName } from "../publishing/present-document.ts";
import { versionContract } from "../publishing/stored-view.ts";
import { dependencyTypes } from "../validation/resolve.ts";
import type { EmbeddableContract } from "../validation/view.ts";
import type { VersionRow } from "../version-table.ts";
import { completeActions, completeBindings } from "./action-defaults.ts";
import { withDefaults } from "./defaults.ts";
import { laidOut } from "./layout.ts";
import { renumber } from "./tracking-numbers.ts";

interface ExportContext {
  /** Name of the flow's division. */
  readonly division: string | undefined;
  /** The declarations of a called module or bot, at the version that the flow holds. */
  contractOf(reference: ArchyReference): EmbeddableContract | undefined;
}

/** The export of one version of a flow. */
export function exportVersion(
  scope: { readonly store: Store; readonly directory: Directory },
  flow: FlowRow,
  { version }: VersionRow,
): string {
  const { store, directory } = scope;
  const held = dependenciesOf(store, flow.id, version);
  const document = presentDocument(scope, flow, version);
  return renderExport(document, {
    division: directory.get("division", flow.divisionId ?? "")?.name,
    contractOf(reference) {
      const types = dependencyTypes(document, reference);
      for (const { objectId, objectType, objectVersion } of held) {
        const row = objectVersion !== null && types.includes(objectType) ? flowById(store, objectId) : undefined;
        if (row && sameName(row.name, reference.name)) return versionContract(store, row, objectVersion);
      }
      return undefined;
    },
  });
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
