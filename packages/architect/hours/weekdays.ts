import { nearest } from "../suggest.ts";
import { WEEKDAYS } from "./local-time.ts";

/** `Mon`, `Tue`, ... */
export const SHORT_DAYS = WEEKDAYS.map((day) => day.slice(0, 3));
const DAILY = "daily";

const dayOf = (word: string): number => {
  const wanted = word.toLowerCase();
  return WEEKDAYS.findIndex((day) => day.toLowerCase() === wanted || day.slice(0, 3).toLowerCase() === wanted);
};

/**
 * Parses text such as `Mon-Fri`, `Mon, Wed-Fri` or `daily`. Returns the weekdays in order, where 0 is Monday, and the
 * words that are not weekdays.
 */
export function parseDays(text: string): { days: number[]; unknown: string[] } {
  if (text.trim().toLowerCase() === DAILY) return { days: WEEKDAYS.map((_, day) => day), unknown: [] };
  const [days, unknown] = [new Set<number>(), [] as string[]];
  for (const part of text.split(",")) {
    const ends = part.split(/[-–]/).map((word) => word.trim());
    const [first, last] = [dayOf(ends[0] ?? ""), dayOf(ends.at(-1) ?? "")];
    if (ends.length > 2 || first < 0 || last < 0) {
      unknown.push(...(ends.length > 2 ? [part.trim()] : ends.filter((word) => dayOf(word) < 0)));
      continue;
    }
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return { days: [...days].sort((a, b) => a - b), unknown };
}

/** `Mon-Fri`, `Mon, Wed-Fri`, `daily`: the inverse of `parseDays`, for days in order. */
export function printDays(days: readonly number[]): string {
  if (days.length === 7) return DAILY;
  return runs(days)
    .map((run) =>
      run.length > 2
        ? `${SHORT_DAYS[run[0] ?? 0]}-${SHORT_DAYS[run.at(-1) ?? 0]}`
        : run.map((day) => SHORT_DAYS[day]).join(", "),
    )
    .join(", ");
}

/** Groups consecutive days. */
export function runs(days: readonly number[]): number[][] {
  const found: number[][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else found.push([day]);
  }
  return found;
}

/** The weekday that was probably meant, such as `Wed` for `Wdn`. */
export const meantDay = (word: string) => nearest(word, [...WEEKDAYS, ...SHORT_DAYS, DAILY]);
