import { type FlowType, flowTypeOfApi } from "@genesys-flows/architect";
import { z } from "zod";
import { listAll } from "../../api/listing.ts";
import type { PlatformClient } from "../../api/platform-client.ts";
import type { Listing } from "./named-kinds.ts";

const PAGE_SIZE = 100;
/** A longer listing is not read: then names are asked for one by one. */
const MOST_PAGES = 5;

const named = z.looseObject({ name: z.string(), type: z.string().nullish(), category: z.string().nullish() });
type Named = z.infer<typeof named>;
const page = z.looseObject({ entities: z.array(named), pageCount: z.number().nullish() });

/** What is asked for by name; a data action by its category too. */
export interface Wanted {
  readonly name: string;
  readonly category?: string | undefined;
}

/**
 * The names of one listing, asked for once in a run: its pages, or where the organisation has very many, each name that is
 * wanted. Names are the same whatever their case, as for the platform.
 */
export class NameList {
  readonly #client: PlatformClient;
  readonly #listing: Listing;
  #all: Promise<readonly Named[] | undefined> | undefined;
  readonly #single = new Map<string, Promise<boolean>>();

  constructor(client: PlatformClient, listing: Listing) {
    this.#client = client;
    this.#listing = listing;
  }

  /** @throws ApiFailure */
  async has(wanted: Wanted): Promise<boolean> {
    const all = await this.#list();
    if (all) return all.some((found) => isSame(found, wanted));
    const key = JSON.stringify([wanted.name.toLowerCase(), wanted.category?.toLowerCase()]);
    const answer = this.#single.get(key) ?? this.#lookUp(wanted);
    this.#single.set(key, answer);
    return answer;
  }

  /** What there is; undefined where it is too much to list. @throws ApiFailure */
  async names(): Promise<readonly Wanted[] | undefined> {
    return (await this.#list())?.map(({ name, category }) => ({ name, category: category ?? undefined }));
  }

  #list(): Promise<readonly Named[] | undefined> {
    this.#all ??= this.#readPages();
    return this.#all;
  }

  async #readPages(): Promise<readonly Named[] | undefined> {
    const first = await this.#page(1);
    const pages = first.pageCount ?? (first.entities.length < PAGE_SIZE ? 1 : Number.POSITIVE_INFINITY);
    if (pages > MOST_PAGES) return undefined;
    const numbers = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => index + 2);
    const others = await Promise.all(numbers.map((number) => this.#page(number)));
    return [first, ...others].flatMap(({ entities }) => entities).filter((found) => this.#isOfType(found));
  }

  #page(pageNumber: number) {
    const { path, query } = this.#listing;
    return this.#client.call({ method: "GET", path, query: { ...query, pageNumber, pageSize: PAGE_SIZE } }, page);
  }

  async #lookUp(wanted: Wanted): Promise<boolean> {
    const { path, query } = this.#listing;
    const found = await listAll(this.#client, { path, query: { ...query, name: wanted.name } }, named);
    return found.some((candidate) => this.#isOfType(candidate) && isSame(candidate, wanted));
  }

  #isOfType({ type }: Named): boolean {
    const wanted: FlowType | undefined = this.#listing.flowType;
    return wanted === undefined || flowTypeOfApi(type ?? "")?.type === wanted;
  }
}

function isSame(found: Named, { name, category }: Wanted): boolean {
  return (
    found.name.toLowerCase() === name.toLowerCase() &&
    (category === undefined || (found.category ?? "").toLowerCase() === category.toLowerCase())
  );
}
