/** Changes to several files within this time count as one save. */
const TOGETHER_MS = 150;

/** Runs work on request, one run at a time. Requests in quick succession are combined. */
export class Updates {
  readonly #work: () => Promise<void>;
  /** Called after each run that a request started. */
  next: (() => void) | undefined;
  #isRequested = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  /** @param work must not reject */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  request(): void {
    this.#isRequested = true;
    this.repeat();
  }

  /** Runs the work again, without calling `next`. */
  repeat(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const isRequested = this.#isRequested;
      this.#isRequested = false;
      this.#running = this.#running.then(this.#work).then(() => {
        if (isRequested) this.next?.();
      });
    }, TOGETHER_MS);
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.next = undefined;
    await this.#running;
  }
}
