import { z } from "zod";
import { ApiFailure, ifFound } from "../client/failure.ts";
import { Gathered } from "../client/gathered.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";

/** The number of flows in one lookup. This many ids always fit into a URL. */
export const LOOKUP_SIZE = 100;

/** A flow, or the reason why it could not be read. */
export type FlowResult = PromiseSettledResult<FlowEntity>;

/** Reads the current state of flows by id. Simultaneous reads share one lookup. */
export class FlowLookup {
  readonly #client: PlatformClient;
  readonly #gathered: Gathered<FlowResult>;
  readonly #coming = new ComingFlows();
  /** Flows that were read by a lookup, not from their own address. */
  readonly #lookedUp = new WeakSet<FlowEntity>();
  /** Whether a lookup in this run returned an old version although the flow's own address returned the new one. */
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
   * Reads a flow that this run is about to publish; the result may be a few seconds old. Undefined if the flow does not
   * exist.
   * @throws ApiFailure
   */
  async readComing(id: string): Promise<FlowEntity | undefined> {
    return this.#coming.take(id) ?? this.read(id);
  }

  /**
   * Reads a flow that this run has just published. First reads it together with other flows in one request. If the
   * result does not satisfy `isNew`, reads the flow from its own address. Undefined if the flow does not exist.
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
   * The result for each existing flow, by id. Sends one request per hundred flows. A flow that this client may not see
   * does not affect the others.
   * @param o.also flows that are needed next; the requests include as many of these flows as fit
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
    // A lookup also omits flows that this client may not see. Only a flow's own address proves that it was deleted.
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

  /** Reads a flow from its own address, in a separate request; undefined if it does not exist. @throws ApiFailure */
  readAlone(id: string): Promise<FlowEntity | undefined> {
    return ifFound(this.readNow(id));
  }

  /** Like `readAlone`, but fails if the flow does not exist. @throws ApiFailure `not-found` */
  readNow(id: string): Promise<FlowEntity> {
    return this.#client.call({ method: "GET", path: flowPath(id) }, flowEntity);
  }
}

export function flowPath(id: string): string {
  return `/api/v2/flows/${encodeURIComponent(id)}`;
}

/** After a failed request for several flows, each flow is read separately. @throws any error except ApiFailure */
function fallBack(error: unknown): "failed" {
  if (error instanceof ApiFailure) return "failed";
  throw error;
}

/** @throws the reason why the flow could not be read */
export function orThrow(result: FlowResult): FlowEntity {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** How old a flow may be when its publish job starts. The job itself takes seconds. */
const LIFE_MS = 5000;

/**
 * Flows that this run is going to publish. The engine announces many flows together but publishes only a few at a time.
 * Each lookup therefore includes the flows that are published next.
 */
class ComingFlows {
  /** Flows that were announced and not yet taken. */
  readonly #ids = new Set<string>();
  readonly #known = new Map<string, { readonly flow: FlowEntity; readonly at: number }>();

  expect(ids: Iterable<string>): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** The flows that a lookup should include. */
  get due(): string[] {
    return [...this.#ids].filter((id) => !this.#isKnown(id));
  }

  /** Keeps the announced flows in the result of a lookup. @param at when the lookup was sent, by `performance.now` */
  keep(flows: readonly FlowEntity[], at: number): void {
    for (const flow of flows) if (this.#ids.has(flow.id)) this.#known.set(flow.id, { flow, at });
  }

  /** Removes and returns a kept flow that is at most a few seconds old; undefined if no lookup included the flow. */
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
