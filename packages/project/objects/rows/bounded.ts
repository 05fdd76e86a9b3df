const MOST_OF_A_KIND = 20;

/** Limits numerous findings to the first 20 of each kind, and counts the others. */
export class BoundedFindings<T> {
  readonly #kinds = new Map<string, { readonly shown: T[]; next?: T; more: number }>();
  readonly #rest: (o: { more: number; next: T }) => T;

  /** @param rest creates the finding that represents all other findings of a kind, from the first of them */
  constructor(rest: (o: { more: number; next: T }) => T) {
    this.#rest = rest;
  }

  /** Adds a finding. @param make creates it; called only if it is shown */
  add(kind: string, make: () => T): void {
    const found = this.#kinds.get(kind) ?? { shown: [], more: 0 };
    this.#kinds.set(kind, found);
    if (found.shown.length < MOST_OF_A_KIND) found.shown.push(make());
    else {
      found.more++;
      found.next ??= make();
    }
  }

  /** All findings by kind, in the order in which they were added. */
  get all(): T[] {
    return [...this.#kinds.values()].flatMap(({ shown, next, more }) =>
      next === undefined ? shown : [...shown, this.#rest({ more, next })],
    );
  }
}

/** The message of the finding that represents all other findings. */
export function furtherMessage(more: number): string {
  const [findings, follow] = more === 1 ? ["finding", "follows"] : ["findings", "follow"];
  return `${more} more ${findings} like the previous ${MOST_OF_A_KIND} ${follow}; this is the first.`;
}
