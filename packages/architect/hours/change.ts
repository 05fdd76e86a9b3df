import { count } from "../count.ts";
import {
  clockOfEnd,
  type DayProfile,
  type DaySpan,
  dayProfiles,
  listWords,
  sameSpans,
  spansWords,
  weekdaysWords,
  weekOf,
} from "./days.ts";
import {
  DAY,
  dayWords,
  HOUR,
  type LocalMs,
  MINUTE,
  printClock,
  startOfDay,
  WEEKDAYS,
  weekdayOf,
} from "./local-time.ts";
import { type Stretch, stretchesOf } from "./periods.ts";
import type { HoursState, ScheduleGroup } from "./types.ts";
import { weekRows } from "./week-text.ts";
import { localAt } from "./zones.ts";

export interface ChangeOptions {
  /** The current instant. Hours before it are not compared. */
  readonly from: Date;
  /**
   * The affected callers: `Sales`, `Support from +13175550100`. If the list is empty, the result does not mention the
   * effect on callers.
   */
  readonly callers?: readonly string[];
}

/** The number of days for which two groups are compared. */
const COMPARED = 2 * 366;
const MOST_SENTENCES = 6;
const MOST_DATES = 3;
const MOST_CALLERS = 4;

/**
 * The effect of a change to a schedule group in everyday language, in at most seven sentences:
 *
 *     Sales hours: Friday now closes at 16:00 (was 18:00); next affected opening: Fri 27 Nov. Monday to Thursday
 *     unchanged.
 *
 * @param before undefined for a new group
 * @param after undefined for a removed group
 */
export function hoursChange(
  before: ScheduleGroup | undefined,
  after: ScheduleGroup | undefined,
  o: ChangeOptions,
): string[] {
  if (!before && !after) return [];
  if (!before || !after) return [presence(before, after, o)];
  const name = after.name;
  const renamed = before.name === name ? [] : [`${name}: the new name of ${before.name}.`];
  const affected = firstDifference(before, after, o.from.getTime());
  if (affected === undefined) return [...renamed, `${name}: nothing changes for callers.`];
  const today = startOfDay(localAt(after.zone, o.from.getTime()));
  const [old, now] = [before, after].map((group) => dayProfiles(group, { from: today, days: COMPARED })) as [
    DayProfile[],
    DayProfile[],
  ];
  const weeks = { old: weekOf(old, today), now: weekOf(now, today) };
  const week = weekChange(weeks);
  const zone = zoneWords(before, after, o.from);
  const dates = dateChanges(old, now, { today, weeks });
  const main = [...zone, ...week.phrases];
  const next = `next affected opening: ${dayWords(startOfDay(localAt(after.zone, affected)), today)}`;
  const effects = main.length > 0 ? effectWords(zone.length > 0 ? [] : week.effects, o.callers ?? []) : [];
  const sentences = [
    ...(main.length > 0 ? [`${name}: ${[...main, ...effects, next].join("; ")}.`] : []),
    ...(week.phrases.length > 0 && week.same !== "" ? [`${week.same} unchanged.`] : []),
    ...dates.map((sentence, index) =>
      main.length === 0 && index === 0 ? `${name}: ${sentence.replace(/\.$/, "")}; ${next}.` : sentence,
    ),
  ];
  const shown = sentences.length > 0 ? sentences : [`${name}: hours change; ${next}.`];
  const more = shown.length - MOST_SENTENCES;
  return [
    ...renamed,
    ...shown.slice(0, MOST_SENTENCES),
    ...(more > 0 ? [`And ${count(more, "more change", "more changes")}.`] : []),
  ];
}

function presence(
  before: ScheduleGroup | undefined,
  after: ScheduleGroup | undefined,
  { from }: ChangeOptions,
): string {
  if (!after) return `${before?.name} is removed.`;
  const today = startOfDay(localAt(after.zone, from.getTime()));
  const week = weekOf(dayProfiles(after, { from: today, days: COMPARED }), today);
  const rows = weekRows(week).map(({ days, hours }) => `${weekdaysWords(days)} ${hours}`);
  return `${after.name} is new: ${rows.join("; ")} (${after.zone}).`;
}

/** The first instant, at or after a given instant, at which callers encounter a different state. */
function firstDifference(before: ScheduleGroup, after: ScheduleGroup, from: number): number | undefined {
  for (const { at } of hoursDifferences(before, after, new Date(from))) return at.getTime();
  return undefined;
}

/** An instant from which callers encounter a different state than before the change, with both states. */
export interface HoursDifference {
  readonly at: Date;
  readonly before: HoursState;
  readonly after: HoursState;
}

/** The instants at which the states of two groups start to differ, in the two years after an instant, in order. */
export function* hoursDifferences(
  before: ScheduleGroup,
  after: ScheduleGroup,
  start: Date,
): Generator<HoursDifference> {
  const from = start.getTime();
  const [left, right] = [before, after].map((group) => stretchesOf(group, from, from + COMPARED * DAY)) as [
    Stretch[],
    Stretch[],
  ];
  for (let [i, j] = [0, 0]; ; ) {
    const [a, b] = [left[i], right[j]];
    if (!a || !b) return;
    if (a.state !== b.state) yield { at: new Date(Math.max(a.from, b.from)), before: a.state, after: b.state };
    if (a.to <= b.to) i++;
    if (b.to <= a.to) j++;
  }
}

type Week = readonly (readonly DaySpan[])[];

/**
 * Combines weekdays with the same change, states what callers hear earlier or later, and lists the unchanged opening
 * days.
 */
function weekChange({ old, now }: { old: Week; now: Week }): { phrases: string[]; same: string; effects: string[] } {
  const changes = new Map<string, { days: number[]; words: readonly [one: string, many: string]; effects: string[] }>();
  const same: number[] = [];
  for (const day of WEEKDAYS.keys()) {
    const [was, is] = [old[day] ?? [], now[day] ?? []];
    if (sameSpans(was, is)) {
      if (is.length > 0) same.push(day);
      continue;
    }
    const { words, effects } = dayChange(was, is);
    const known = changes.get(words[0]);
    if (known) known.days.push(day);
    else changes.set(words[0], { days: [day], words, effects });
  }
  const all = [...changes.values()];
  const hours = (week: Week) => week.flat().reduce((sum, { from, to }) => sum + to - from, 0);
  const effects = [...new Set(all.flatMap((change) => change.effects))];
  return {
    phrases: all.map(({ days, words }) => `${weekdaysWords(days)} ${words[days.length > 1 ? 1 : 0]}`),
    same: weekdaysWords(same),
    effects:
      all.every((change) => change.effects.length > 0) && effects.length < 3
        ? effects
        : [`*open* ${lengthWords(hours(now))} a week (was ${lengthWords(hours(old))})`],
  };
}

/** Describes how the hours of one or several weekdays change. */
function dayChange(
  was: readonly DaySpan[],
  is: readonly DaySpan[],
): { words: readonly [string, string]; effects: string[] } {
  const bracket = (text: string) => `(was ${text})`;
  const both = (one: string, many: string, rest: string) => [`${one} ${rest}`, `${many} ${rest}`] as const;
  const [before, after] = [was[0], is[0]];
  if (!after)
    return { words: both("is", "are", `now closed ${bracket(spansWords(was))}`), effects: ["*closed* all day"] };
  if (before && was.length === 1 && is.length === 1) {
    const effects = [
      ...(after.from === before.from ? [] : [`*open* ${shiftWords(after.from - before.from)}`]),
      ...(after.to === before.to ? [] : [`*closed* ${shiftWords(after.to - before.to)}`]),
    ];
    if (after.to === before.to)
      return {
        words: both("now opens", "now open", `at ${printClock(after.from)} ${bracket(printClock(before.from))}`),
        effects,
      };
    if (after.from === before.from)
      return {
        words: both("now closes", "now close", `at ${clockOfEnd(after.to)} ${bracket(clockOfEnd(before.to))}`),
        effects,
      };
    return { words: both("is", "are", `now open ${openWords(is)} ${bracket(spansWords(was))}`), effects };
  }
  return { words: both("is", "are", `now open ${openWords(is)} ${bracket(spansWords(was))}`), effects: [] };
}

function openWords(spans: readonly DaySpan[]): string {
  const words = spansWords(spans);
  return words === "all day" ? words : `from ${words}`;
}

function shiftWords(shift: number): string {
  return `${lengthWords(Math.abs(shift))} ${shift < 0 ? "earlier" : "later"}`;
}

const SMALL = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/** `two hours`, `30 minutes`, `1 hour 30 minutes`. */
function lengthWords(length: number): string {
  const [hours, minutes] = [Math.floor(length / HOUR), Math.round((length % HOUR) / MINUTE)];
  if (minutes === 0) return `${SMALL[hours] ?? hours} ${hours === 1 ? "hour" : "hours"}`;
  return [...(hours > 0 ? [count(hours, "hour")] : []), count(minutes, "minute")].join(" ");
}

function effectWords(effects: readonly string[], callers: readonly string[]): string[] {
  if (callers.length === 0 || effects.length === 0) return [];
  const named = callers.slice(0, MOST_CALLERS);
  const more = callers.length - named.length;
  const who = more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
  return [`callers of ${who} hear ${effects.join(" and ")}`];
}

function zoneWords(before: ScheduleGroup, after: ScheduleGroup, from: Date): string[] {
  if (before.zone === after.zone) return [];
  const [old, now] = [before, after].map(({ zone }) => localAt(zone, from.getTime())) as [LocalMs, LocalMs];
  const shift = old - now;
  const effect = shift === 0 ? "the same time today" : `the same local times are ${shiftWords(shift)}`;
  return [`the time zone is now ${after.zone} (was ${before.zone}), so ${effect}`];
}

/** Days whose change differs from their weekday's change: single dates, holidays. */
function dateChanges(
  old: readonly DayProfile[],
  now: readonly DayProfile[],
  { today, weeks }: { today: LocalMs; weeks: { old: Week; now: Week } },
): string[] {
  const groups = new Map<
    string,
    { subject: string; words: (dates: string) => string; days: number[]; minor: boolean }
  >();
  for (const [index, was] of old.entries()) {
    const is = now[index] as DayProfile;
    const weekday = weekdayOf(today + index * DAY);
    const usual = sameSpans(was.open, weeks.old[weekday] ?? []) && sameSpans(is.open, weeks.now[weekday] ?? []);
    const sameOpen = sameSpans(was.open, is.open);
    if ((usual || sameOpen) && sameSpans(was.holiday, is.holiday)) continue;
    // A day that was a holiday or becomes one, regardless of the weekday's hours.
    if (sameOpen && is.open.length > 0) continue;
    const { key, words } = dateWords(was, is, { sameOpen });
    const subject = subjectOf(was, is);
    const known = groups.get(`${subject}\n${key}`);
    if (known) known.days.push(index);
    else groups.set(`${subject}\n${key}`, { subject, words, days: [index], minor: sameOpen });
  }
  const all = [...groups.values()];
  const shown = all.filter(
    ({ subject, minor }) => !minor || !all.some((other) => !other.minor && other.subject === subject),
  );
  return shown.map(({ subject, words, days }) => {
    const sentence = words(datesWords(days, today));
    return subject === "" ? `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.` : `${subject}: ${sentence}.`;
  });
}

function dateWords(
  was: DayProfile,
  is: DayProfile,
  { sameOpen }: { sameOpen: boolean },
): { key: string; words: (dates: string) => string } {
  const form = (key: string, words: (dates: string) => string) => ({ key, words });
  if (sameOpen) {
    const [heard, instead] = is.holiday.length > 0 ? ["holiday", "closed"] : ["closed", "holiday"];
    return form(`hear ${heard}`, (dates) => `callers hear *${heard}* instead of *${instead}* on ${dates}`);
  }
  if (is.open.length === 0) return form("closed", (dates) => `also closed on ${dates}`);
  const hours = openWords(is.open);
  if (was.open.length === 0) return form(`open ${hours}`, (dates) => `no longer closed on ${dates}: open ${hours}`);
  return form(`${hours} ${spansWords(was.open)}`, (dates) => `open ${hours} on ${dates} (was ${spansWords(was.open)})`);
}

/** The schedules that cause the difference. */
function subjectOf(was: DayProfile, is: DayProfile): string {
  const added = (of: readonly string[], from: readonly string[]) => of.filter((name) => !from.includes(name));
  const candidates = [
    added(is.closing, was.closing),
    added(was.closing, is.closing),
    is.closing,
    added(is.opening, was.opening),
    added(was.opening, is.opening),
  ];
  return listWords([...new Set(candidates.find((names) => names.length > 0) ?? [])]);
}

/** `Mon 28 Dec`, `Thu 24 Dec to Sat 26 Dec`; at most three. */
function datesWords(days: readonly number[], today: LocalMs): string {
  const ranges: [first: number, last: number][] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last?.[1] === day - 1) last[1] = day;
    else ranges.push([day, day]);
  }
  const word = (day: number) => dayWords(today + day * DAY, today);
  const shown = ranges
    .slice(0, MOST_DATES)
    .map(([first, last]) => (first === last ? word(first) : `${word(first)} to ${word(last)}`));
  const more = ranges.slice(MOST_DATES).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return listWords(more > 0 ? [...shown, count(more, "more day")] : shown);
}
