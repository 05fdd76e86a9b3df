import type { ArchyReference } from "@genesys-flows/architect";
import { nearest } from "@genesys-flows/architect/suggest";
import { ApiFailure } from "../client/failure.ts";
import type { PlatformClient } from "../client/platform-client.ts";
import { listingOf, namedKind } from "./kinds.ts";
import { NameList, type Wanted } from "./name-list.ts";

/**
 * - `known`: the object exists in the organisation, or the program of this run declares it
 * - `missing`: the object neither exists nor is declared; `meant` is a suggestion
 * - `unasked`: the object cannot be looked up; if the client lacks the permission, `refusal` contains the platform's
 *   message and whether it is the first refusal for this listing in the run
 */
export type NameAnswer =
  | { readonly is: "known" }
  | { readonly is: "missing"; readonly meant?: string | undefined }
  | { readonly is: "unasked"; readonly refusal?: { readonly message: string; readonly first: boolean } };

/** The objects that the program of a run declares. */
interface Planned {
  /** @param type token of the resource type */
  has(type: string, named: Pick<ArchyReference, "name" | "category">): boolean;
}

/** Checks which names exist in the organisation. Requests each listing once per run. */
export class KnownNames {
  readonly #client: PlatformClient;
  readonly #planned: Planned;
  readonly #lists = new Map<string, NameList>();
  readonly #refused = new Set<string>();
  readonly #mentioned = new Set<string>();

  constructor(client: PlatformClient, planned: Planned = { has: () => false }) {
    this.#client = client;
    this.#planned = planned;
  }

  /** Whether an object that a document names exists. @throws ApiFailure */
  async find(reference: ArchyReference): Promise<NameAnswer> {
    const kind = namedKind(reference.kind);
    if (!kind) return { is: "unasked" };
    if (kind.madeBy && this.#planned.has(kind.madeBy, reference)) return { is: "known" };
    const listing = listingOf(kind, reference);
    const key = JSON.stringify([listing.path, listing.flowType]);
    const list = this.#lists.get(key) ?? new NameList(this.#client, listing);
    this.#lists.set(key, list);
    try {
      if (await list.has(reference)) return { is: "known" };
      return { is: "missing", meant: meantBy(reference, (await list.names()) ?? []) };
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.kind !== "permission") throw error;
      const first = !this.#refused.has(key);
      this.#refused.add(key);
      return { is: "unasked", refusal: { message: error.message, first } };
    }
  }

  /** Returns true for the first call with a name, and false for later calls. */
  isFirstMention({ kind, name }: Pick<ArchyReference, "kind" | "name">): boolean {
    const key = JSON.stringify([kind, name.toLowerCase()]);
    const first = !this.#mentioned.has(key);
    this.#mentioned.add(key);
    return first;
  }
}

/** Suggests a similar name or, for a data action, a different category that has an action with the same name. */
function meantBy({ name, category }: ArchyReference, existing: readonly Wanted[]): string | undefined {
  const elsewhere = existing.find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (elsewhere?.category !== undefined) return `did you mean the one in '${elsewhere.category}'`;
  const near = existing.filter(
    (other) => category === undefined || other.category?.toLowerCase() === category.toLowerCase(),
  );
  const best = nearest(
    name,
    near.map((other) => other.name),
  );
  return best === undefined ? undefined : `did you mean '${best}'`;
}
