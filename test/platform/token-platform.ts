import { RequestBudget } from "../../packages/platform/client/budget.ts";
import { ApiToken } from "../../packages/platform/client/token.ts";
import { type TakenToken, TokenPool } from "../../packages/platform/client/token-pool.ts";
import type { VendorClient } from "../../packages/platform/client/vendor.ts";
import { platformPatience } from "../../packages/platform/client/waiting.ts";

export const MINUTE = 60_000;
/** What an answer takes on the platform of these tests. */
export const ANSWER_MS = 200;

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

/** A platform, its tokens and a pool of them, on a clock that goes on when nothing else can happen. */
export class TokenPlatform {
  now = 0;
  readonly notes: string[] = [];
  readonly logIns: string[] = [];
  readonly refusals: string[] = [];
  readonly cancelled = new AbortController();
  /** What a log-in throws, instead of a token. */
  logInFails: ((count: number) => unknown) | undefined;
  readonly pool: TokenPool;
  readonly #o: { allowed: number; per: "token" | "client"; headers: boolean };
  readonly #windows = new Map<string, { ends: number; count: number }>();
  #timers: Timer[] = [];

  constructor(o: { size: number; allowed?: number; per?: "token" | "client"; headers?: boolean }) {
    const { allowed = 3, per = "token", headers = true } = o;
    this.#o = { allowed, per, headers };
    this.pool = new TokenPool({
      size: o.size,
      newToken: async () => this.#newToken(),
      signal: this.cancelled.signal,
      onNote: (text) => this.notes.push(text),
      pause: (milliseconds, signal) => this.after(milliseconds, signal),
    });
  }

  #newToken(): ApiToken {
    const vendor = {
      loginClientCredentialsGrant: async () => {
        const accessToken = `token-${this.logIns.length + 1}`;
        this.logIns.push(accessToken);
        await this.after(ANSWER_MS);
        const failure = this.logInFails?.(this.logIns.length);
        if (failure !== undefined) throw failure;
        return { accessToken };
      },
    } as unknown as VendorClient;
    return new ApiToken({
      vendor,
      credentials: { clientId: "client", clientSecret: "secret" },
      signal: this.cancelled.signal,
      patience: { ...platformPatience, repetitionMs: [] },
      onToken: () => {},
      budget: new RequestBudget({ allowed: this.#o.allowed, now: () => this.now }),
    });
  }

  after(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = { at: this.now + milliseconds, ring: resolve };
      this.#timers.push(timer);
      signal?.addEventListener("abort", () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass until the work is done. */
  async until<Result>(work: Promise<Result>): Promise<Result> {
    const settled = work.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([settled, new Promise<false>((resolve) => setImmediate(resolve, false))]))) {
      const next = this.#timers.reduce<Timer | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
      if (!next) throw new Error("Nothing happens any more.");
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.ring();
    }
    return work;
  }

  /** The platform's answer to one request. */
  #answer({ value }: TakenToken): { status: number; headers: Record<string, string>; resetMs: number } {
    const key = this.#o.per === "token" ? value : "client";
    let window = this.#windows.get(key);
    if (!window || this.now >= window.ends) {
      window = { ends: this.now + MINUTE, count: 0 };
      this.#windows.set(key, window);
    }
    window.count++;
    const resetMs = window.ends - this.now;
    const headers = this.#o.headers
      ? {
          "inin-ratelimit-count": String(window.count),
          "inin-ratelimit-allowed": String(this.#o.allowed),
          "inin-ratelimit-reset": String(Math.max(1, Math.ceil(resetMs / 1000))),
        }
      : {};
    return { status: window.count > this.#o.allowed ? 429 : 200, headers: headers as Record<string, string>, resetMs };
  }

  /** One request as a session sends it. @returns the token that it went through with */
  async request(): Promise<string> {
    for (let attempt = 0; attempt < platformPatience.rateLimitAttempts; attempt++) {
      const taken = await this.pool.take();
      const { status, headers, resetMs } = this.#answer(taken);
      await this.after(ANSWER_MS);
      this.pool.answered(taken, { status, headers });
      if (status === 200) return taken.value;
      this.refusals.push(taken.value);
      const wait = this.pool.refused(taken, Math.ceil(resetMs / 1000) * 1000);
      await this.after(wait);
    }
    throw new Error("Too many 429.");
  }

  /** So many requests, some at a time. */
  async requests(count: number, parallel = count): Promise<string[]> {
    const tokens: string[] = [];
    let left = count;
    const worker = async () => {
      while (left-- > 0) tokens.push(await this.request());
    };
    await this.until(Promise.all(Array.from({ length: Math.min(parallel, count) }, worker)));
    return tokens;
  }
}
