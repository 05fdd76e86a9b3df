import type { FlowType } from "@genesys-flows/architect";
import {
  FlowPlatform,
  KnownNames,
  nameKey,
  type Organisation,
  type OrganisationAccess,
  PublishedVersions,
} from "@genesys-flows/platform";
import type { PublishNotes } from "@genesys-flows/project/publish-notes";
import type { Properties } from "../../../engine/values.ts";
import type { PlannedObjects } from "../../../run/planned-objects.ts";
import { PublishProgress } from "../../../run/publish-progress.ts";
import { DriftReports } from "../drift/drift-reports.ts";
import { Deletions } from "./deletions.ts";

/** The organisation for operations on flows, with what they share in one run. */
export interface FlowOrganisation extends Organisation {
  readonly flows: FlowPlatform;
  readonly names: KnownNames;
  readonly turns: NameTurns;
  readonly versions: PublishedVersions;
  readonly progress: PublishProgress;
  readonly driftReports: DriftReports;
  readonly deletions: Deletions;
  readonly publishNotes: PublishNotes;
  /** Flow and version of a module -> the digest of its export, undefined where it cannot be exported. */
  readonly exportedDigests: Map<string, Promise<string | undefined>>;
}

/** Opens the organisation for operations on flows. */
export interface FlowAccess {
  /** @throws Error as `OrganisationAccess.open` does */
  open(stateOrganizationId?: string | undefined): Promise<FlowOrganisation>;
}

/** Opens the same organisation. What operations share is created when it is first needed, once for each opened organisation. */
export function flowAccess(
  access: OrganisationAccess,
  run: { readonly planned: PlannedObjects; readonly publishNotes: PublishNotes; readonly signal: AbortSignal },
): FlowAccess {
  const known = new WeakMap<Organisation, FlowOrganisation>();
  return {
    async open(stateOrganizationId) {
      const organisation = await access.open(stateOrganizationId);
      const extended = known.get(organisation) ?? extend(organisation, run);
      known.set(organisation, extended);
      return extended;
    },
  };
}

function extend(
  organisation: Organisation,
  {
    planned,
    publishNotes,
    signal,
  }: { readonly planned: PlannedObjects; readonly publishNotes: PublishNotes; readonly signal: AbortSignal },
): FlowOrganisation {
  const { client, pace, embedded, folder } = organisation;
  const flows = new FlowPlatform(client);
  return {
    ...organisation,
    flows,
    names: new KnownNames(client, planned),
    turns: new NameTurns(),
    versions: new PublishedVersions({ flows, pace }, signal),
    progress: new PublishProgress(folder),
    driftReports: new DriftReports({ flows, pace, embedded }),
    deletions: new Deletions(flows),
    publishNotes,
    exportedDigests: new Map(),
  };
}

/** The organisation that a state names. @throws Error as `OrganisationAccess.open` does */
export function openFor(access: FlowAccess, { organizationId }: Properties): Promise<FlowOrganisation> {
  return access.open(typeof organizationId === "string" ? organizationId : undefined);
}

/** Takes turns at names: resources that publish under one type and name come one after the other. */
class NameTurns {
  /** Type and name -> the end of the last work that runs, or waits, under it. */
  readonly #ends = new Map<string, Promise<void>>();

  /** Does `work` when no other work of this run uses the name: each finds by name what the one before created. */
  async take<Result>(flow: { type: FlowType; name: string }, work: () => Promise<Result>): Promise<Result> {
    const key = `${flow.type} ${nameKey(flow.name)}`;
    const before = this.#ends.get(key);
    const done = Promise.withResolvers<void>();
    this.#ends.set(key, done.promise);
    try {
      await before;
      return await work();
    } finally {
      done.resolve();
      if (this.#ends.get(key) === done.promise) this.#ends.delete(key);
    }
  }
}
