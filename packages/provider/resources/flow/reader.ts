import { z } from "zod";
import { ApiFailure } from "../../api/failure.ts";
import type { PlatformClient } from "../../api/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";
import { Gathered } from "./gathered.ts";

/** Flows in one lookup: as many ids as an address surely takes. */
export const LOOKUP_SIZE = 100;

/** Reads flows by id, as they are at that moment. What is asked for at the same time is one lookup. */
export class FlowReader {
  readonly #client: PlatformClient;
  readonly #gathered: Gathered<FlowEntity>;

  constructor(client: PlatformClient) {
    this.#client = client;
    this.#gathered = new Gathered((ids) => this.readAll(ids));
  }

  /** Undefined when there is none. @throws ApiFailure */
  read(id: string): Promise<FlowEntity | undefined> {
    return this.#gathered.ask(id);
  }

  /** Those that there are, by id: a request for each hundred. @throws ApiFailure */
  async readAll(ids: readonly string[]): Promise<ReadonlyMap<string, FlowEntity>> {
    const [first] = ids;
    if (first !== undefined && ids.length === 1) {
      const flow = await this.#one(first);
      return new Map(flow ? [[first, flow]] : []);
    }
    const lookups: Promise<FlowEntity[]>[] = [];
    for (let start = 0; start < ids.length; start += LOOKUP_SIZE) {
      lookups.push(this.#lookUp(ids.slice(start, start + LOOKUP_SIZE)));
    }
    const found = new Map((await Promise.all(lookups)).flat().map((flow) => [flow.id, flow]));
    // A listing leaves out what this client may not see, too: only the flow's own address says that it is gone.
    const missing = await Promise.all(ids.filter((id) => !found.has(id)).map((id) => this.#one(id)));
    for (const flow of missing) if (flow) found.set(flow.id, flow);
    return found;
  }

  async #lookUp(ids: readonly string[]): Promise<FlowEntity[]> {
    const page = await this.#client.call(
      { method: "GET", path: "/api/v2/flows/lookup", query: { id: ids, pageSize: LOOKUP_SIZE } },
      z.looseObject({ entities: z.array(flowEntity) }),
    );
    return page.entities;
  }

  async #one(id: string): Promise<FlowEntity | undefined> {
    try {
      return await this.#client.call({ method: "GET", path: `/api/v2/flows/${encodeURIComponent(id)}` }, flowEntity);
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === "not-found") return undefined;
      throw error;
    }
  }
}
