import { isDay } from "./known-values.ts";

/** Checks whether a part of a rule may have a value, given the other parts. */
type Part = (value: string, parts: ReadonlyMap<string, string>) => boolean;

const WEEKDAY = "(?:SU|MO|TU|WE|TH|FR|SA)";
const FREQUENCIES = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

const positive: Part = (value) => /^[1-9]\d{0,8}$/.test(value);

/** A list of whole numbers in a range; negative numbers, if allowed, count from the end. */
function numbers(least: number, most: number, fromEnd: "or from the end" | "only" = "only"): Part {
  return (value) =>
    value.split(",").every((text) => {
      if (!/^[+-]?\d{1,3}$/.test(text) || (fromEnd === "only" && /^[+-]/.test(text))) return false;
      return Math.abs(Number(text)) >= least && Math.abs(Number(text)) <= most;
    });
}

/** A weekday may have a number (`1MO`, `-1FR`) only in a monthly or yearly rule. */
const weekdays: Part = (value, parts) => {
  const counted = ["MONTHLY", "YEARLY"].includes(parts.get("FREQ") ?? "") && !parts.has("BYWEEKNO");
  const day = new RegExp(`^${counted ? "(?:[+-]?(?:[1-9]|[1-4]\\d|5[0-3]))?" : ""}${WEEKDAY}$`);
  return value.split(",").every((text) => day.test(text));
};

const until: Part = (value) => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/.exec(value) ?? [];
  return year !== undefined && isDay(year, month as string, day as string);
};

/** The parts of a recurrence rule (RFC 5545, 3.3.10). */
const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ["FREQ", (value) => FREQUENCIES.includes(value)],
  ["INTERVAL", positive],
  ["COUNT", (value, parts) => positive(value, parts) && !parts.has("UNTIL")],
  ["UNTIL", until],
  ["BYSECOND", numbers(0, 60)],
  ["BYMINUTE", numbers(0, 59)],
  ["BYHOUR", numbers(0, 23)],
  ["BYDAY", weekdays],
  ["BYMONTHDAY", numbers(1, 31, "or from the end")],
  ["BYYEARDAY", numbers(1, 366, "or from the end")],
  ["BYWEEKNO", numbers(1, 53, "or from the end")],
  ["BYMONTH", numbers(1, 12)],
  ["BYSETPOS", numbers(1, 366, "or from the end")],
  ["WKST", (value) => new RegExp(`^${WEEKDAY}$`).test(value)],
]);

/**
 * The errors in a recurrence rule such as `FREQ=WEEKLY;BYDAY=MO,TU`; empty for a valid rule. The prefix `RRULE:` is
 * optional; case is ignored.
 */
export function recurrenceProblems(rule: string): string[] {
  const entries = rule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .split(";")
    .map((part) => part.split("=") as [string, string?, ...string[]]);
  const parts = new Map(entries.map(([name, value = ""]) => [name, value]));
  if (!parts.has("FREQ")) return ["FREQ is missing"];
  return entries.flatMap(([name, value, ...more], index) => {
    const part = PARTS.get(name);
    if (!part) return [`'${name}' is not part of a recurrence rule`];
    if (entries.findIndex(([other]) => other === name) !== index) return [`${name} stands twice`];
    return value === undefined || more.length > 0 || !part(value, parts) ? [`'${value ?? ""}' is no ${name}`] : [];
  });
}
