import { RRuleTemporal } from "rrule-temporal";
import { DAY, type LocalMs, MINUTE, parseLocal, printLocal } from "./local-time.ts";
import { parseUntil, partsOf } from "./rule-parts.ts";
import type { ScheduleTimes } from "./types.ts";

/** One occurrence of a schedule, in local time; `end` is exclusive. */
export interface Occurrence {
  readonly start: LocalMs;
  readonly end: LocalMs;
}

/** The beginnings of a schedule. The rule is parsed once and can be queried for many spans. */
interface Beginnings {
  readonly first: LocalMs;
  readonly length: number;
  /** Beginnings within a span, both ends inclusive, in order. */
  within(from: LocalMs, to: LocalMs): LocalMs[];
}

const read = new WeakMap<ScheduleTimes, Beginnings | undefined>();

/**
 * The beginnings of a schedule. Undefined for invalid times or an invalid rule; `scheduleFindings` reports the problem.
 */
function beginningsOf(schedule: ScheduleTimes): Beginnings | undefined {
  if (!read.has(schedule)) read.set(schedule, readSchedule(schedule));
  return read.get(schedule);
}

function readSchedule({ start, end, rrule }: ScheduleTimes): Beginnings | undefined {
  const [first, last] = [parseLocal(start), parseLocal(end)];
  if (first === undefined || last === undefined || last < first) return undefined;
  const length = last - first;
  if (rrule === undefined || rrule.trim() === "")
    return { first, length, within: (from, to) => (from <= first && first <= to ? [first] : []) };
  const rule = recurrence(first, rrule);
  return rule && { first, length, within: (from, to) => rule.between(at(from), at(to), true).map(localOf) };
}

/**
 * Passes local times to the library as UTC times, which have no daylight saving, so that the rule follows the wall
 * clock.
 */
function recurrence(first: LocalMs, rrule: string): RRuleTemporal | undefined {
  try {
    return new RRuleTemporal({ rruleString: `DTSTART:${icalTime(first)}\nRRULE:${localRule(rrule)}` });
  } catch {
    return undefined;
  }
}

const icalTime = (time: LocalMs) => `${printLocal(time).replace(/[-:]/g, "")}Z`;

/**
 * The rule with its end as a local time. If the end is a date without a time, the whole day is included, because RFC
 * 5545 does not specify a time of day. A `Z` is ignored, so that the end is a local time, like the start.
 */
function localRule(rrule: string): string {
  return [...partsOf(rrule)]
    .map(([name, value]) => {
      const until = name === "UNTIL" ? parseUntil(value) : undefined;
      return `${name}=${until ? icalTime(until.day + (until.clock ?? DAY - 1000)) : value}`;
    })
    .join(";");
}

const at = (time: LocalMs) => new Date(time);
const localOf = ({ epochMilliseconds }: { epochMilliseconds: number }): LocalMs => epochMilliseconds;

/** The occurrences of a schedule that overlap `[from, to)`, in order. They are not truncated to this span. */
export function occurrences(schedule: ScheduleTimes, from: LocalMs, to: LocalMs): Occurrence[] {
  const beginnings = beginningsOf(schedule);
  if (!beginnings || to <= from) return [];
  const { length } = beginnings;
  return beginnings
    .within(from - length, to - 1)
    .map((start) => ({ start, end: start + length }))
    .filter(({ start, end }) => start < to && end > from);
}

/**
 * The number of days that are searched for the next occurrence. A rule for 29 February skips eight years around 2100.
 */
const SEARCH = 9 * 366;

/** The first time at or after `from` when a schedule begins; undefined if it does not begin within nine years. */
export function firstBeginning(schedule: ScheduleTimes, from: LocalMs): LocalMs | undefined {
  const beginnings = beginningsOf(schedule);
  if (!beginnings) return undefined;
  const earliest = Math.max(from, beginnings.first);
  for (let days = 8; days < SEARCH * 4; days *= 4) {
    const [first] = beginnings.within(earliest, earliest + Math.min(days, SEARCH) * DAY);
    if (first !== undefined) return first;
  }
  return undefined;
}

/** Whether a schedule is never active at or after `from`, because it has ended or its rule does not match any day. */
export function isOver(schedule: ScheduleTimes, from: LocalMs): boolean {
  return occurrences(schedule, from, from + MINUTE).length === 0 && firstBeginning(schedule, from) === undefined;
}
