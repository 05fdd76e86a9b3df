import { flowKindOf } from "../flows/flow-kinds.ts";
import { lockHolder } from "../flows/flow-table.ts";
import { presentFlows, snapshots } from "../page/snapshots.ts";
import { authorName } from "../page/words.ts";
import { type OrganisationRow, organisationOf } from "../services/organisation.ts";
import { withOrganisation } from "./existing.ts";

/** What stands out in an organisation. */
export interface OrganisationStatus {
  readonly id: string;
  readonly name: string;
  readonly flows: readonly { readonly type: string; readonly count: number }[];
  /** Callers that hold an older copy of a module than is published. */
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

/** @throws OrganisationFileError when there is no organisation */
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
