import type { Implementation } from "../environment.ts";
import { collection, EvaluationError, scalar, type Value } from "../values.ts";
import { dateTimeOf, durationOf, integerOf, listOf } from "./arguments.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const whole = (value: number) => scalar("integer", value);
const duration = (milliseconds: number) => scalar("duration", milliseconds);
const read = (args: readonly Value[]) => new Date(dateTimeOf(args, 0) * 1000);

/** A time in UTC. @throws EvaluationError when the date or time does not exist */
function time(
  year: number,
  month: number,
  day: number,
  [hour = 0, minute = 0, second = 0]: readonly number[] = [],
): Value {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const found = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  if (String([...found, ...clock]) !== String([year, month, day, hour, minute, second]))
    throw new EvaluationError(`${[year, month, day].join("-")} ${[hour, minute, second].join(":")} does not exist.`);
  return scalar("dateTime", date.getTime() / 1000);
}

const integers = (args: readonly Value[]) => args.map((_, index) => integerOf(args, index));

/**
 * Adds to a time, or subtracts from it. Fractions of a second are dropped (reference/expressions.md, "Traps worth a
 * test").
 */
function moved(args: readonly Value[], milliseconds: number): Value {
  return scalar("dateTime", dateTimeOf(args, 0) + Math.trunc(milliseconds / 1000));
}

/** The same day and time in another month. If the day does not exist in that month, the last day of the month. */
function inMonths(args: readonly Value[], months: number): Value {
  const date = read(args);
  const [first, day] = [new Date(date), date.getUTCDate()];
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, last));
  return scalar("dateTime", first.getTime() / 1000);
}

/** The n-th given weekday of a year or month; a negative n counts from the end. NOT_SET when the day does not exist. */
function occurrence(given: readonly number[]): Value {
  const [weekday = 0, nth = 0, year = 0] = given;
  const hasMonth = given.length === 4 || given.length === 7;
  const month = hasMonth ? given[3] : undefined;
  const clock = given.slice(hasMonth ? 4 : 3);
  if (weekday < 1 || weekday > 7)
    throw new EvaluationError(`${weekday} is not a day of the week: 1 is Sunday, 7 is Saturday.`);
  if (month !== undefined && (month < 1 || month > 12)) throw new EvaluationError(`${month} is not a month.`);
  const first = new Date(Date.UTC(year, (month ?? 1) - 1, 1));
  const end = month === undefined ? new Date(Date.UTC(year + 1, 0, 1)) : new Date(Date.UTC(year, month, 1));
  const days: Date[] = [];
  const start = first.getTime() + ((weekday - 1 - first.getUTCDay() + 7) % 7) * DAY;
  for (let day = start; day < end.getTime(); day += 7 * DAY) days.push(new Date(day));
  const found = nth > 0 ? days[nth - 1] : days.at(nth === 0 ? days.length : nth);
  if (!found) return scalar("dateTime");
  return time(found.getUTCFullYear(), found.getUTCMonth() + 1, found.getUTCDate(), clock);
}

function isoWeek(date: Date): number {
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  return Math.ceil(((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / DAY + 1) / 7);
}

/** 30 s, then 1, 2 and 5 minutes, then every 5 minutes (the vendor's text for `RoundUp`). */
const STEPS = [30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE];

function roundedUp(args: readonly Value[]): Value {
  const given = durationOf(args, 0);
  const interval = args.length > 1 ? durationOf(args, 1) : 5 * MINUTE;
  if (interval <= 0) throw new EvaluationError("The interval must be longer than zero.");
  const listed = args.length > 2 ? listOf(args, 2).items : [];
  const own = listed.flatMap((item) => (item.type === "duration" && item.value !== undefined ? [item.value] : []));
  const steps = args.length === 1 ? STEPS : own.sort((a, b) => a - b);
  return duration(steps.find((step) => step >= given) ?? Math.ceil(given / interval) * interval);
}

/** The functions on times and durations (reference/expression-functions.json, category `datetime`). */
export const timeFunctions: Readonly<Record<string, Implementation>> = {
  adddays: (args) => moved(args, integerOf(args, 1) * DAY),
  addduration: (args) => moved(args, durationOf(args, 1)),
  addhours: (args) => moved(args, integerOf(args, 1) * HOUR),
  addminutes: (args) => moved(args, integerOf(args, 1) * MINUTE),
  addmonths: (args) => inMonths(args, integerOf(args, 1)),
  addseconds: (args) => moved(args, integerOf(args, 1) * SECOND),
  addyears: (args) => inMonths(args, integerOf(args, 1) * 12),
  datetimediff: (args) => duration((dateTimeOf(args, 0) - dateTimeOf(args, 1)) * 1000),
  day: (args) => whole(read(args).getUTCDate()),
  dayofweek: (args) => whole(read(args).getUTCDay() + 1),
  getcurrentdatetimeutc: (_, { now }) => scalar("dateTime", Math.floor(now.getTime() / 1000)),
  getdayofweekoccurrence: (args) => occurrence(integers(args)),
  hour: (args) => whole(read(args).getUTCHours()),
  makedatetime: (args) => {
    const [year = 0, month = 0, day = 0, ...clock] = integers(args);
    return time(year, month, day, clock);
  },
  makeduration: (args) => {
    const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = integers(args);
    return duration(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds);
  },
  minute: (args) => whole(read(args).getUTCMinutes()),
  month: (args) => whole(read(args).getUTCMonth() + 1),
  range: (args) => {
    const [middle, interval] = [durationOf(args, 0), durationOf(args, 1)];
    return collection("duration", [middle - interval, middle + interval]);
  },
  roundup: roundedUp,
  second: (args) => whole(read(args).getUTCSeconds()),
  weeknum: (args, { assume }) => {
    assume("weeks-are-iso");
    return whole(isoWeek(read(args)));
  },
  year: (args) => whole(read(args).getUTCFullYear()),
};
