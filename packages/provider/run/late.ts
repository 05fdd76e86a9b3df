import { pause } from "../api/waiting.ts";
import type { Pace } from "./pace.ts";

/** How often something is read again. */
export interface Patience {
  /** Waits before each further look, in milliseconds. */
  readonly waits: readonly number[];
  readonly signal: AbortSignal;
  /** Several reads come at the same moments, a multiple of this many milliseconds, and share one request. */
  readonly together?: number;
  /** Called before each wait. */
  readonly onWait?: () => void;
}

/**
 * Reads again what may be late until it is settled, or all waits are over. The platform's reads, searches and dependency
 * tracking are eventually consistent: one look proves nothing.
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

/** Waits that double from the first to the longest, with the limit as their sum. */
export function waitsOf({ firstMs, longestMs, limitMs }: Pace["late"]): number[] {
  const waits: number[] = [];
  for (let next = firstMs, left = limitMs; left > 0; next = Math.min(next * 2, longestMs)) {
    waits.push(Math.min(next, left));
    left -= next;
  }
  return waits;
}

/** At least this long, and up to the next multiple of `step` on the clock of this process. */
function untilNext(wait: number, step: number): number {
  const now = performance.now();
  return Math.ceil((now + wait) / step) * step - now;
}
