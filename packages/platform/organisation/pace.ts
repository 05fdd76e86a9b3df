import { pause } from "../client/waiting.ts";

/** How long the provider waits, in milliseconds. */
export interface Pace {
  /** The wait before a job is first checked, until this run knows how long jobs take. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /**
   * The assumed times of a publish job and of a request in a forecast. The first is used until a run has measured a
   * job.
   */
  readonly assumedJobMs: number;
  readonly assumedRequestMs: number;
  /** The longest time that the provider waits for a job. */
  readonly jobLimitMs: number;
  /**
   * How the provider waits for a change to become visible: the first wait, which doubles each time, the longest wait,
   * and the sum of all waits.
   */
  readonly late: { readonly firstMs: number; readonly longestMs: number; readonly limitMs: number };
  /**
   * The limit for a flow that is older than in the state. Version numbers only increase, but somebody may restore an
   * older copy of an organisation.
   */
  readonly olderLimitMs: number;
  /** The waits before each repeated read of a flow that seems to be deleted or to belong to somebody else. */
  readonly doubtMs: readonly number[];
  /** How long and how often the provider checks another user's lock. */
  readonly lockLimitMs: number;
  readonly lockPollMs: number;
  /** How long and how often a deletion is retried if it is refused because of dependency tracking. */
  readonly deleteLimitMs: number;
  readonly deletePollMs: number;
  /** How long the deletion of an object other than a flow is retried while the object is in use. */
  readonly inUseLimitMs: number;
  /** How long the deletion of a flow waits until the deletion of the flow's users begins. */
  readonly deleteGraceMs: number;
}

/** The pace for a real organisation. */
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
 * The pace for the embedded organisation, in this process or behind a gateway. Its responses are late only if a fault
 * is requested.
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

/** Determines when a read is repeated. */
export interface Looks {
  /** Wait before each repeated read, in milliseconds. */
  readonly waits: readonly number[];
  readonly signal: AbortSignal;
  /** Reads happen at multiples of this interval in milliseconds, so that several reads share one request. */
  readonly together?: number;
  readonly onWait?: () => void;
}

/**
 * Repeats a read whose result may be late until it is settled, or all waits are over. The platform's reads, searches
 * and dependency tracking are eventually consistent, so a single read proves nothing.
 * @param seen the result of the first read @returns the last result, settled or not
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
 * The state of a job once it has ended. Undefined if the job takes longer than `jobLimitMs`. @param o.first the result
 * of the first check
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
