import type { FlowType } from "@genesys-flows/architect";
import { flowTypeOfApi } from "@genesys-flows/architect/flow-types";
import { Gathered } from "../client/gathered.ts";
import { listAll } from "../client/listing.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import { allNames, type Named, namedEntity, namesByCursor, searchNames } from "./name-pages.ts";
import type { Listing } from "./named-kinds.ts";

/** A longer listing is not read: then each name is looked up. */
const MOST_PAGES = 5;

/** A name to look up; for a data action, with its category. */
export interface Wanted {
  readonly name: string;
  readonly category?: string | undefined;
}

/**
 * The names of one listing, requested once in a run: its pages, or in a very large organisation each name that a flow uses, all
 * in one search where the platform has one. As on the platform, case does not matter.
 */
export class NameList {
  readonly #client: PlatformClient;
  readonly #listing: Listing;
  #all: Promise<readonly Named[] | undefined> | undefined;
  readonly #single = new Map<string, Promise<boolean>>();
  readonly #searches: Gathered<readonly Named[]>;

  constructor(client: PlatformClient, listing: Listing) {
    this.#client = client;
    this.#listing = listing;
    this.#searches = new Gathered((names) => this.#search(names));
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

  /** All names; undefined when the listing is too long. @throws ApiFailure */
  async names(): Promise<readonly Wanted[] | undefined> {
    return (await this.#list())?.map(({ name, category }) => ({ name, category: category ?? undefined }));
  }

  #list(): Promise<readonly Named[] | undefined> {
    this.#all ??= allNames(this.#client, this.#listing, MOST_PAGES).then((all) =>
      all?.filter((found) => this.#matches(found)),
    );
    return this.#all;
  }

  async #lookUp(wanted: Wanted): Promise<boolean> {
    const found = await this.#named(wanted.name);
    return found.some((candidate) => this.#matches(candidate) && isSame(candidate, wanted));
  }

  async #named(name: string): Promise<readonly Named[]> {
    const { path, query, paging, nameParameter = "name", search } = this.#listing;
    if (search) return (await this.#searches.ask(name)) ?? [];
    if (paging === undefined) {
      return listAll(this.#client, { path, query: { ...query, [nameParameter]: name } }, namedEntity);
    }
    return (await namesByCursor(this.#client, this.#listing, { name, mostPages: Number.POSITIVE_INFINITY })) ?? [];
  }

  /** One search for all names that are looked up at the same time. */
  async #search(names: readonly string[]): Promise<ReadonlyMap<string, readonly Named[]>> {
    const { search } = this.#listing;
    const found = search ? await searchNames(this.#client, search, names) : [];
    return new Map(names.map((name) => [name, found]));
  }

  /** Whether a listed object has the requested type, and was not deleted. */
  #matches({ type, state }: Named): boolean {
    const wanted: FlowType | undefined = this.#listing.flowType;
    return (wanted === undefined || flowTypeOfApi(type ?? "")?.type === wanted) && state !== "deleted";
  }
}

/** Compares names; for a user, also the e-mail address. */
function isSame(found: Named, { name, category }: Wanted): boolean {
  const same = (text: string | null | undefined) => text?.toLowerCase() === name.toLowerCase();
  return (
    (same(found.name) || same(found.email)) &&
    (category === undefined || (found.category ?? "").toLowerCase() === category.toLowerCase())
  );
}
