import { DAY, type LocalMs, parseDate, parseLocal, printDate, printPlatformTime } from "./local-time.ts";
import { firstBeginning } from "./occurrences.ts";
import { partsOf, RULE_DAYS, ruleProblems } from "./rule-parts.ts";
import { ValueReader } from "./shorthand-values.ts";
import type { HoursFinding, ScheduleTimes } from "./types.ts";

/**
 * The times of a schedule in a file. Exactly one of `days`, `on`, `rrule` and `start` defines the days:
 *
 *     days: Mon-Fri, from: "08:00", to: "18:00"      every week; `starting` and `until` are the first and the last day
 *     on: 2026-12-24 to 2026-12-26                   whole days, or from and to on each
 *     rrule: FREQ=..., from: "09:00", to: "13:00"    by a rule; `starting` is its first day
 *     start: 2026-01-05T09:00:00, end: ..., rrule    the platform's own properties
 *
 * Without `from` and `to`, the schedule covers the whole day; if `to` is not after `from`, it is on the next day; `to:
 * "24:00"` is the end of the day.
 */
export interface ScheduleShorthand extends Partial<ScheduleTimes> {
  readonly days?: string | undefined;
  readonly on?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly starting?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * The times for the platform (undefined if there is an error) and all findings. The path of a finding is the affected
 * key.
 */
export interface ExpandedSchedule {
  readonly times: ScheduleTimes | undefined;
  readonly findings: readonly HoursFinding[];
}

/**
 * The first possible day of a schedule without `starting`. The platform needs a date, and a fixed date makes the result
 * independent of the current date. This day is a Monday.
 */
export const EARLIEST = parseDate("2024-01-01") as LocalMs;

/** For each way to define the days, the other keys that it allows. */
const BESIDE: Readonly<Record<"days" | "on" | "rrule" | "start", readonly (keyof ScheduleShorthand)[]>> = {
  days: ["from", "to", "starting", "until"],
  on: ["from", "to"],
  rrule: ["from", "to", "starting", "until"],
  start: ["end", "rrule"],
};
type Way = keyof typeof BESIDE;

/** Converts a schedule's times in a file to the platform's form. */
export function expandSchedule(given: ScheduleShorthand): ExpandedSchedule {
  const reader = new ValueReader();
  const way = wayOf(given, reader);
  const times = way && EXPANSIONS[way](given, reader);
  return { times: reader.hasErrors ? undefined : times, findings: reader.findings };
}

function wayOf(given: ScheduleShorthand, reader: ValueReader): Way | undefined {
  const isGiven = (key: keyof ScheduleShorthand) => given[key] !== undefined;
  const way: Way | undefined =
    isGiven("end") && !isGiven("on") && !isGiven("days")
      ? "start"
      : (["start", "days", "on", "rrule"] as const).find(isGiven);
  if (way === undefined)
    return reader.report(
      "days",
      "The schedule does not specify on which days it is active.",
      "Write `days: Mon-Fri`, `on: 2026-12-24`, or an `rrule`.",
    );
  for (const key of Object.keys(given) as (keyof ScheduleShorthand)[]) {
    if (!isGiven(key) || key === way || BESIDE[way].includes(key)) continue;
    reader.report(
      key,
      `\`${key}\` cannot be combined with \`${way}\`.`,
      `Remove one of them. \`${way}\` can be combined with ${BESIDE[way].map((name) => `\`${name}\``).join(", ")}.`,
    );
  }
  return way;
}

const EXPANSIONS: Readonly<Record<Way, (given: ScheduleShorthand, reader: ValueReader) => ScheduleTimes | undefined>> =
  {
    days(given, reader) {
      const days = reader.days("days", given.days ?? "");
      const rule =
        days?.length === 7
          ? "FREQ=DAILY;INTERVAL=1"
          : days && `FREQ=WEEKLY;INTERVAL=1;BYDAY=${days.map((day) => RULE_DAYS[day]).join(",")}`;
      return recurring(given, rule, reader);
    },

    rrule(given, reader) {
      const rule = (given.rrule ?? "").trim();
      const problems = ruleProblems(rule);
      for (const { problem, fix } of problems) reader.report("rrule", problem, fix);
      const parts = partsOf(rule);
      const ended = ["UNTIL", "COUNT"].find((part) => parts.has(part));
      if (given.until !== undefined && ended)
        reader.report(
          "until",
          `\`until\` cannot be combined with ${ended} in the rule: both end the rule.`,
          "Remove one of them.",
        );
      if (needsFirstDay(parts) && problems.length === 0 && given.starting === undefined)
        reader.report(
          "rrule",
          "The days of the rule depend on its first day, which is missing.",
          "Add `starting: YYYY-MM-DD`, the first day of the schedule.",
        );
      return recurring(given, problems.length > 0 ? undefined : rule, reader);
    },

    on(given, reader) {
      const [dates, hours] = [reader.dates("on", given.on ?? ""), hoursOf(given, reader)];
      if (!dates || !hours) return undefined;
      const { first, last } = dates;
      if (hours.whole) return platformTimes(first, last + DAY);
      const times = platformTimes(first + hours.from, first + hours.to);
      return last === first ? times : { ...times, rrule: `FREQ=DAILY;INTERVAL=1;UNTIL=${untilOf(last)}` };
    },

    start(given, reader) {
      const [start, end] = (["start", "end"] as const).map((key) => {
        const text = given[key];
        if (text === undefined) return reader.report(key, `\`${key}\` is missing.`, "Write both `start` and `end`.");
        const [date = "", clock] = text.split("T");
        if (/^\d{4}-\d{2}-\d{2}$/.test(date) && reader.date(key, date) === undefined) return undefined;
        const time = parseLocal(text);
        if (time !== undefined) return time;
        const problem = `'${text}' is not a date and time without a time zone.`;
        return reader.report(key, problem, `Write it as ${clock === undefined ? "2026-01-05" : date}T09:00:00.`);
      });
      if (start !== undefined && end !== undefined && end < start)
        reader.report(
          "end",
          `The end '${given.end}' is before the start '${given.start}'.`,
          "Write an end after the start. If it is after midnight, it needs the next day's date.",
        );
      const rule = given.rrule?.trim();
      const problems = rule ? ruleProblems(rule) : [];
      for (const { problem, fix } of problems) reader.report("rrule", problem, fix);
      if (start === undefined || end === undefined) return undefined;
      const times = {
        start: given.start as string,
        end: given.end as string,
        ...(rule !== undefined && { rrule: rule }),
      };
      if (rule && problems.length === 0) checkFirst(times, start, { key: "start", reader });
      return times;
    },
  };

/**
 * Whether a different first day changes the days of the rule, because the rule counts from the first day or does not
 * specify a day.
 */
function needsFirstDay(parts: ReadonlyMap<string, string>): boolean {
  if (parts.has("COUNT") || Number(parts.get("INTERVAL") ?? 1) > 1) return true;
  const names = ["BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"].some((part) => parts.has(part));
  return !names && parts.get("FREQ") !== "DAILY";
}

/** The times of a schedule that follows a rule on the days between `starting` and `until`. */
function recurring(given: ScheduleShorthand, rule: string | undefined, reader: ValueReader): ScheduleTimes | undefined {
  const hours = hoursOf(given, reader);
  const starting = given.starting === undefined ? undefined : reader.date("starting", given.starting);
  const until = given.until === undefined ? undefined : reader.date("until", given.until);
  if (starting !== undefined && until !== undefined && until < starting)
    return reader.report(
      "until",
      `The last day ${given.until} is before the first, ${given.starting}.`,
      "Write a day on or after `starting`.",
    );
  if (rule === undefined || !hours || reader.hasErrors) return undefined;
  const rrule = until === undefined ? rule : `${rule.replace(/;$/, "")};UNTIL=${untilOf(until)}`;
  const from = starting ?? EARLIEST;
  const timesFrom = (day: LocalMs) => ({ ...platformTimes(day + hours.from, day + hours.to), rrule });
  const first = checkFirst(timesFrom(from), from + hours.from, {
    ...(starting !== undefined && { key: "starting" }),
    reader,
  });
  return first === undefined ? undefined : timesFrom(first - hours.from);
}

/**
 * The first time at which a rule begins. Adds a finding if the rule never begins. If a key is given, also adds a
 * finding if the first time is not the start, because the platform then moves the start, and the start never equals the
 * value in the file (MyPureCloud/terraform-provider-genesyscloud, #1430). Organisations may have schedules that are
 * older than this behaviour. Therefore, for times in the platform's own form, the finding is only a warning.
 */
function checkFirst(
  times: ScheduleTimes,
  start: LocalMs,
  { key, reader }: { key?: string; reader: ValueReader },
): LocalMs | undefined {
  const first = firstBeginning(times, start);
  const mildly = key === "start" ? ({ severity: "warning" } as const) : {};
  if (first === undefined)
    return reader.report(
      key ?? "rrule",
      "The schedule is not active on any day.",
      "Check the days of the rule and its end.",
      mildly,
    );
  if (key === undefined || first === start) return first;
  const [given, meant] = [printDate(start), printDate(first)];
  return reader.report(
    key,
    given === meant
      ? `The rule does not begin at the time of the start, ${times.start}.`
      : `${given} is not a day of the rule. The platform moves the start to the rule's first day.`,
    key === "start"
      ? `Set the start to ${printPlatformTime(first).slice(0, 19)}, and move the end by the same amount.`
      : `Write \`${key}: ${meant}\`.`,
    mildly,
  );
}

/**
 * `from` and `to`, in milliseconds since midnight at the start of the day. If the schedule ends on the next day, `to`
 * is greater than a day.
 */
function hoursOf(
  { from, to }: ScheduleShorthand,
  reader: ValueReader,
): { from: number; to: number; whole: boolean } | undefined {
  if (from === undefined && to === undefined) return { from: 0, to: DAY, whole: true };
  if (from === undefined || to === undefined) {
    const [given, missing] = from === undefined ? ["to", "from"] : ["from", "to"];
    reader.report(
      given as string,
      `\`${given}\` is set, but \`${missing}\` is missing.`,
      "Write both, or neither for whole days.",
    );
  }
  const opens = from === undefined ? undefined : reader.clock("from", from);
  const closes = to === undefined ? undefined : reader.clock("to", to, { end: true });
  if (opens === undefined || closes === undefined) return undefined;
  if (opens === closes)
    return reader.report(
      "to",
      `\`from\` and \`to\` are both ${to}.`,
      "Remove both for whole days, or write different times.",
    );
  return { from: opens, to: closes > opens ? closes : closes + DAY, whole: opens === 0 && closes === DAY };
}

function platformTimes(start: LocalMs, end: LocalMs): ScheduleTimes {
  return { start: printPlatformTime(start), end: printPlatformTime(end) };
}

/** The end of a day, as the last moment of a rule. */
const untilOf = (day: LocalMs) => `${printDate(day).replaceAll("-", "")}T235959`;
