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
import type { PlannedObjects } from "../../../run/desired.ts";
import { PublishProgress } from "../../../run/publish-progress.ts";
import { DriftReports } from "../drift/drift-reports.ts";

/** The organisation for operations on flows, with the objects that they share in one run. */
export interface FlowOrganisation extends Organisation {
  readonly flows: FlowPlatform;
  readonly names: KnownNames;
  readonly turns: NameTurns;
  readonly versions: PublishedVersions;
  readonly progress: PublishProgress;
  readonly driftReports: DriftReports;
  readonly deletions: Deletions;
  readonly publishNotes: PublishNotes;
  /** Flow and version of a module -> digest of its export; undefined if it cannot be exported. */
  readonly exportedDigests: Map<string, Promise<string | undefined>>;
}

export interface FlowAccess {
  /** @throws Error as `OrganisationAccess.open` does */
  open(stateOrganizationId?: string | undefined): Promise<FlowOrganisation>;
}

interface FlowRun {
  readonly planned: PlannedObjects;
  readonly publishNotes: PublishNotes;
  readonly signal: AbortSignal;
}

/**
 * Opens the organisation for operations on flows. The objects that operations share are created once per opened
 * organisation.
 */
export function flowAccess(access: OrganisationAccess, run: FlowRun): FlowAccess {
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

function extend(organisation: Organisation, { planned, publishNotes, signal }: FlowRun): FlowOrganisation {
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

/** Runs resources that publish under the same type and name one after the other. */
class NameTurns {
  /** Type and name -> end of the last work that is running or waiting for them. */
  readonly #ends = new Map<string, Promise<void>>();

  /**
   * Runs `work` when no other work in this run uses the name, so that `work` finds the flow that the previous work
   * created.
   */
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

/**
 * Deletions in this run that wait for each other. Flows that transfer to each other can only be deleted together, but
 * the engine deletes them individually and in parallel.
 */
class Deletions {
  readonly #flows: FlowPlatform;
  /** Flow that could not be deleted -> its users. */
  readonly #blocked = new Map<string, ReadonlySet<string>>();
  readonly #running = new Set<string>();

  constructor(flows: FlowPlatform) {
    this.#flows = flows;
  }

  begin(id: string): void {
    this.#running.add(id);
  }

  end(id: string): void {
    this.#running.delete(id);
    this.#blocked.delete(id);
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /**
   * Records the flows that use a flow. Once the flow and everything that uses it are being deleted, deletes all of them
   * together.
   */
  async block(id: string, users: ReadonlySet<string>): Promise<void> {
    this.#blocked.set(id, users);
    const cycle = this.#closure(id);
    if (cycle) await this.#flows.deleteTogether([...cycle]);
  }

  /** The flow and everything that uses it, directly or indirectly; undefined if one of these is not being deleted. */
  #closure(id: string): ReadonlySet<string> | undefined {
    const cycle = new Set<string>();
    const open = [id];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (cycle.has(next)) continue;
      const users = this.#blocked.get(next);
      if (!users) return undefined;
      cycle.add(next);
      open.push(...users);
    }
    return cycle.size > 1 ? cycle : undefined;
  }
}
