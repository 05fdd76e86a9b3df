import { z } from "zod";
import { ApiFailure, ifFound } from "../client/failure.ts";
import { Gathered } from "../client/gathered.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";

/** Flows in one lookup: as many ids as safely fit into a URL. */
export const LOOKUP_SIZE = 100;

/** A flow, or why it could not be read. */
export type FlowResult = PromiseSettledResult<FlowEntity>;

/** Reads flows by id, as they are at that moment. Reads at the same time share one lookup. */
export class FlowLookup {
  readonly #client: PlatformClient;
  readonly #gathered: Gathered<FlowResult>;
  readonly #coming = new ComingFlows();
  /** Results of lookups, not of the flows' own addresses. */
  readonly #lookedUp = new WeakSet<FlowEntity>();
  /** Whether lookups in this run show a new version later than the flow's own address does. */
  #isLate = false;

  constructor(client: PlatformClient) {
    this.#client = client;
    this.#gathered = new Gathered((ids) => this.readEach(ids, { also: this.#coming.due }));
  }

  /** Announces the flows that this run is going to publish, by id. */
  expect(ids: Iterable<string>): void {
    this.#coming.expect(ids);
  }

  /** The flow; undefined if it does not exist. @throws ApiFailure */
  async read(id: string): Promise<FlowEntity | undefined> {
    const result = await this.#gathered.ask(id);
    return result && orThrow(result);
  }

  /**
   * A flow that this run is about to publish, at most a few seconds old. Undefined if it does not exist. @throws
   * ApiFailure
   */
  async readComing(id: string): Promise<FlowEntity | undefined> {
    return this.#coming.take(id) ?? this.read(id);
  }

  /**
   * A flow that this run has just published. Reads it in one request with others; if that does not show the flow that
   * `isNew` expects, at its own address. A response that shows the expected flow is proof, even a late one. Undefined
   * if the flow does not exist.
   * @throws ApiFailure
   */
  async readPublished(id: string, isNew: (flow: FlowEntity) => boolean): Promise<FlowEntity | undefined> {
    if (this.#isLate) return this.readAlone(id);
    const result = await this.#gathered.ask(id).catch(fallBack);
    if (result !== "failed") {
      const flow = result && orThrow(result);
      if (!flow || !this.#lookedUp.has(flow) || isNew(flow)) return flow;
    }
    const flow = await this.readAlone(id);
    this.#isLate ||= result !== "failed" && flow !== undefined && isNew(flow);
    return flow;
  }

  /**
   * The result for each existing flow, by id: one request for each hundred. A flow that this client may not see does
   * not affect the others.
   * @param o.also flows that are needed next, read if there is room
   * @throws ApiFailure if a request for several flows fails
   */
  async readEach(
    ids: readonly string[],
    { also = [] }: { readonly also?: readonly string[] } = {},
  ): Promise<ReadonlyMap<string, FlowResult>> {
    const rest = also.filter((id) => !ids.includes(id));
    if (ids.length === 1 && rest.length === 0) return this.#eachAlone(ids);
    const all = [...ids, ...rest].slice(0, Math.ceil(ids.length / LOOKUP_SIZE) * LOOKUP_SIZE);
    const at = performance.now();
    const lookups = Array.from({ length: Math.ceil(all.length / LOOKUP_SIZE) }, (_, index) =>
      this.#lookUp(all.slice(index * LOOKUP_SIZE, (index + 1) * LOOKUP_SIZE)),
    );
    const flows = (await Promise.all(lookups)).flat();
    this.#coming.keep(flows, at);
    const found = flows.map((flow): [string, FlowResult] => [flow.id, { status: "fulfilled", value: flow }]);
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
    for (const flow of page.entities) this.#lookedUp.add(flow);
    return page.entities;
  }

  /** Reads a flow at its own address, in a separate request; undefined if it does not exist. @throws ApiFailure */
  readAlone(id: string): Promise<FlowEntity | undefined> {
    return ifFound(this.readNow(id));
  }

  /** The same for a flow that exists. @throws ApiFailure `not-found` */
  readNow(id: string): Promise<FlowEntity> {
    return this.#client.call({ method: "GET", path: flowPath(id) }, flowEntity);
  }
}

export function flowPath(id: string): string {
  return `/api/v2/flows/${encodeURIComponent(id)}`;
}

/** After a failed request for several flows, each is read separately. @throws an error that is not the platform's */
function fallBack(error: unknown): "failed" {
  if (error instanceof ApiFailure) return "failed";
  throw error;
}

/** @throws the reason why the flow could not be read */
export function orThrow(result: FlowResult): FlowEntity {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** How long before its publish job a flow may be read; an older result is not used. The job itself takes seconds. */
const LIFE_MS = 5000;

/**
 * Flows that this run is going to publish. The engine announces many of them at once but publishes only as many at a
 * time as it works on, so lookups include the next ones.
 */
class ComingFlows {
  /** Flows that were not read yet. */
  readonly #ids = new Set<string>();
  readonly #known = new Map<string, { readonly flow: FlowEntity; readonly at: number }>();

  expect(ids: Iterable<string>): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** The flows that a lookup should include. */
  get due(): string[] {
    return [...this.#ids].filter((id) => !this.#isKnown(id));
  }

  /** Keeps the flows that a lookup included. @param at when it was sent, by `performance.now` */
  keep(flows: readonly FlowEntity[], at: number): void {
    for (const flow of flows) if (this.#ids.has(flow.id)) this.#known.set(flow.id, { flow, at });
  }

  /** A kept flow, at most a few seconds old, once; undefined if no lookup included it. */
  take(id: string): FlowEntity | undefined {
    const known = this.#isKnown(id) ? this.#known.get(id)?.flow : undefined;
    this.#ids.delete(id);
    this.#known.delete(id);
    return known;
  }

  #isKnown(id: string): boolean {
    const known = this.#known.get(id);
    return known !== undefined && performance.now() - known.at < LIFE_MS;
  }
}
