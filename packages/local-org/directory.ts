import type { Store } from "./store/store.ts";

/** An object of the organisation as other objects reference it. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly divisionId?: string;
  /** For a flow: its type in the API. */
  readonly type?: string;
  /** For a data action: the name of its integration, which is the action's category. */
  readonly integration?: string;
}

export interface Usage extends Entry {
  readonly kind: string;
  /** Dependency-tracking type, such as `INBOUNDCALLFLOW`, `IVRCONFIGURATION`, `QUEUE`. */
  readonly type: string;
}

export interface KindSource {
  get(store: Store, id: string): Entry | undefined;
  /** Objects with a name, ignoring case; several if names are not unique. */
  named(store: Store, name: string): readonly Entry[];
  /** Moves an object to a different division; omitted if the kind has no divisions. */
  move?(store: Store, id: string, divisionId: string): void;
  countIn?(store: Store, divisionId: string): number;
}

export interface DirectoryContributor {
  readonly kinds?: Readonly<Record<string, KindSource>>;
  usages?(store: Store, kind: string, id: string): readonly Usage[];
}

/** Lets services find each other's objects by kind: `flow`, `queue`, `dataAction`, ... */
export class Directory {
  readonly #store: Store;
  readonly #contributors: readonly DirectoryContributor[];
  readonly #kinds = new Map<string, KindSource>();

  /** @throws Error if two services provide the same kind */
  constructor(store: Store, contributors: readonly DirectoryContributor[]) {
    this.#store = store;
    this.#contributors = contributors;
    for (const contributor of contributors) {
      for (const [kind, source] of Object.entries(contributor.kinds ?? {})) {
        if (this.#kinds.has(kind)) throw new Error(`Two services provide the kind '${kind}'.`);
        this.#kinds.set(kind, source);
      }
    }
  }

  /** Whether a service provides a kind. If not, references to the kind cannot be checked. */
  keeps(kind: string): boolean {
    return this.#kinds.has(kind);
  }

  get(kind: string, id: string): Entry | undefined {
    return this.#kinds.get(kind)?.get(this.#store, id);
  }

  named(kind: string, name: string): readonly Entry[] {
    return this.#kinds.get(kind)?.named(this.#store, name) ?? [];
  }

  /** All users of the object, from all services. */
  usages(kind: string, id: string): Usage[] {
    return this.#contributors.flatMap((contributor) => contributor.usages?.(this.#store, kind, id) ?? []);
  }

  /** Moves an object to a division. Returns false if the kind has no divisions. */
  move(kind: string, id: string, divisionId: string): boolean {
    const source = this.#kinds.get(kind);
    source?.move?.(this.#store, id, divisionId);
    return source?.move !== undefined;
  }

  /** Number of objects of each kind in a division, except kinds without objects. */
  contentsOf(divisionId: string): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [kind, source] of this.#kinds) {
      const count = source.countIn?.(this.#store, divisionId) ?? 0;
      if (count > 0) counts[kind] = count;
    }
    return counts;
  }
}
