/** How long the provider waits for what, in milliseconds. */
export interface Pace {
  /** Before the first look at a job, until this run has seen how long jobs take. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** What a forecast takes a publish job for, until a run has seen how long jobs take; and a request. */
  readonly assumedJobMs: number;
  readonly assumedRequestMs: number;
  /** A job that takes longer is given up. */
  readonly jobLimitMs: number;
  /** Before each further look at what a new version holds. */
  readonly proofMs: readonly number[];
  /** How long, and how often, a lock of somebody else is looked at. */
  readonly lockLimitMs: number;
  readonly lockPollMs: number;
  /** How long, and how often, a deletion that dependency tracking refuses is tried. */
  readonly deleteLimitMs: number;
  readonly deletePollMs: number;
  /** How long a deletion of anything but a flow is tried while the object is still in use. */
  readonly inUseLimitMs: number;
  /** Time in which the deletion of a user of the flow may begin. */
  readonly deleteGraceMs: number;
}

/** For a real organisation. */
export const platformPace: Pace = {
  firstPollMs: 2000,
  assumedJobMs: 3000,
  assumedRequestMs: 250,
  longestPollMs: 10_000,
  jobLimitMs: 16 * 60_000,
  proofMs: [1000, 2000, 4000, 8000],
  lockLimitMs: 30_000,
  lockPollMs: 5000,
  deleteLimitMs: 30_000,
  deletePollMs: 2000,
  inUseLimitMs: 30_000,
  deleteGraceMs: 4000,
};

/** For the embedded organisation, whose answers are never late. */
export const embeddedPace: Pace = {
  ...platformPace,
  firstPollMs: 100,
  assumedJobMs: 100,
  assumedRequestMs: 20,
  longestPollMs: 1000,
  proofMs: [100],
  lockLimitMs: 0,
  deletePollMs: 200,
  inUseLimitMs: 600,
  deleteGraceMs: 600,
};
