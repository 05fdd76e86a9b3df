import { DAY, type LocalMs, MINUTE, parseLocal, printLocal } from "./local-time.ts";
import { isOver, type Occurrence, occurrences } from "./occurrences.ts";
import { nextOpenings, stretchesOf } from "./periods.ts";
import { LISTS, type Schedule, type ScheduleGroup, type ScheduleList } from "./types.ts";
import { localAt } from "./zones.ts";

/** Whether a group is not open once in the five years after an instant. */
export function neverOpens(group: ScheduleGroup, from: Date): boolean {
  return nextOpenings(group, { from, count: 1 }).length === 0;
}

/**
 * Whether a group is open all through the year after an instant. Gaps of up to a minute do not count: people write 23:59 for
 * the end of a day.
 */
export function alwaysOpen(group: ScheduleGroup, from: Date): boolean {
  const stretches = stretchesOf(group, from.getTime(), from.getTime() + 366 * DAY);
  return stretches.every(({ state, from, to }) => state === "open" || (state === "closed" && to - from <= MINUTE));
}

/** Whether a schedule is over at an instant in a zone, or is never on. */
export function isPast(schedule: Schedule, zone: string, at: Date): boolean {
  return isOver(schedule, localAt(zone, at.getTime()));
}

/** Two schedules of one list that are on at the same time; `second` is `first` for one that begins again before it ends. */
export interface Overlap {
  readonly list: ScheduleList;
  readonly first: string;
  readonly second: string;
  /** The first time that both are on, as local time: `2026-11-27T08:00:00`; `to` is the first moment after it. */
  readonly from: string;
  readonly to: string;
}

/** Which schedules of a group overlap in its lists within 400 days from an instant, each pair once. */
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

/** Both lists are in order. */
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

/** How long one occurrence of a schedule lasts, in milliseconds of local time; 0 for times that cannot be read. */
export function lengthOf({ start, end }: Schedule): number {
  return (parseLocal(end) ?? 0) - (parseLocal(start) ?? 0);
}
