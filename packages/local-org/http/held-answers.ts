const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Cache of responses to reads, because clients often read unchanged data. The cache is valid while the store has the
 * same revision; a write by any process invalidates it.
 */
export class HeldAnswers {
  #revision = "";
  #bytes = 0;
  readonly #bodies = new Map<string, Buffer>();

  /** The body of the response at this URL and revision. */
  at(url: string, revision: string): Buffer | undefined {
    return revision === this.#revision ? this.#bodies.get(url) : undefined;
  }

  hold(url: string, revision: string, body: Buffer): void {
    if (revision !== this.#revision || this.#bytes + body.length > MAX_BYTES) {
      this.#bodies.clear();
      this.#bytes = 0;
      this.#revision = revision;
    }
    if (body.length > MAX_BYTES) return;
    this.#bytes += body.length;
    this.#bodies.set(url, body);
  }
}
