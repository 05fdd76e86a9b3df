/** What is known of a flow of this run: from the state where it is unchanged, from the organisation where it was published. */
export interface KnownFlow {
  /** Published version. */
  readonly version: string;
  /** Digest of the document that is published. */
  readonly digest: string;
  /** Name of each module that it holds -> version of the copy. */
  readonly held: Readonly<Record<string, string>>;
  /** Key of each module that it calls -> digest of the copy. */
  readonly digests: Readonly<Record<string, string | undefined>>;
  readonly pinned: boolean;
}

/** The flows of this run as they are known to be published, by key. */
export class HeldVersions {
  readonly #flows = new Map<string, KnownFlow>();

  record(key: string, flow: KnownFlow): void {
    this.#flows.set(key, flow);
  }

  get(key: string): KnownFlow | undefined {
    return this.#flows.get(key);
  }
}
