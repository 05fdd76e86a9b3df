import type { Directory } from "../../resources/directory.ts";
import type { Store } from "../../store/store.ts";
import { dependenciesOf } from "../dependencyTable.ts";
import { type FlowRow, flowById } from "../flowTable.ts";
import { versionContract } from "../publishing/storedView.ts";
import { parseVersion, versionDocument, versionOf } from "../versionTable.ts";
import { renderExport } from "./render.ts";

/**
 * The export of one version of a flow: `3.0`, `published`, or `latest` (the default, the latest saved). Undefined when
 * there is no such version.
 */
export function exportFlow(
  scope: { readonly store: Store; readonly directory: Directory },
  flow: FlowRow,
  wanted = "latest",
): { version: number; text: string } | undefined {
  const { store, directory } = scope;
  const words: Readonly<Record<string, number | null>> = {
    latest: flow.savedVersion,
    published: flow.publishedVersion,
  };
  const number = words[wanted.toLowerCase()] ?? parseVersion(wanted) ?? null;
  const version = versionOf(store, flow.id, number);
  if (!version) return undefined;
  const held = dependenciesOf(store, flow.id, version.version);
  const text = renderExport(versionDocument(store, flow, version.version), {
    division: directory.get("division", flow.divisionId ?? "")?.name,
    contractOf(module) {
      const dependency = held.find(
        (d) => d.objectVersion !== null && d.objectName.toLowerCase() === module.toLowerCase(),
      );
      const row = dependency && flowById(store, dependency.objectId);
      return row && versionContract(store, row, dependency.objectVersion);
    },
  });
  return { version: version.version, text };
}
