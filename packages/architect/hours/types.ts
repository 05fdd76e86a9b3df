/**
 * When something is on, as the platform stores it: local times without a zone, `YYYY-MM-DDTHH:mm[:ss[.SSSSSS]]`
 * (reference/platform-api.md §2.9). `end` is the first moment that is no longer part of it. Without `rrule`, or with an
 * empty one, it happens once.
 */
export interface ScheduleTimes {
  readonly start: string;
  readonly end: string;
  readonly rrule?: string | undefined;
}

export interface Schedule extends ScheduleTimes {
  readonly name: string;
}

/** The lists of a schedule group, in the order in which the platform looks through them. */
export const LISTS = ["holidays", "closed", "open"] as const;
export type ScheduleList = (typeof LISTS)[number];

/** Schedules that together make opening hours, and the time zone that their local times are in. */
export interface ScheduleGroup extends Readonly<Record<ScheduleList, readonly Schedule[]>> {
  readonly name: string;
  /** An IANA name such as `America/Indiana/Indianapolis`. */
  readonly zone: string;
}

/** The state that callers meet. `closed` also stands for times that no schedule names. */
export type HoursState = "open" | "closed" | "holiday";

/** One moment, as people in the zone and as machines write it. */
export interface Moment {
  /** `2026-11-27T18:00:00`, by the clocks of the zone */
  readonly local: string;
  /** `-05:00` */
  readonly offset: string;
  /** `2026-11-27T23:00:00.000Z` */
  readonly instant: string;
}

/** A span of time in one state; `to` is the first moment after it. */
export interface Period {
  readonly state: HoursState;
  readonly from: Moment;
  readonly to: Moment;
  /** Names of the schedules that make the state; none where it is closed because no schedule is on. */
  readonly schedules: readonly string[];
}

/** A mistake in hours: where in the data, what is wrong, what to write. */
export interface HoursFinding {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  readonly fix: string;
  /** Absent for an error. A warning: the platform has or accepts it, and it is hardly meant. */
  readonly severity?: "warning";
}
