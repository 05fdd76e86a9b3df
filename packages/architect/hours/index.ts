/**
 * Calculates when schedules and schedule groups are active. Pure, but depends on a library for recurrence rules: import
 * it only when hours are needed.
 */
export { type ChangeOptions, type HoursDifference, hoursChange, hoursDifferences } from "./change.ts";
export { instantIn } from "./instant.ts";
export { alwaysOpen, isPast, neverOpens, type Overlap, overlaps } from "./judge.ts";
export { nextOpenings, openingsOf, stateAt } from "./periods.ts";
export { type ExpandedSchedule, expandSchedule, type ScheduleShorthand } from "./shorthand.ts";
export { shorthandOf } from "./shorthand-of.ts";
export type {
  HoursFinding,
  HoursState,
  Moment,
  Period,
  Schedule,
  ScheduleGroup,
  ScheduleList,
  ScheduleTimes,
} from "./types.ts";
export { weekText } from "./week-text.ts";
export { type ClockChange, clockChanges, instantOf, momentAt, zoneFindings } from "./zones.ts";
