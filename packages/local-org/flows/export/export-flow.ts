import type { Directory } from "../../directory.ts";
import type { Store } from "../../store/store.ts";
import { dependenciesOf } from "../dependency-table.ts";
import { type FlowRow, flowById } from "../flow-table.ts";
import { presentDocument, sameName } from "../publishing/present-document.ts";
import { dependencyTypes } from "../publishing/resolve.ts";
import { versionContract } from "../publishing/stored-view.ts";
import type { VersionRow } from "../version-table.ts";
import { renderExport } from "./render.ts";

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
