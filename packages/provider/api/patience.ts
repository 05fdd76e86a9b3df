/** How long the client waits for what, in milliseconds, and how much it takes in. */
export interface Patience {
  /** For one answer, from the first byte sent to the last received. */
  readonly answerMs: number;
  /** For one upload to, or download from, a presigned address. */
  readonly transferMs: number;
  /** Waits before each repetition after a server error or a lost connection; as many repetitions as there are. */
  readonly repetitionMs: readonly number[];
  /** A longer Retry-After is not waited for. */
  readonly longestRetryAfterMs: number;
  /** How often one request is sent again because of 429. */
  readonly rateLimitAttempts: number;
  /** A longer answer is no answer. Bytes. */
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
