import { z } from "zod";
import { ApiFailure } from "../../../api/failure.ts";
import { Gathered } from "../../../api/gathered.ts";
import type { PlatformClient } from "../../../api/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";

/** Flows in one lookup: as many ids as surely fit into an address. */
export const LOOKUP_SIZE = 100;

/** A flow, or why it could not be read. */
export type FlowResult = PromiseSettledResult<FlowEntity>;

/** Reads flows by id, as they are at that moment. Reads at the same time share one lookup. */
export class FlowLookup {
  readonly #client: PlatformClient;
  readonly #gathered: Gathered<FlowResult>;

  constructor(client: PlatformClient) {
    this.#client = client;
    this.#gathered = new Gathered((ids) => this.readEach(ids));
  }

  /** Undefined when it does not exist. @throws ApiFailure */
  async read(id: string): Promise<FlowEntity | undefined> {
    const result = await this.#gathered.ask(id);
    return result && orThrow(result);
  }

  /**
   * The result for each existing flow, by id: one request for each hundred. A flow that this client may not see does not affect
   * the others.
   * @throws ApiFailure of a request for several
   */
  async readEach(ids: readonly string[]): Promise<ReadonlyMap<string, FlowResult>> {
    if (ids.length === 1) return this.#eachAlone(ids);
    const lookups: Promise<FlowEntity[]>[] = [];
    for (let start = 0; start < ids.length; start += LOOKUP_SIZE) {
      lookups.push(this.#lookUp(ids.slice(start, start + LOOKUP_SIZE)));
    }
    const found = (await Promise.all(lookups))
      .flat()
      .map((flow): [string, FlowResult] => [flow.id, { status: "fulfilled", value: flow }]);
    // A listing also leaves out what this client may not see: only the flow's own address proves that it was deleted.
    const listed = new Set(found.map(([id]) => id));
    return new Map([...found, ...(await this.#eachAlone(ids.filter((id) => !listed.has(id))))]);
  }

  async #eachAlone(ids: readonly string[]): Promise<ReadonlyMap<string, FlowResult>> {
    const results = await Promise.allSettled(ids.map((id) => this.readAlone(id)));
    return new Map(
      ids.flatMap((id, index): [string, FlowResult][] => {
        const result = results[index];
        if (result?.status === "rejected") return [[id, result]];
        return result?.value ? [[id, { status: "fulfilled", value: result.value }]] : [];
      }),
    );
  }

  async #lookUp(ids: readonly string[]): Promise<FlowEntity[]> {
    const page = await this.#client.call(
      { method: "GET", path: "/api/v2/flows/lookup", query: { id: ids, pageSize: LOOKUP_SIZE } },
      z.looseObject({ entities: z.array(flowEntity) }),
    );
    return page.entities;
  }

  /** A flow at its own address, in a separate request; undefined when it does not exist. @throws ApiFailure */
  async readAlone(id: string): Promise<FlowEntity | undefined> {
    try {
      return await this.#client.call({ method: "GET", path: `/api/v2/flows/${encodeURIComponent(id)}` }, flowEntity);
    } catch (error) {
      if (error instanceof ApiFailure && error.kind === "not-found") return undefined;
      throw error;
    }
  }
}

/** @throws the reason why the flow could not be read */
export function orThrow(result: FlowResult): FlowEntity {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}
