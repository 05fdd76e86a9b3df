/** How long lookups are collected before they are sent as one request. */
const GATHER_MS = 5;

interface Waiting<Answer> {
  resolve(answer: Answer | undefined): void;
  reject(error: unknown): void;
}

/**
 * Combines lookups into one request if they arrive at the same time or while another request is running. The engine
 * starts lookups one after another, a few milliseconds apart.
 */
export class Gathered<Answer> {
  readonly #answer: (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer>>;
  #waiting = new Map<string, Waiting<Answer>[]>();
  #isRunning = false;

  /** @param answer returns the results by id; omits an id that has no result */
  constructor(answer: (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer>>) {
    this.#answer = answer;
  }

  /** The result for an id; undefined if the id has no result. @throws the error of the shared request */
  ask(id: string): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0 && !this.#isRunning) this.#askSoon();
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), { resolve, reject }]);
    });
  }

  #askSoon(): void {
    setTimeout(() => void this.#answerAll(), GATHER_MS);
  }

  async #answerAll(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    this.#isRunning = true;
    try {
      const answers = await this.#answer([...waiting.keys()]);
      for (const [id, all] of waiting) for (const { resolve } of all) resolve(answers.get(id));
    } catch (error) {
      for (const all of waiting.values()) for (const { reject } of all) reject(error);
    } finally {
      this.#isRunning = false;
      if (this.#waiting.size > 0) this.#askSoon();
    }
  }
}
