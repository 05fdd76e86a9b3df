import { DAY, type LocalMs, parseLocal, printClock, printDate, startOfDay } from "./local-time.ts";
import { parseUntil, partsOf, RULE_DAYS } from "./rule-parts.ts";
import { expandSchedule, type ScheduleShorthand } from "./shorthand.ts";
import type { ScheduleTimes } from "./types.ts";
import { printDays } from "./weekdays.ts";

/**
 * The shortest way to write a schedule of the platform in a file. The result is exactly equivalent to the schedule. If
 * no short form is equivalent, it uses the platform's own properties.
 */
export function shorthandOf(times: ScheduleTimes): ScheduleShorthand {
  return candidates(times).find((candidate) => isSame(expandSchedule(candidate).times, times)) ?? plain(times);
}

function plain({ start, end, rrule }: ScheduleTimes): ScheduleShorthand {
  return { start, end, ...(rrule !== undefined && rrule !== "" && { rrule }) };
}

function isSame(one: ScheduleTimes | undefined, other: ScheduleTimes): boolean {
  if (!one) return false;
  const sameTimes = parseLocal(one.start) === parseLocal(other.start) && parseLocal(one.end) === parseLocal(other.end);
  return sameTimes && (one.rrule ?? "") === (other.rrule ?? "");
}

/** Short forms that may be equivalent, shortest first. */
function candidates({ start, end, rrule = "" }: ScheduleTimes): ScheduleShorthand[] {
  const [from, to] = [parseLocal(start), parseLocal(end)];
  const hasSeconds = [start, end].some((time) => /T..:..:.*[1-9]/.test(time));
  if (from === undefined || to === undefined || hasSeconds) return [];
  const first = printDate(from);
  const hours = hoursWords(from, to);
  if (rrule === "") {
    const last = printDate(to - DAY);
    return [{ on: first === last ? first : `${first} to ${last}` }, ...(hours ? [{ on: first, ...hours }] : [])];
  }
  if (!hours) return [];
  const parts = partsOf(rrule);
  const days = daysOf(parts);
  const lastDay = parseUntil(parts.get("UNTIL") ?? "")?.day;
  const until = lastDay === undefined ? {} : { until: printDate(lastDay) };
  const starting = { starting: first };
  const range = lastDay === undefined ? [] : [{ on: `${first} to ${printDate(lastDay)}`, ...hours }];
  return [
    ...range,
    ...(days
      ? [
          { days, ...hours, ...until },
          { days, ...hours, ...starting, ...until },
        ]
      : []),
    { rrule, ...hours },
    { rrule, ...hours, ...starting },
  ];
}

/** `from` and `to`; both are omitted for a whole day. Undefined for a schedule longer than a day. */
function hoursWords(from: LocalMs, to: LocalMs): Pick<ScheduleShorthand, "from" | "to"> | undefined {
  if (to <= from || to - from > DAY) return undefined;
  const midnight = startOfDay(from);
  if (from === midnight && to === midnight + DAY) return {};
  return { from: printClock(from), to: to === midnight + DAY ? "24:00" : printClock(to) };
}

/** The weekdays of a rule, if the rule consists of weekdays. */
function daysOf(parts: ReadonlyMap<string, string>): string | undefined {
  if (parts.get("FREQ") === "DAILY") return "daily";
  const days = (parts.get("BYDAY") ?? "").split(",").map((day) => (RULE_DAYS as readonly string[]).indexOf(day));
  return days.some((day) => day < 0) ? undefined : printDays(days);
}
