import { pause } from "../client/waiting.ts";

/** How long the provider waits, in milliseconds. */
export interface Pace {
  /** Before the first look at a job, until this run has seen how long jobs take. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** The assumed time of a publish job in a forecast, until a run has measured one; and of a request. */
  readonly assumedJobMs: number;
  readonly assumedRequestMs: number;
  /** The longest time that the provider waits for a job. */
  readonly jobLimitMs: number;
  /** How the provider looks for a change: the first wait, which doubles each time, the longest wait, and their sum. */
  readonly late: { readonly firstMs: number; readonly longestMs: number; readonly limitMs: number };
  /**
   * The limit for a flow that is older than in the state. Versions only grow, but an older copy of an organisation may
   * be restored.
   */
  readonly olderLimitMs: number;
  /** The waits before each further look at a flow that seems deleted, or seems to be somebody else's. */
  readonly doubtMs: readonly number[];
  /** How long, and how often, somebody else's lock is checked. */
  readonly lockLimitMs: number;
  readonly lockPollMs: number;
  /** How long, and how often, a deletion is retried if dependency tracking causes a refusal. */
  readonly deleteLimitMs: number;
  readonly deletePollMs: number;
  /** How long the deletion of an object other than a flow is retried while the object is in use. */
  readonly inUseLimitMs: number;
  /** How long a deletion waits for the deletion of the flow's users to begin. */
  readonly deleteGraceMs: number;
}

/** For a real organisation. */
export const platformPace: Pace = {
  firstPollMs: 2000,
  assumedJobMs: 3000,
  assumedRequestMs: 250,
  longestPollMs: 10_000,
  jobLimitMs: 16 * 60_000,
  late: { firstMs: 1000, longestMs: 8000, limitMs: 60_000 },
  olderLimitMs: 60_000,
  doubtMs: [500, 1500, 3000],
  lockLimitMs: 30_000,
  lockPollMs: 5000,
  deleteLimitMs: 30_000,
  deletePollMs: 2000,
  inUseLimitMs: 30_000,
  deleteGraceMs: 4000,
};

/**
 * For the embedded organisation, in this process or behind a gateway: its responses are late only if a fault is
 * requested.
 */
export const embeddedPace: Pace = {
  ...platformPace,
  firstPollMs: 100,
  assumedJobMs: 100,
  assumedRequestMs: 20,
  longestPollMs: 1000,
  late: { ...platformPace.late, firstMs: 100 },
  olderLimitMs: 10_000,
  doubtMs: [100, 400, 2000],
  lockLimitMs: 0,
  deletePollMs: 200,
  inUseLimitMs: 600,
  deleteGraceMs: 600,
};

/** How often a read is repeated. */
export interface Looks {
  /** Waits before each further look, in milliseconds. */
  readonly waits: readonly number[];
  readonly signal: AbortSignal;
  /** Reads happen at multiples of this many milliseconds, so that several share one request. */
  readonly together?: number;
  readonly onWait?: () => void;
}

/**
 * Repeats a read whose result may be late until it is settled, or all waits are over. The platform's reads, searches
 * and dependency tracking are eventually consistent, so one look proves nothing.
 * @param seen the result of the first look
 * @returns the last result, settled or not
 * @throws any error from `look`; the signal's reason when it is aborted
 */
export async function lookAgain<Answer>(
  seen: Answer,
  look: () => Promise<Answer>,
  o: Looks & { readonly isSettled: (answer: Answer) => boolean },
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

/**
 * The state of a job once it has ended; undefined if it takes longer than `jobLimitMs`.
 * @param o.first the result of the first look
 * @throws any error from `look`; the signal's reason when it is aborted
 */
export async function endedJob<State>(
  look: () => Promise<State>,
  { firstPollMs, longestPollMs, jobLimitMs }: Pace,
  o: Omit<Looks, "waits" | "together"> & { readonly first: State; readonly isEnded: (state: State) => boolean },
): Promise<State | undefined> {
  const startedAt = performance.now();
  let state = o.first;
  for (let wait = firstPollMs; !o.isEnded(state); wait = Math.min(longestPollMs, wait * 1.5)) {
    if (performance.now() - startedAt > jobLimitMs) return undefined;
    o.onWait?.();
    await pause(wait, o.signal);
    state = await look();
  }
  return state;
}

/** Waits that double from the first to the longest and add up to the limit. */
export function waitsOf({ firstMs, longestMs, limitMs }: Pace["late"]): number[] {
  const waits: number[] = [];
  for (let next = firstMs, left = limitMs; left > 0; next = Math.min(next * 2, longestMs)) {
    waits.push(Math.min(next, left));
    left -= next;
  }
  return waits;
}

/** Extends a wait to the next multiple of `step` on the clock of this process. */
function untilNext(wait: number, step: number): number {
  const now = performance.now();
  return Math.ceil((now + wait) / step) * step - now;
}
