import { type ArchyMap, parseArchy } from "@genesys-flows/architect";
import type { LoggedRequest } from "@genesys-flows/local-org";
import platform, { type Models } from "purecloud-platform-client-v2";
import { ended } from "../../harness/organisation-client.ts";
import { ServedOrganisation, type StartOptions } from "../../harness/served-organisation.ts";
import { vendorClient } from "../../harness/vendor-sdk.ts";

export type Flow = Models.Flow;

/** A module as a published flow holds it. */
export interface HeldModule {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

const PAGE = { pageSize: 500, pageNumber: 1 };
const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * The organisation behind a workspace, asked over HTTP with the vendor's own SDK. It serves the same store as the
 * provider does in its own process.
 */
export class Organisation extends ServedOrganisation {
  architect = new platform.ArchitectApi();
  routing = new platform.RoutingApi();

  override async start(options: StartOptions = {}): Promise<this> {
    await super.start(options);
    const client = vendorClient(this.server.port, this.client.token);
    this.architect = new platform.ArchitectApi(client);
    this.routing = new platform.RoutingApi(client);
    return this;
  }

  /** Every flow of the organisation, by name. */
  async flows(): Promise<Flow[]> {
    const { entities = [] } = await this.architect.getFlows(PAGE);
    return entities.sort((a, b) => a.name.localeCompare(b.name));
  }

  /**
   * The flow of that name as `GET /flows/{id}` gives it.
   *
   * @throws Error without one, or with several.
   */
  async flow(name: string): Promise<Flow & { id: string; version: string }> {
    const found = (await this.flows()).filter((flow) => flow.name === name);
    if (found.length !== 1) throw new Error(`The organisation has ${found.length} flows named "${name}".`);
    const flow = await this.architect.getFlow(String(found[0]?.id));
    return { ...flow, id: String(flow.id), version: String(flow.publishedVersion?.id) };
  }

  /** Published version of each flow, by name. */
  async versions(): Promise<Record<string, string | undefined>> {
    return Object.fromEntries((await this.flows()).map((flow) => [flow.name, flow.publishedVersion?.id]));
  }

  /** The modules in the published snapshot of a flow, from dependency tracking. */
  async modulesHeld(name: string): Promise<HeldModule[]> {
    const consumed = await this.#consumed(name, "COMMONMODULEFLOW");
    return consumed
      .map((entity) => ({ id: String(entity.id), name: String(entity.name), version: String(entity.version) }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Ids of the call flows that the published version of a flow transfers to, from dependency tracking. */
  async transfersTo(name: string): Promise<string[]> {
    return (await this.#consumed(name, "INBOUNDCALLFLOW")).map((entity) => String(entity.id));
  }

  /** Names of the queues that the published version of a flow uses, from dependency tracking. */
  async queuesUsedBy(name: string): Promise<string[]> {
    return (await this.#consumed(name, "QUEUE")).map((entity) => String(entity.name)).sort();
  }

  /** Names of the flows whose published version holds a module, from dependency tracking. */
  async consumersOf(module: string): Promise<string[]> {
    const { id } = await this.flow(module);
    const { entities = [] } = await this.architect.getArchitectDependencytrackingConsumingresources(
      id,
      "COMMONMODULEFLOW",
      { flowFilter: "published", ...PAGE },
    );
    return entities.map((entity) => String(entity.name)).sort();
  }

  async #consumed(name: string, resourceType: string): Promise<Models.Dependency[]> {
    const { id, version, type } = await this.flow(name);
    const { entities = [] } = await this.architect.getArchitectDependencytrackingConsumedresources(
      id,
      version,
      `${String(type).toUpperCase()}FLOW`,
      { resourceType: [resourceType], ...PAGE },
    );
    return entities;
  }

  /** The queues of the organisation. */
  async queueEntities(): Promise<Models.Queue[]> {
    return (await this.routing.getRoutingQueues(PAGE)).entities ?? [];
  }

  /** Names of the queues of the organisation. */
  async queues(): Promise<string[]> {
    return (await this.queueEntities()).map((queue) => String(queue.name)).sort();
  }

  /** The call routes (IVRs) of the organisation. */
  async ivrEntities(): Promise<Models.IVR[]> {
    return (await this.architect.getArchitectIvrs({ pageSize: 100, pageNumber: 1 })).entities ?? [];
  }

  /** Names of the call routes (IVRs) with their numbers. */
  async ivrs(): Promise<Record<string, { numbers: string[]; flowId?: string }>> {
    return Object.fromEntries(
      (await this.ivrEntities()).map((ivr) => [ivr.name, { numbers: ivr.dnis ?? [], flowId: ivr.openHoursFlow?.id }]),
    );
  }

  /** Id of each IVR -> its name. */
  async ivrNames(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.ivrEntities()).map((ivr) => [String(ivr.id), ivr.name]));
  }

  /** The IVR of that name. @throws Error when it does not exist */
  async ivrNamed(name: string): Promise<Models.IVR> {
    const found = (await this.ivrEntities()).find((ivr) => ivr.name === name);
    if (!found) throw new Error(`The organisation has no IVR named "${name}".`);
    return found;
  }

  /** The YAML that an export job of the platform gives of a flow's newest version, a draft too, or of its published one. */
  async export(name: string, version: "latest" | "published" = "latest"): Promise<string> {
    const { id } = await this.flow(name);
    return this.#exported(id, version, name);
  }

  /** Every published version of a flow, oldest first, with its export and the modules that it holds as one text. */
  async publishedContents(id: string): Promise<{ version: string; content: string }[]> {
    const { entities = [] } = await this.architect.getFlowVersions(id, PAGE);
    const { type } = await this.architect.getFlow(id);
    const versions = entities
      .filter(({ datePublished }) => datePublished != null)
      .map((one) => String(one.id))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    const contents: { version: string; content: string }[] = [];
    for (const version of versions) {
      const consumed = await this.architect.getArchitectDependencytrackingConsumedresources(
        id,
        version,
        `${String(type).toUpperCase()}FLOW`,
        { resourceType: ["COMMONMODULEFLOW"], ...PAGE },
      );
      const held = (consumed.entities ?? []).map((one) => `${one.id} ${one.version}`).sort();
      contents.push({ version, content: [await this.#exported(id, version, id), ...held].join("\n") });
    }
    return contents;
  }

  async #exported(id: string, version: string, name: string): Promise<string> {
    const job = await this.architect.postFlowsExportJobs({ flows: [{ flow: { id, version } }] });
    const state = await ended(() => this.architect.getFlowsExportJob(String(job.id), { expand: ["messages"] }));
    if (state.status !== "Success") throw new Error(`Export of "${name}" failed: ${texts(state.messages)}`);
    return (await fetch(String(state.downloadUrl))).text();
  }

  /** What an export job gives of a flow's published version, as data: the mapping below the root key. */
  async body(name: string): Promise<ArchyMap> {
    return parseArchy(await this.export(name), { file: `${name}.yaml` }).body;
  }

  /** Publishes a document through a job, as somebody else would who has an account. Returns the id of the flow. */
  async publish(text: string, options: { createStubs?: boolean } = {}): Promise<string> {
    const job = await this.architect.postFlowsJobs({ body: { createStubs: options.createStubs ?? false } });
    const upload = await fetch(String(job.presignedUrl), { method: "PUT", headers: job.headers, body: text });
    if (upload.status !== 200) throw new Error(`Upload answered ${upload.status}: ${await upload.text()}`);
    const state = await ended(() => this.architect.getFlowsJob(String(job.id), { expand: ["messages"] }));
    if (state.status !== "Success") throw new Error(`Publishing failed: ${texts(state.messages)}`);
    return String(state.flow?.id);
  }

  /** The organisation's own log of the requests that came after `after`. */
  requests(after = 0): Promise<LoggedRequest[]> {
    return this.client.requests(after);
  }

  /** Number of the latest logged request; what comes later has a higher one. */
  async latestRequest(): Promise<number> {
    return Math.max(0, ...(await this.requests()).map((request) => request.seq));
  }

  /** Names of the flows that publish jobs in `requests` were about, in the order in which they were registered. */
  async publishedBy(requests: readonly LoggedRequest[]): Promise<string[]> {
    const jobs = [...new Set(requests.flatMap((request) => jobOf(request.path) ?? []))];
    const names = new Map((await this.flows()).map((flow) => [flow.id, flow.name]));
    const states = await Promise.all(jobs.map((job) => this.architect.getFlowsJob(job)));
    return states.map((state) => names.get(state.flow?.id) ?? `(flow ${state.flow?.id} of job ${state.id})`);
  }
}

/** Requests that change something in the organisation; signing in does not. */
export function writesAmong(requests: readonly LoggedRequest[]): LoggedRequest[] {
  return requests.filter((request) => WRITES.has(request.method) && !request.path.startsWith("/oauth/"));
}

/** Requests that register a publish job. */
export function publishJobsAmong(requests: readonly LoggedRequest[]): LoggedRequest[] {
  return requests.filter((request) => request.method === "POST" && request.path.split("?")[0] === "/api/v2/flows/jobs");
}

function jobOf(path: string): string | undefined {
  return /^\/api\/v2\/flows\/jobs\/([^/?]+)/.exec(path)?.[1];
}

function texts(messages: readonly { text?: string }[] | undefined): string {
  return (messages ?? []).map((message) => message.text).join("; ") || "no messages";
}
