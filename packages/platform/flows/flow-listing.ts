import { z } from "zod";
import { Gathered } from "../client/gathered.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import { type FlowEntity, flowEntity } from "./entities.ts";
import { type FlowLookup, type FlowResult, LOOKUP_SIZE, orThrow } from "./flow-lookup.ts";

/** Flows on one page of the listing, as in the vendor's own provider (reference/platform-api.md §3.5). */
export const FLOWS_ON_A_PAGE = 500;
/** So many reads of single flows do not yet mean a refresh of a stack. */
const FEW = 3;
/** An older page is not used. */
const LIFE_MS = 30_000;

const listing = z.looseObject({ entities: z.array(flowEntity), pageCount: z.number().nullish() });

/**
 * Flows for a refresh. The engine asks for a few at a time, as many as it works on at once, and does not say how many it
 * needs. The first few are looked up; for more, the flows of the organisation are listed. At most as many pages are read as
 * lookups were made, so a small stack in a large organisation does not read all its flows.
 *
 * A page answers for each flow once, and not for long: a second read gets the current flow. A flow that is on no page is
 * looked up: only that read proves that it was deleted.
 */
export class FlowListing {
  readonly #client: PlatformClient;
  readonly #reader: FlowLookup;
  readonly #gathered: Gathered<FlowResult>;
  #turn: Promise<unknown> = Promise.resolve();
  #several = false;
  #lookups = 0;
  /** Flows that were not asked for yet. */
  #listed = new Map<string, FlowEntity>();
  #all: FlowEntity[] = [];
  #listedAt = 0;
  #pages = { read: 0, all: 1 };

  constructor(client: PlatformClient, reader: FlowLookup) {
    this.#client = client;
    this.#reader = reader;
    this.#gathered = new Gathered((ids) => this.#inTurn(() => this.#find(ids)));
  }

  /** Undefined when it does not exist. @throws ApiFailure */
  async read(id: string): Promise<FlowEntity | undefined> {
    const result = await this.#gathered.ask(id);
    return result && orThrow(result);
  }

  /** All flows of the organisation, where all pages have been read some seconds ago. */
  all(): Promise<readonly FlowEntity[] | undefined> {
    return this.#inTurn(async () => {
      this.#forgetOld();
      return this.#isComplete ? this.#all : undefined;
    });
  }

  /** All flows of the organisation, for one of many questions about names. Undefined while a search for each takes fewer requests. */
  allForName(): Promise<readonly FlowEntity[] | undefined> {
    return this.#inTurn(async () => {
      this.#forgetOld();
      while (!this.#isComplete && this.#isListingDue()) await this.#list();
      if (this.#isComplete) return this.#all;
      this.#lookups++;
      return undefined;
    });
  }

  /** Reads the first page, for a run that asks for all its flows: it shows whether the other pages or lookups are fewer. */
  begin(): Promise<void> {
    return this.#inTurn(async () => {
      this.#forgetOld();
      if (this.#pages.read === 0) await this.#list();
    });
  }

  /** Drops all pages: this run changes flows. */
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
   * A few flows that are read one by one may be all, as with `--target`: they are not worth a page. Once there is a page, the others
   * are read when lookups of the flows that are asked for would be as many.
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
