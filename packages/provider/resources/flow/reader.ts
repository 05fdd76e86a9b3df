import { z } from "zod";
import { ApiFailure } from "../../api/failure.ts";
import type { PlatformClient } from "../../api/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";

/** Time in which reads gather into one request. */
const GATHER_MS = 5;
/** Flows in one lookup. */
const LOOKUP_SIZE = 100;

interface Waiting {
  resolve(flow: FlowEntity | undefined): void;
  reject(error: unknown): void;
}

/** Reads flows by id. What is asked for at the same time is one lookup: a refresh of n flows is n / 100 requests. */
export class FlowReader {
  readonly #client: PlatformClient;
  #waiting = new Map<string, Waiting[]>();

  constructor(client: PlatformClient) {
    this.#client = client;
  }

  read(id: string): Promise<FlowEntity | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) setTimeout(() => this.#readGathered(), GATHER_MS);
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), { resolve, reject }]);
    });
  }

  #readGathered(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    const ids = [...waiting.keys()];
    for (let start = 0; start < ids.length; start += LOOKUP_SIZE) {
      void this.#answer(ids.slice(start, start + LOOKUP_SIZE), waiting);
    }
  }

  async #answer(ids: readonly string[], waiting: ReadonlyMap<string, readonly Waiting[]>): Promise<void> {
    try {
      const found = await this.#fetch(ids);
      for (const id of ids) for (const one of waiting.get(id) ?? []) one.resolve(found.get(id));
    } catch (error) {
      for (const id of ids) for (const one of waiting.get(id) ?? []) one.reject(error);
    }
  }

  async #fetch(ids: readonly string[]): Promise<Map<string, FlowEntity>> {
    const [first] = ids;
    if (first !== undefined && ids.length === 1) {
      const flow = await this.#one(first);
      return new Map(flow ? [[first, flow]] : []);
    }
    const page = await this.#client.call(
      { method: "GET", path: "/api/v2/flows/lookup", query: { id: ids, pageSize: LOOKUP_SIZE } },
      z.looseObject({ entities: z.array(flowEntity).nullish() }),
    );
    return new Map((page.entities ?? []).map((flow) => [flow.id, flow]));
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
