import { setTimeout as sleep } from "node:timers/promises";

/** How long the client waits, in milliseconds, and how large a response it accepts. */
export interface Patience {
  /** The time limit for one response, from the first byte sent to the last byte received. */
  readonly answerMs: number;
  /** The time limit for one upload to, or download from, a presigned address. */
  readonly transferMs: number;
  /** The wait before each retry after a server error or a lost connection; one retry per entry. */
  readonly repetitionMs: readonly number[];
  /** The longest Retry-After that the client waits for. */
  readonly longestRetryAfterMs: number;
  /** Maximum number of retries of one request after a 429. */
  readonly rateLimitAttempts: number;
  /** The largest response, in bytes; a larger one is rejected. */
  readonly answerBytes: number;
}

export const platformPatience: Patience = {
  answerMs: 60_000,
  transferMs: 300_000,
  repetitionMs: [500, 1000, 2000, 4000],
  longestRetryAfterMs: 180_000,
  rateLimitAttempts: 10,
  answerBytes: 64 * 1024 * 1024,
};

/** Waits. @throws the signal's reason when it is aborted */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    throw signal.reason;
  }
}

/**
 * The wait that a response requests, in milliseconds. The header contains seconds or a date. A date is compared with
 * the `Date` header of the response, so that this machine's clock does not matter. Undefined if the header is missing
 * or cannot be parsed.
 */
export function retryAfterOf(headers: Readonly<Record<string, unknown>>): number | undefined {
  const asked = headers["retry-after"];
  if (asked === undefined || asked === null || asked === "") return undefined;
  const seconds = Number(asked);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(String(asked));
  const answeredAt = Date.parse(String(headers["date"]));
  const now = Number.isFinite(answeredAt) ? answeredAt : Date.now();
  return Number.isFinite(until) ? Math.max(0, until - now) : undefined;
}

/** Adds a small random time, so that clients that waited together do not retry together. */
export function withJitter(milliseconds: number): number {
  return milliseconds * (1 + Math.random() * 0.1);
}
