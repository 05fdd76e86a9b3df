import { nearest } from "../suggest.ts";
import { parseClock, parseDate } from "./local-time.ts";

/** The problem with a value; undefined for a valid one. */
type Check = (value: string, parts: ReadonlyMap<string, string>) => string | undefined;

export const RULE_DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY", "MINUTELY", "SECONDLY"];

const oneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.includes(value) ? undefined : `is not one of ${words.join(", ")}`;

const wholeNumber: Check = (value) =>
  /^[1-9]\d{0,5}$/.test(value) ? undefined : "is not a whole number of at least 1";

function numbers(least: number, most: number, { negative = false } = {}): Check {
  const pattern = negative ? /^-?\d{1,3}$/ : /^\d{1,3}$/;
  return (value) => {
    const wrong = value
      .split(",")
      .find((text) => !pattern.test(text) || Math.abs(Number(text)) < least || Math.abs(Number(text)) > most);
    return wrong === undefined
      ? undefined
      : `has '${wrong}', which is not a number from ${least} to ${most}${negative ? " or from the end: -1 is the last" : ""}`;
  };
}

const days: Check = (value, parts) => {
  const frequency = parts.get("FREQ") ?? "";
  for (const text of value.split(",")) {
    const [, position, day] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
    if (day === undefined || !(RULE_DAYS as readonly string[]).includes(day))
      return `has '${text}', which is not a weekday: ${RULE_DAYS.join(", ")}`;
    if (position === undefined) continue;
    if (!["MONTHLY", "YEARLY"].includes(frequency))
      return `has '${text}', which puts a number before a weekday; only MONTHLY and YEARLY rules allow that`;
    if (Math.abs(Number(position)) < 1 || Math.abs(Number(position)) > 53)
      return `has '${text}', whose number is not from 1 to 53`;
  }
  return undefined;
};

/** The day, or day and time, of `UNTIL`; undefined if invalid. */
export function parseUntil(value: string): { day: number; clock: number | undefined } | undefined {
  const [, year, month, date, time] = /^(\d{4})(\d{2})(\d{2})(?:T(\d{6})Z?)?$/.exec(value) ?? [];
  const day = parseDate(`${year}-${month}-${date}`);
  const clock = time === undefined ? undefined : parseClock(time.replace(/(..)(..)(..)/, "$1:$2:$3"));
  return day === undefined || (time !== undefined && clock === undefined) ? undefined : { day, clock };
}

/** The parts of a recurrence rule (RFC 5545, 3.3.10). */
const CHECKS: Readonly<Record<string, Check>> = {
  FREQ: oneOf(FREQUENCIES),
  INTERVAL: wholeNumber,
  COUNT: (value, parts) =>
    parts.has("UNTIL") ? "cannot be combined with UNTIL: both end the rule" : wholeNumber(value, parts),
  UNTIL: (value) => (parseUntil(value) ? undefined : "is not an existing date such as 20261231 or 20261231T235959"),
  BYSECOND: numbers(0, 59),
  BYMINUTE: numbers(0, 59),
  BYHOUR: numbers(0, 23),
  BYDAY: days,
  BYMONTHDAY: (value, parts) =>
    parts.get("FREQ") === "WEEKLY"
      ? "cannot be used in a WEEKLY rule"
      : numbers(1, 31, { negative: true })(value, parts),
  BYYEARDAY: (value, parts) =>
    ["DAILY", "WEEKLY", "MONTHLY"].includes(parts.get("FREQ") ?? "")
      ? "can be used only in a YEARLY rule"
      : numbers(1, 366, { negative: true })(value, parts),
  BYWEEKNO: (value, parts) =>
    parts.get("FREQ") === "YEARLY"
      ? numbers(1, 53, { negative: true })(value, parts)
      : "can be used only in a YEARLY rule",
  BYMONTH: numbers(1, 12),
  BYSETPOS: (value, parts) =>
    [...parts.keys()].some((name) => name.startsWith("BY") && name !== "BYSETPOS")
      ? numbers(1, 366, { negative: true })(value, parts)
      : "chooses among the days of another BY part, but the rule has no other BY part",
  WKST: oneOf(RULE_DAYS),
};

/** The parts of a rule in order, in upper case. The prefix `RRULE:` is optional. */
export function partsOf(rule: string): Map<string, string> {
  return new Map(entriesOf(rule));
}

function entriesOf(rule: string): [name: string, value: string][] {
  const text = rule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .replace(/;$/, "");
  return text.split(";").map((part) => {
    const [name = "", ...value] = part.split("=");
    return [name.trim(), value.join("=").trim()];
  });
}

/** The problems of a recurrence rule, each as a sentence with its fix; empty for a valid rule. */
export function ruleProblems(rule: string): { problem: string; fix: string }[] {
  const entries = entriesOf(rule);
  const parts = new Map(entries);
  const example = "Write one such as FREQ=WEEKLY;INTERVAL=2;BYDAY=SA.";
  const found = entries.flatMap(([name, value], index) => {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (check === undefined) {
      const meant = nearest(name, Object.keys(CHECKS));
      return [{ problem: `'${name}' is not a part of a rule.`, fix: meant ? `Did you mean '${meant}'?` : example }];
    }
    if (entries.findIndex(([other]) => other === name) !== index)
      return [{ problem: `${name} is listed twice.`, fix: `Keep one ${name}.` }];
    const problem = check(value, parts);
    return problem === undefined ? [] : [{ problem: `${name} '${value}' ${problem}.`, fix: example }];
  });
  if (parts.has("FREQ")) return found;
  return [{ problem: "FREQ is missing, so the rule has no frequency.", fix: example }, ...found];
}
