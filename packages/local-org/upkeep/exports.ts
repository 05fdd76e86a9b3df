import type { FlowType } from "@genesys-flows/architect";
import { exportVersion } from "../flows/export/export-flow.ts";
import { archyType } from "../flows/flow-kinds.ts";
import { versionOf } from "../flows/version-table.ts";
import { presentFlows } from "../page/snapshots.ts";
import { withOrganisation } from "./existing.ts";

/** The export of a flow's published version. */
export interface ExportedFlow {
  readonly type: FlowType;
  readonly name: string;
  readonly version: number;
  /** YAML as the platform exports it. */
  readonly text: string;
}

/** Every flow that is published, by name. @throws OrganisationFileError when there is no organisation */
export function exportPublishedFlows(file: string): ExportedFlow[] {
  return withOrganisation(file, (organisation) =>
    presentFlows(organisation.store).flatMap((flow) => {
      const version = versionOf(organisation.store, flow.id, flow.publishedVersion);
      if (!version) return [];
      const text = exportVersion(organisation, flow, version);
      return [{ type: archyType(flow.type), name: flow.name, version: version.version, text }];
    }),
  );
}
