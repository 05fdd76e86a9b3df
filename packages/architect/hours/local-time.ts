/**
 * A local time without a zone, as milliseconds since 1970-01-01T00:00 on the wall clock. Arithmetic with these times
 * ignores daylight saving.
 */
export type LocalMs = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/;

/** Start of the day `YYYY-MM-DD`; undefined if the text has a different form or the date does not exist. */
export function parseDate(text: string): LocalMs | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC turns 30 February into a day in March.
  return new Date(time).getTime() === time && printDate(time) === text ? time : undefined;
}

/** `HH:mm[:ss[.SSSSSS]]` as milliseconds since midnight; undefined for any other text. */
export function parseClock(text: string): number | undefined {
  const [match, hours, minutes, seconds = "0", decimals = "0"] = TIME.exec(text) ?? [];
  if (match === undefined) return undefined;
  const fraction = Math.floor(Number(`0.${decimals}`) * SECOND);
  return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND + fraction;
}

/** `YYYY-MM-DDTHH:mm[:ss[.SSSSSS]]`; undefined for any other text, and when the date or time does not exist. */
export function parseLocal(text: string): LocalMs | undefined {
  const [date = "", clock = "", ...more] = text.split("T");
  const [day, time] = [parseDate(date), parseClock(clock)];
  return more.length > 0 || day === undefined || time === undefined ? undefined : day + time;
}

/** `2026-11-27` */
export const printDate = (time: LocalMs) => new Date(time).toISOString().slice(0, 10);

/** `2026-11-27T18:00:00` */
export const printLocal = (time: LocalMs) => new Date(time).toISOString().slice(0, 19);

/** `2026-11-27T18:00:00.000000`, the platform's format (reference/platform-api.md §0, 20). */
export const printPlatformTime = (time: LocalMs) => `${new Date(time).toISOString().slice(0, 23)}000`;

/** `18:00`, with seconds only if they are not zero. */
export function printClock(time: LocalMs): string {
  const clock = new Date(time).toISOString().slice(11, 19);
  return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
}

export const startOfDay = (time: LocalMs): LocalMs => Math.floor(time / DAY) * DAY;

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** 0 is Monday. */
export const weekdayOf = (time: LocalMs) => (new Date(time).getUTCDay() + 6) % 7;

/** `Fri 27 Nov`; with the year if it differs from the year of `near`. */
export function dayWords(time: LocalMs, near: LocalMs): string {
  const date = new Date(time);
  const year = date.getUTCFullYear() === new Date(near).getUTCFullYear() ? "" : ` ${date.getUTCFullYear()}`;
  return `${WEEKDAYS[weekdayOf(time)]?.slice(0, 3)} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}${year}`;
}
