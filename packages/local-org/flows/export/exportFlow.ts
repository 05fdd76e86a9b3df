import type { Directory } from "../../resources/directory.ts";
import type { Store } from "../../store/store.ts";
import { dependenciesOf } from "../dependencyTable.ts";
import { type FlowRow, flowById } from "../flowTable.ts";
import { versionContract } from "../publishing/storedView.ts";
import { type VersionRow, versionDocument } from "../versionTable.ts";
import { renderExport } from "./render.ts";

/** The export of one version of a flow. */
export function exportVersion(
  scope: { readonly store: Store; readonly directory: Directory },
  flow: FlowRow,
  { version }: VersionRow,
): string {
  const { store, directory } = scope;
  const held = dependenciesOf(store, flow.id, version);
  return renderExport(versionDocument(store, flow, version), {
    division: directory.get("division", flow.divisionId ?? "")?.name,
    contractOf(name) {
      const dependency = held.find(
        (d) => d.objectVersion !== null && d.objectName.toLowerCase() === name.toLowerCase(),
      );
      const row = dependency && flowById(store, dependency.objectId);
      return row && versionContract(store, row, dependency.objectVersion);
    },
  });
}
