import { type DaySpan, dayProfiles, spansWords, weekdaysWords, weekOf } from "./days.ts";
import { DAY, dayWords, startOfDay, WEEKDAYS, weekdayOf } from "./local-time.ts";
import type { ScheduleGroup } from "./types.ts";
import { localAt } from "./zones.ts";

/** The number of days that the table covers: a little more than a year, to include each weekday and each holiday. */
const SEEN = 371;
const MOST_DATES = 5;

/**
 * The usual week of a group after an instant, and its next holidays, as a short table:
 *       Monday to Friday 08:00 to 18:00
 *       Saturday, Sunday closed
 *       Thu 24 Dec closed (Christmas)
 */
export function weekText(group: ScheduleGroup, { from }: { from: Date }): string {
  const first = startOfDay(localAt(group.zone, from.getTime()));
  const profiles = dayProfiles(group, { from: first, days: SEEN });
  const week = weekOf(profiles, first);
  const isUsual = (day: number, open: readonly DaySpan[]) => spansWords(open) === spansWords(week[day] ?? []);
  const rows = weekRows(week).map(({ days, hours }): [string, string] => {
    const others = profiles.filter(
      ({ open, closing }, index) =>
        closing.length === 0 &&
        days.includes(weekdayOf(first + index * DAY)) &&
        !isUsual(weekdayOf(first + index * DAY), open),
    ).length;
    return [weekdaysWords(days), `${hours}${others > 0 ? " (some weeks only)" : ""}`];
  });
  const dates = profiles.flatMap(({ open, closing }, index): [string, string][] => {
    const day = first + index * DAY;
    if (closing.length === 0 || isUsual(weekdayOf(day), open)) return [];
    return [[dayWords(day, first), `${spansWords(open)} (${[...new Set(closing)].join(", ")})`]];
  });
  const more = dates.length - MOST_DATES;
  const shown: [string, string][] = [...rows, ...dates.slice(0, MOST_DATES)];
  const width = Math.max(...shown.map(([left]) => left.length));
  const lines = shown.map(([left, right]) => `${left.padEnd(width)}  ${right}`);
  return [...lines, ...(more > 0 ? [`and ${more} more ${more === 1 ? "day" : "days"}`] : [])].join("\n");
}

/** Groups weekdays with the same hours, in the order of their first days. */
export function weekRows(week: readonly (readonly DaySpan[])[]): { days: number[]; hours: string }[] {
  const rows = new Map<string, number[]>();
  for (const day of WEEKDAYS.keys()) {
    const hours = spansWords(week[day] ?? []);
    rows.set(hours, [...(rows.get(hours) ?? []), day]);
  }
  return [...rows].map(([hours, days]) => ({ days, hours }));
}
