import type { FlowType } from "@genesys-flows/architect";
import { authorName } from "../flows/author.ts";
import { exportVersion } from "../flows/export/export-flow.ts";
import { archyType, flowKindOf } from "../flows/flow-kinds.ts";
import { lockHolder } from "../flows/flow-table.ts";
import { presentFlows, snapshots } from "../flows/snapshots.ts";
import { versionOf } from "../flows/version-table.ts";
import { type LoggedRequest, loggedRequests } from "../http/request-log.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import { openExisting, withOrganisation } from "./existing.ts";

export interface OrganisationStatus {
  readonly id: string;
  readonly name: string;
  readonly flows: readonly { readonly type: string; readonly count: number }[];
  /** Stale callers and the snapshots that they hold. */
  readonly stale: readonly {
    readonly caller: string;
    readonly module: string;
    readonly held: number;
    readonly published: number;
  }[];
  readonly locked: readonly { readonly flow: string; readonly by: string }[];
  readonly requests: number;
  /** ISO time of the newest request. */
  readonly lastRequest?: string;
}

/** @throws OrganisationFileError if the organisation does not exist */
export function organisationStatus(file: string): OrganisationStatus {
  return withOrganisation(file, ({ store }) => {
    const { id, name } = organisationOf(store) as OrganisationRow;
    const flows = presentFlows(store);
    const types = [...new Set(flows.map(({ type }) => type))];
    const requests = store.get<{ count: number; last: string | null }>(
      "SELECT count(*) AS count, max(at) AS last FROM request_log",
    );
    return {
      id,
      name,
      flows: types.map((type) => ({
        type: flowKindOf(type).title,
        count: flows.filter((flow) => flow.type === type).length,
      })),
      stale: snapshots(store, flows)
        .filter(({ stale }) => stale)
        .map(({ caller, source, held }) => ({
          caller: caller.name,
          module: source.name,
          held,
          published: source.publishedVersion ?? 0,
        })),
      locked: flows.flatMap((flow) => {
        const holder = lockHolder(flow);
        return holder ? [{ flow: flow.name, by: authorName(holder) }] : [];
      }),
      requests: requests?.count ?? 0,
      ...(requests?.last ? { lastRequest: requests.last } : {}),
    };
  });
}

export interface ExportedFlow {
  readonly type: FlowType;
  readonly name: string;
  readonly version: number;
  /** YAML as the platform exports it. */
  readonly text: string;
}

/** Every published flow, by name. @throws OrganisationFileError if the organisation does not exist */
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

/** The request log of an organisation, for repeated reads while others write to it. */
export interface OpenRequestLog {
  /** Requests after a given number, oldest first. */
  after(seq: number): LoggedRequest[];
  /**
   * The number of the newest request; 0 if there are no requests. The number decreases if a different organisation
   * replaces this one.
   */
  newest(): number;
  close(): void;
}

/** @throws OrganisationFileError if the organisation does not exist */
export function openRequestLog(file: string): OpenRequestLog {
  const { store } = openExisting(file);
  return {
    after: (seq) => loggedRequests(store, seq),
    newest: () => store.get<{ newest: number | null }>("SELECT max(seq) AS newest FROM request_log")?.newest ?? 0,
    close: () => store.close(),
  };
}
