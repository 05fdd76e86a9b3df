/**
 * The times of a schedule in the platform's form: local times without a zone, `YYYY-MM-DDTHH:mm[:ss[.SSSSSS]]`
 * (reference/platform-api.md §2.9). `end` is exclusive. If `rrule` is absent or empty, the schedule occurs once.
 */
export interface ScheduleTimes {
  readonly start: string;
  readonly end: string;
  readonly rrule?: string | undefined;
}

export interface Schedule extends ScheduleTimes {
  readonly name: string;
}

/** The lists of a schedule group, in the platform's order of evaluation. */
export const LISTS = ["holidays", "closed", "open"] as const;
export type ScheduleList = (typeof LISTS)[number];

/** Schedules that together define opening hours, and the time zone of their local times. */
export interface ScheduleGroup extends Readonly<Record<ScheduleList, readonly Schedule[]>> {
  readonly name: string;
  /** An IANA name such as `America/Indiana/Indianapolis`. */
  readonly zone: string;
}

/** The state that callers encounter. `closed` also applies when no schedule is active. */
export type HoursState = "open" | "closed" | "holiday";

/** One moment, in the zone's local time and in machine-readable form. */
export interface Moment {
  /** `2026-11-27T18:00:00`, in the local time of the zone */
  readonly local: string;
  /** `-05:00` */
  readonly offset: string;
  /** `2026-11-27T23:00:00.000Z` */
  readonly instant: string;
}

/** A span of time with a single state; `to` is exclusive. */
export interface Period {
  readonly state: HoursState;
  readonly from: Moment;
  readonly to: Moment;
  /** Names of the schedules that cause the state; empty if the group is closed because no schedule is active. */
  readonly schedules: readonly string[];
}

/** A problem with hours: its place in the data, the problem and the fix. */
export interface HoursFinding {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  readonly fix: string;
  /**
   * Omitted for an error. A warning means that the platform already has the value or accepts it, but that the value is
   * probably not intended.
   */
  readonly severity?: "warning";
}
