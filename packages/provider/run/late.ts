import { pause } from "../api/waiting.ts";
import type { Pace } from "./pace.ts";

/** Who looks again, and how often. */
export interface Patience {
  /** Waits before each further look, in milliseconds. */
  readonly waits: readonly number[];
  readonly signal: AbortSignal;
  /** Looks of several come at the same moments, a multiple of so many milliseconds: what they ask for is one request. */
  readonly together?: number;
  /** Told before each wait. */
  readonly onWait?: () => void;
}

/**
 * Looks again at what may be late until it is settled, or all waits are over. The platform's reads, searches and dependency
 * tracking are eventually consistent: nothing is concluded from one look.
 *
 * @param seen the answer of the first look
 * @returns the last answer, settled or not
 * @throws what `look` throws; the signal's reason when it is aborted
 */
export async function lookAgain<Answer>(
  seen: Answer,
  look: () => Promise<Answer>,
  o: Patience & { readonly isSettled: (answer: Answer) => boolean },
): Promise<Answer> {
  let answer = seen;
  for (const wait of o.waits) {
    if (o.isSettled(answer)) return answer;
    o.onWait?.();
    await pause(o.together ? untilNext(wait, o.together) : wait, o.signal);
    answer = await look();
  }
  return answer;
}

/** Waits that double from the first to the longest, as many as come to the limit. */
export function waitsOf({ firstMs, longestMs, limitMs }: Pace["late"]): number[] {
  const waits: number[] = [];
  for (let next = firstMs, left = limitMs; left > 0; next = Math.min(next * 2, longestMs)) {
    waits.push(Math.min(next, left));
    left -= next;
  }
  return waits;
}

/** At least so long, and up to the next multiple of `step` on the clock of this process. */
function untilNext(wait: number, step: number): number {
  const now = performance.now();
  return Math.ceil((now + wait) / step) * step - now;
}
