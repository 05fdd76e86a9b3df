import { DAY, type LocalMs, MINUTE, parseLocal, printLocal } from "./local-time.ts";
import { isOver, type Occurrence, occurrences } from "./occurrences.ts";
import { nextOpenings, stretchesOf } from "./periods.ts";
import { LISTS, type Schedule, type ScheduleGroup, type ScheduleList } from "./types.ts";
import { localAt } from "./zones.ts";

/** Whether a group is never open in the five years after an instant. */
export function neverOpens(group: ScheduleGroup, from: Date): boolean {
  return nextOpenings(group, { from, count: 1 }).length === 0;
}

/**
 * Whether a group is always open in the year after an instant. Gaps of up to a minute are ignored, because 23:59 is a
 * common way to write the end of a day.
 */
export function alwaysOpen(group: ScheduleGroup, from: Date): boolean {
  const stretches = stretchesOf(group, from.getTime(), from.getTime() + 366 * DAY);
  return stretches.every(({ state, from, to }) => state === "open" || (state === "closed" && to - from <= MINUTE));
}

/** Whether a schedule is no longer active at an instant in a zone, or is never active. */
export function isPast(schedule: Schedule, zone: string, at: Date): boolean {
  return isOver(schedule, localAt(zone, at.getTime()));
}

/**
 * Two schedules of one list that are active at the same time. If `second` equals `first`, the schedule begins again
 * before it ends.
 */
export interface Overlap {
  readonly list: ScheduleList;
  readonly first: string;
  readonly second: string;
  /**
   * The start of the first period when both are active, as local time: `2026-11-27T08:00:00`. `to` is the end of this
   * period, exclusive.
   */
  readonly from: string;
  readonly to: string;
}

/** The overlaps within each list of a group, in the 400 days after an instant. Each pair is listed once. */
export function overlaps(group: ScheduleGroup, from: Date): Overlap[] {
  const start = localAt(group.zone, from.getTime());
  return LISTS.flatMap((list) => overlapsOf(group[list], start).map((overlap) => ({ list, ...overlap })));
}

function overlapsOf(schedules: readonly Schedule[], from: LocalMs): Omit<Overlap, "list">[] {
  const times = schedules.map((schedule) => occurrences(schedule, from, from + 400 * DAY));
  return schedules.flatMap((first, index) =>
    schedules.slice(index).flatMap((second, more) => {
      const common =
        more === 0 ? selfOverlap(times[index] ?? []) : firstOverlap(times[index] ?? [], times[index + more] ?? []);
      if (!common || (more > 0 && first.name === second.name)) return [];
      return [{ first: first.name, second: second.name, from: printLocal(common.start), to: printLocal(common.end) }];
    }),
  );
}

function selfOverlap(times: readonly Occurrence[]): Occurrence | undefined {
  const index = times.findIndex(({ end }, place) => (times[place + 1]?.start ?? end) < end);
  return index < 0 ? undefined : common(times[index] as Occurrence, times[index + 1] as Occurrence);
}

/** The first overlap of two sorted lists. */
function firstOverlap(left: readonly Occurrence[], right: readonly Occurrence[]): Occurrence | undefined {
  let [i, j] = [0, 0];
  for (let [a, b] = [left[i], right[j]]; a && b; [a, b] = [left[i], right[j]]) {
    const both = common(a, b);
    if (both.start < both.end) return both;
    if (a.end <= b.end) i++;
    else j++;
  }
  return undefined;
}

const common = (a: Occurrence, b: Occurrence): Occurrence => ({
  start: Math.max(a.start, b.start),
  end: Math.min(a.end, b.end),
});

/** How long one occurrence of a schedule lasts, in milliseconds of local time; 0 for invalid times. */
export function lengthOf({ start, end }: Schedule): number {
  return (parseLocal(end) ?? 0) - (parseLocal(start) ?? 0);
}
