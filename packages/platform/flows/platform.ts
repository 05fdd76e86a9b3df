import type { FlowType } from "@genesys-flows/architect";
import { flowTypeOfApi, flowTypes } from "@genesys-flows/architect/flow-types";
import { z } from "zod";
import { ifFound } from "../client/failure.ts";
import { listAll } from "../client/listing.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import type { ApiCall } from "../client/session.ts";
import { endedJob, type Pace } from "../organisation/pace.ts";
import {
  type Dependency,
  dependency,
  type ExportState,
  exportJob,
  exportState,
  type FlowEntity,
  type FlowVersion,
  flowEntity,
  flowVersion,
  type JobState,
  job,
  jobState,
  type RegisteredJob,
} from "./entities.ts";
import { FLOWS_ON_A_PAGE, FlowListing } from "./flow-listing.ts";
import { FlowLookup, flowPath } from "./flow-lookup.ts";
import { readMark } from "./mark.ts";

/** The types of dependencies that are copied into a flow as snapshots. */
export const embeddedTypes: readonly string[] = ["COMMONMODULEFLOW", "BOTFLOW", "DIGITALBOTFLOW"];

const anything = z.unknown();
const CONSUMING = "/api/v2/architect/dependencytracking/consumingresources";

/** The platform's operations on flows, each one request (reference/platform-api.md §2.1, §5, §6). */
export class FlowPlatform extends FlowLookup {
  readonly #client: PlatformClient;
  readonly #listed: FlowListing;

  constructor(client: PlatformClient) {
    super(client);
    this.#client = client;
    this.#listed = new FlowListing(client, this);
  }

  /** Reads a flow for a refresh, which reads many flows. The flow may be from a listing that is a few seconds old. */
  readListed(id: string): Promise<FlowEntity | undefined> {
    return this.#listed.read(id);
  }

  /** Reads the first page for `readListed`, before a preview reads all flows of a stack at once. */
  beginListing(): Promise<void> {
    return this.#listed.begin();
  }

  /**
   * Finds a flow by type and name. Names are unique per type, regardless of case and surrounding spaces. The search
   * treats `*` as a wildcard, so its results are compared with the name. The vendor does not document how the search
   * treats surrounding spaces, so this method replaces them with `*`.
   */
  async findByName(type: FlowType, name: string): Promise<FlowEntity | undefined> {
    const bare = name.trim();
    const query = { name: bare === name ? name : `*${bare}*`, type: flowTypes[type].query };
    return named(await listAll(this.#client, { path: "/api/v2/flows", query }, flowEntity), { type, name });
  }

  /**
   * Like `findByName`, for a preview, which looks up many names. Uses a listing that may be a few seconds old if that
   * takes fewer requests.
   */
  async findListed(type: FlowType, name: string): Promise<FlowEntity | undefined> {
    const listed = await this.#listed.allForName();
    return listed ? named(listed, { type, name }) : this.findByName(type, name);
  }

  registerJob(options: { createStubs: boolean }): Promise<RegisteredJob> {
    const body = options.createStubs ? { createStubs: true } : undefined;
    // A job without an upload does nothing, so a retry is safe.
    return this.#client.call({ method: "POST", path: "/api/v2/flows/jobs", body, repeatable: true }, job);
  }

  /** Uploads the document to a job's address. @throws ApiFailure */
  upload(registered: RegisteredJob, text: string): Promise<void> {
    this.#listed.forget();
    return this.#client.upload(registered.presignedUrl, { headers: registered.headers ?? {}, text });
  }

  readJob(id: string): Promise<JobState> {
    const path = `/api/v2/flows/jobs/${encodeURIComponent(id)}`;
    return this.#client.call({ method: "GET", path, query: { expand: ["messages"] } }, jobState);
  }

  /**
   * The modules and bots in one version of a flow, each with the version of its snapshot.
   * @param flow.complete rejects an incomplete response
   */
  embedded(flow: { id: string; type: FlowType; version: string; complete?: boolean }): Promise<Dependency[]> {
    return this.consumed(flow, embeddedTypes);
  }

  consumed(
    flow: { id: string; type: FlowType; version: string; complete?: boolean },
    resourceType?: readonly string[],
  ): Promise<Dependency[]> {
    const { id, type, version, complete } = flow;
    const query = { id, version, objectType: flowTypes[type].dependencyType, resourceType };
    const path = "/api/v2/architect/dependencytracking/consumedresources";
    return listAll(this.#client, { path, query, complete }, dependency);
  }

  consumers(flow: { id: string; type: FlowType }): Promise<Dependency[]> {
    return this.consumersOf({ id: flow.id, objectType: flowTypes[flow.type].dependencyType });
  }

  /**
   * The flows whose published version has a snapshot of a module.
   * @throws ApiFailure, even for an incomplete response, which the platform sends with status 206
   */
  callersOf(moduleId: string): Promise<Dependency[]> {
    const query = { id: moduleId, objectType: flowTypes.commonModule.dependencyType, flowFilter: "published" };
    return listAll(this.#client, { path: CONSUMING, query, complete: true }, dependency);
  }

  /** The users of an object. @param object.objectType the object's type in dependency tracking: `QUEUE` */
  consumersOf(object: { id: string; objectType: string }): Promise<Dependency[]> {
    return listAll(this.#client, { path: CONSUMING, query: object }, dependency);
  }

  /** Like `marked`, but uses a complete listing from the last few seconds if this run has one. */
  async markedListed(stack: { project: string; stack: string }): Promise<FlowEntity[]> {
    const listed = await this.#listed.all();
    return listed ? withMarkOf(listed, stack) : this.marked(stack);
  }

  /** The flows with the ownership mark of a stack, found by a search in descriptions. */
  async marked(stack: { project: string; stack: string }): Promise<FlowEntity[]> {
    const query = { nameOrDescription: `managed by ${stack.project}/${stack.stack}/` };
    const call = { path: "/api/v2/flows", query };
    return withMarkOf(await listAll(this.#client, call, flowEntity, { pageSize: FLOWS_ON_A_PAGE }), stack);
  }

  /** Every version of a flow, including drafts. @throws ApiFailure */
  versions(id: string): Promise<FlowVersion[]> {
    return listAll(this.#client, { path: `${flowPath(id)}/versions` }, flowVersion);
  }

  /** Starts an export job for one version. @returns the job's id */
  async registerExport(flow: { id: string; version: string }): Promise<string> {
    const body = { flows: [{ flow }] };
    const path = "/api/v2/flows/export/jobs";
    return (await this.#client.call({ method: "POST", path, body, repeatable: true }, exportJob)).id;
  }

  readExport(id: string): Promise<ExportState> {
    const path = `/api/v2/flows/export/jobs/${encodeURIComponent(id)}`;
    return this.#client.call({ method: "GET", path, query: { expand: ["messages"] } }, exportState);
  }

  /** Downloads an export from its address. @throws ApiFailure */
  download(url: string): Promise<string> {
    return this.#client.download(url);
  }

  async checkout(id: string): Promise<void> {
    await this.#client.call(action("checkout", id), anything);
  }

  /** Removes the checkout lock, even if it belongs to somebody else. */
  async unlock(id: string): Promise<void> {
    await this.#client.call(action("unlock", id), anything);
  }

  async rename(flow: FlowEntity, name: string): Promise<void> {
    this.#listed.forget();
    const { id, type } = flow;
    const description = flow.description || undefined;
    const division = flow.division?.id ? { id: flow.division.id } : undefined;
    const body = { id, name, type, description, division };
    await this.#client.call({ method: "PUT", path: flowPath(id), body, repeatable: true }, anything);
  }

  /** Deletes a flow; succeeds if the flow no longer exists. @throws ApiFailure `conflict` while the flow is in use */
  async delete(id: string): Promise<void> {
    await this.#deleteIfPresent({ method: "DELETE", path: flowPath(id), repeatable: true });
  }

  /** Deletes flows that use each other, in one request. */
  async deleteTogether(ids: readonly string[]): Promise<void> {
    await this.#deleteIfPresent({ method: "DELETE", path: "/api/v2/flows", query: { id: ids }, repeatable: true });
  }

  async #deleteIfPresent(call: ApiCall): Promise<void> {
    this.#listed.forget();
    await ifFound(this.#client.call(call, anything));
  }

  /**
   * Who deleted a flow, according to the audits. The code that reads audits is loaded only if something was changed
   * outside the stack.
   */
  async deletedBy(id: string): Promise<string> {
    const { deletedBy } = await import("../organisation/audits.ts");
    return deletedBy(this.#client, id);
  }

  /** Who last renamed a flow, according to the audits. */
  async renamedBy({ id, name }: Pick<FlowEntity, "id" | "name">): Promise<string> {
    const { changedBy } = await import("../organisation/audits.ts");
    return changedBy(this.#client, { id, fields: new Map([["name", name]]) });
  }

  /** Who unpublished a flow, according to the audits. */
  async unpublishedBy({ id }: Pick<FlowEntity, "id">): Promise<string> {
    const { unpublishedBy } = await import("../organisation/audits.ts");
    return unpublishedBy(this.#client, id);
  }

  get clientId(): string | undefined {
    return this.#client.clientId;
  }
}

/** Normalises a name for comparison: names are unique per type, regardless of case and surrounding spaces. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

function named(flows: readonly FlowEntity[], { type, name }: { type: FlowType; name: string }): FlowEntity | undefined {
  const ofType = flows.filter((flow) => flowTypeOfApi(flow.type)?.type === type);
  return ofType.find((flow) => flow.name === name) ?? ofType.find((flow) => nameKey(flow.name) === nameKey(name));
}

function action(name: "checkout" | "unlock", flow: string): ApiCall {
  return { method: "POST", path: `/api/v2/flows/actions/${name}`, query: { flow }, repeatable: true };
}

function withMarkOf(
  flows: readonly FlowEntity[],
  { project, stack }: { project: string; stack: string },
): FlowEntity[] {
  return flows.filter(({ description }) => {
    const mark = readMark(description);
    return mark?.project === project && mark.stack === stack;
  });
}

/** An export job that ended without a file. */
export class ExportFailed extends Error {}

/**
 * Exports one version of a flow as Architect YAML.
 * @throws ExportFailed if the job fails or does not end in time; ApiFailure; the signal's reason
 */
export async function exportFlow(
  context: { readonly flows: FlowPlatform; readonly pace: Pace; readonly signal: AbortSignal },
  flow: { readonly id: string; readonly version: string },
): Promise<string> {
  const { flows, pace, signal } = context;
  const job = await flows.registerExport(flow);
  // Checks immediately for the first time, because small flows may already be exported.
  const look = () => flows.readExport(job);
  const isEnded = ({ downloadUrl, status }: ExportState) => Boolean(downloadUrl) || status === "Failure";
  const state = await endedJob(look, pace, { first: await look(), signal, isEnded });
  if (!state) throw new ExportFailed(`export job ${job} did not end in time`);
  if (state.downloadUrl) return flows.download(state.downloadUrl);
  const texts = (state.messages ?? []).map((message) => message.text).join("; ");
  throw new ExportFailed(`export job ${job} failed: ${texts || "no reason given"}`);
}
