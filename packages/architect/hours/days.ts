import { DAY, type LocalMs, MINUTE, printClock, startOfDay, WEEKDAYS, weekdayOf } from "./local-time.ts";
import { type Stretch, stretchesOf } from "./periods.ts";
import type { ScheduleGroup } from "./types.ts";
import { instantOf, localAt } from "./zones.ts";

/**
 * A span of time within a day, in milliseconds since midnight. If it ends after the following midnight, `to` is greater
 * than a day.
 */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** A day in the group's local time. A period that continues past midnight belongs to the day on which it begins. */
export interface DayProfile {
  readonly open: readonly DaySpan[];
  readonly holiday: readonly DaySpan[];
  /** Schedules that make the day a holiday or close it. */
  readonly closing: readonly string[];
  readonly opening: readonly string[];
}

export const sameSpans = (a: readonly DaySpan[], b: readonly DaySpan[]) => JSON.stringify(a) === JSON.stringify(b);

/** The days of a group, in order: `days` days, beginning with the given one. */
export function dayProfiles(group: ScheduleGroup, { from, days }: { from: LocalMs; days: number }): DayProfile[] {
  const profiles = Array.from({ length: days }, () => ({
    open: [] as DaySpan[],
    holiday: [] as DaySpan[],
    closing: [] as string[],
    opening: [] as string[],
  }));
  // Starts a day earlier, so that a period that began on the previous day is not counted on the first day.
  const [start, end] = [from - DAY, from + (days + 1) * DAY].map((day) => instantOf(group.zone, day)) as [
    number,
    number,
  ];
  for (const stretch of stretchesOf(group, start, end)) {
    for (const { day, span } of spansByDay(group.zone, stretch)) {
      const profile = profiles[Math.round((day - from) / DAY)];
      if (!profile) continue;
      if (stretch.state === "closed") profile.closing.push(...stretch.schedules);
      else profile[stretch.state].push(span);
      if (stretch.state === "holiday") profile.closing.push(...stretch.schedules);
      if (stretch.state === "open") profile.opening.push(...stretch.schedules);
    }
  }
  return profiles;
}

/** Splits a period by day: periods longer than a day, holidays and closed times are split at midnight. */
function spansByDay(zone: string, { state, from, to }: Stretch): { day: LocalMs; span: DaySpan }[] {
  const [begin, end] = [localAt(zone, from), endOfDayOr(localAt(zone, to))];
  const first = startOfDay(begin);
  if (state === "open" && end - begin <= DAY) return [{ day: first, span: { from: begin - first, to: end - first } }];
  const spans: { day: LocalMs; span: DaySpan }[] = [];
  for (let day = first; day < end; day += DAY)
    spans.push({ day, span: { from: Math.max(begin - day, 0), to: Math.min(end - day, DAY) } });
  return spans;
}

/**
 * Midnight if the time is 23:59 or 23:59:59, which are common ways to write the end of a day. Otherwise, the time
 * itself.
 */
function endOfDayOr(time: LocalMs): LocalMs {
  const next = startOfDay(time) + DAY;
  return next - time <= MINUTE ? next : time;
}

/**
 * The share of a weekday's dates on which an opening must occur to count as usual, for example on every second or third
 * Saturday.
 */
const USUAL = 0.3;

/** The most frequent openings of each weekday; 0 is Monday. */
export function weekOf(profiles: readonly DayProfile[], from: LocalMs): readonly (readonly DaySpan[])[] {
  return WEEKDAYS.map((_, weekday) => {
    const counts = new Map<string, number>();
    let days = 0;
    for (const [index, { open, holiday }] of profiles.entries()) {
      if (weekdayOf(from + index * DAY) !== weekday || (holiday.length > 0 && open.length === 0)) continue;
      days++;
      if (open.length > 0) counts.set(JSON.stringify(open), (counts.get(JSON.stringify(open)) ?? 0) + 1);
    }
    const [most, times] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? ["[]", 0];
    return times >= days * USUAL ? (JSON.parse(most) as DaySpan[]) : [];
  });
}

/** `08:00 to 12:00 and 13:00 to 18:00`; `all day`; `closed`. */
export function spansWords(spans: readonly DaySpan[]): string {
  if (spans.length === 0) return "closed";
  const [only] = spans;
  if (spans.length === 1 && only?.from === 0 && only.to === DAY) return "all day";
  return listWords(spans.map(({ from, to }) => `${printClock(from)} to ${clockOfEnd(to)}`));
}

export const clockOfEnd = (to: number) => (to === DAY ? "24:00" : printClock(to));

/** `a, b and c` */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** `Monday to Thursday`, `Monday, Wednesday and Friday`: weekdays in order, 0 is Monday. */
export function weekdaysWords(days: readonly number[]): string {
  const ranges: number[][] = [];
  for (const day of days) {
    if (ranges.at(-1)?.at(-1) === day - 1) ranges.at(-1)?.push(day);
    else ranges.push([day]);
  }
  return listWords(
    ranges.flatMap((range) => {
      const names = range.map((day) => WEEKDAYS[day] as string);
      return names.length > 2 ? [`${names[0]} to ${names.at(-1)}`] : names;
    }),
  );
}
