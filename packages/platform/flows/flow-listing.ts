import { z } from "zod";
import { Gathered } from "../client/gathered.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";
import { type FlowLookup, type FlowResult, LOOKUP_SIZE, orThrow } from "./flow-lookup.ts";

/** Page size of the listing; the same as in the vendor's own provider (reference/platform-api.md §3.5). */
export const FLOWS_ON_A_PAGE = 500;
/** If a run reads more single flows than this, it probably refreshes the whole stack. */
const FEW = 3;
/** How long the listed flows may be reused. */
const LIFE_MS = 30_000;

const listing = z.looseObject({ entities: z.array(flowEntity), pageCount: z.number().nullish() });

/**
 * Reads flows for a refresh. The engine requests only the flows that it currently works on, and does not announce how
 * many more it needs. The first few flows are looked up one by one. If more requests follow, this class lists the flows
 * of the organisation. It never reads more pages than it made lookups, so a small stack in a large organisation does
 * not read all flows.
 *
 * Each listed flow is returned only once, and only for a short time, so that a second read returns the current flow. A
 * flow that is missing from the listing is looked up, because only a lookup can prove that it was deleted.
 */
export class FlowListing {
  readonly #client: PlatformClient;
  readonly #reader: FlowLookup;
  readonly #gathered: Gathered<FlowResult>;
  #turn: Promise<unknown> = Promise.resolve();
  #several = false;
  #lookups = 0;
  /** Listed flows that have not been requested yet. */
  #listed = new Map<string, FlowEntity>();
  #all: FlowEntity[] = [];
  #listedAt = 0;
  #pages = { read: 0, all: 1 };

  constructor(client: PlatformClient, reader: FlowLookup) {
    this.#client = client;
    this.#reader = reader;
    this.#gathered = new Gathered((ids) => this.#inTurn(() => this.#find(ids)));
  }

  /** The flow; undefined if it does not exist. @throws ApiFailure */
  async read(id: string): Promise<FlowEntity | undefined> {
    const result = await this.#gathered.ask(id);
    return result && orThrow(result);
  }

  /** All flows of the organisation; undefined unless all pages were read within the last seconds. */
  all(): Promise<readonly FlowEntity[] | undefined> {
    return this.#inTurn(async () => {
      this.#forgetOld();
      return this.#isComplete ? this.#all : undefined;
    });
  }

  /**
   * All flows of the organisation, for a caller that looks up many names. Undefined while a search for each name takes
   * fewer requests.
   */
  allForName(): Promise<readonly FlowEntity[] | undefined> {
    return this.#inTurn(async () => {
      this.#forgetOld();
      while (!this.#isComplete && this.#isListingDue()) await this.#list();
      if (this.#isComplete) return this.#all;
      this.#lookups++;
      return undefined;
    });
  }

  /**
   * Reads the first page, for a run that needs all flows of its stack. The number of pages shows whether the listing
   * takes fewer requests than lookups.
   */
  begin(): Promise<void> {
    return this.#inTurn(async () => {
      this.#forgetOld();
      if (this.#pages.read === 0) await this.#list();
    });
  }

  /** Discards all pages, because this run changes flows. */
  forget(): void {
    this.#listed = new Map();
    this.#all = [];
    this.#pages = { read: 0, all: 1 };
    this.#lookups = 0;
  }

  get #isComplete(): boolean {
    return this.#pages.read >= this.#pages.all;
  }

  #forgetOld(): void {
    if (performance.now() - this.#listedAt > LIFE_MS && this.#pages.read > 0) this.forget();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #find(ids: readonly string[]): Promise<ReadonlyMap<string, FlowResult>> {
    this.#forgetOld();
    this.#several ||= ids.length > 1;
    const found = this.#take(ids);
    const missing = () => ids.filter((id) => !found.has(id));
    while (missing().length > 0 && this.#isListingDue(missing().length)) {
      await this.#list();
      for (const [id, flow] of this.#take(missing())) found.set(id, flow);
    }
    const rest = missing();
    if (rest.length === 0) return found;
    this.#lookups += Math.ceil(rest.length / LOOKUP_SIZE);
    return new Map([...found, ...(await this.#reader.readEach(rest))]);
  }

  /**
   * Whether to read more pages. If a run needs only a few flows, for example with `--target`, a page is not worth the
   * request. The remaining pages are read when lookups would take as many requests.
   */
  #isListingDue(asked = 1): boolean {
    const left = this.#pages.all - this.#pages.read;
    if (left > 0 && this.#pages.read > 0 && Math.floor(asked / LOOKUP_SIZE) >= left) return true;
    return left > 0 && this.#lookups >= Math.max(left, this.#several ? 1 : FEW);
  }

  #take(ids: readonly string[]): Map<string, FlowResult> {
    const taken = new Map<string, FlowResult>();
    for (const id of ids) {
      const flow = this.#listed.get(id);
      if (flow) taken.set(id, { status: "fulfilled", value: flow });
      this.#listed.delete(id);
    }
    return taken;
  }

  async #list(): Promise<void> {
    if (this.#pages.read === 0) this.#listedAt = performance.now();
    const from = this.#pages.read + 1;
    const numbers = Array.from({ length: this.#pages.all - this.#pages.read }, (_, index) => from + index);
    const pages = await Promise.all(numbers.map((number) => this.#page(number)));
    const flows = pages.flatMap((page) => page.entities);
    this.#all.push(...flows);
    for (const flow of flows) this.#listed.set(flow.id, flow);
    const all = pages[0]?.pageCount ?? this.#pages.all;
    this.#pages = { read: this.#pages.read + numbers.length, all };
  }

  #page(pageNumber: number) {
    return this.#client.call(
      { method: "GET", path: "/api/v2/flows", query: { pageNumber, pageSize: FLOWS_ON_A_PAGE } },
      listing,
    );
  }
}
