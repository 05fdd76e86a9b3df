/** The platform's default: 300 requests per minute and token (reference/platform-api.md §3.3). */
const DEFAULT_ALLOWED = 300;
const WINDOW_MS = 60_000;
/**
 * Two window ends that differ by less than this belong to the same window, because the platform reports whole seconds.
 */
const SAME_WINDOW_MS = 5000;
/** The longest window. Longer windows are shortened to this length. */
const LONGEST_WINDOW_MS = 3 * WINDOW_MS;

/**
 * The requests per minute of one token. Learns the real limit from the platform's headers, and uses a monotonic clock.
 */
export class RequestBudget {
  #allowed: number;
  #used = 0;
  #windowEnds = 0;
  /** The times at which the requests of the last minute were sent. */
  #sent: number[] = [];
  readonly #now: () => number;

  constructor(options: { allowed?: number; now?: () => number } = {}) {
    this.#allowed = options.allowed ?? DEFAULT_ALLOWED;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Allowed requests per minute, as known so far. */
  get allowed(): number {
    return this.#allowed;
  }

  /**
   * Whether this process sent fewer requests in the last minute than are allowed. If so, a 429 has a different cause.
   * The counted period is slightly longer than a minute, because the platform's window may end at a different time. The
   * count in the headers is not used: it may include requests with other tokens.
   */
  get hasSentLess(): boolean {
    this.#forgetOld(this.#now());
    return this.#sent.length < this.#allowed;
  }

  /** Milliseconds until the next request may be sent. 0 if it may be sent now, in which case it is counted. */
  claim(): number {
    const now = this.#now();
    if (now >= this.#windowEnds) {
      this.#used = 0;
      this.#windowEnds = now + WINDOW_MS;
    }
    if (this.#used >= this.#allowed) return this.#windowEnds - now;
    this.#used++;
    this.#forgetOld(now);
    this.#sent.push(now);
    return 0;
  }

  /** Records that the platform refuses more requests for this duration. */
  useUp(milliseconds: number): void {
    this.#used = Math.max(this.#used, this.#allowed);
    this.#windowEnds = this.#now() + Math.min(milliseconds, LONGEST_WINDOW_MS);
  }

  /** Reads the budget from the headers of a response (`inin-ratelimit-*`; reset in seconds). */
  learn(headers: Readonly<Record<string, unknown>>): void {
    const allowed = Number(headers["inin-ratelimit-allowed"]);
    const count = Number(headers["inin-ratelimit-count"]);
    const reset = Number(headers["inin-ratelimit-reset"]);
    if (Number.isFinite(allowed) && allowed > 0) this.#allowed = allowed;
    if (!Number.isFinite(count) || count < 0 || !Number.isFinite(reset) || reset < 0) return;
    const ends = this.#now() + Math.min(reset * 1000, LONGEST_WINDOW_MS);
    // Responses may arrive out of order, but the count never decreases within a window.
    const sameWindow = Math.abs(ends - this.#windowEnds) < SAME_WINDOW_MS;
    this.#used = sameWindow ? Math.max(this.#used, count) : count;
    this.#windowEnds = ends;
  }

  #forgetOld(now: number): void {
    const since = now - WINDOW_MS - SAME_WINDOW_MS;
    const old = this.#sent.findIndex((at) => at > since);
    this.#sent = old < 0 ? [] : old > 0 ? this.#sent.slice(old) : this.#sent;
  }
}
