/** The least and the most value. */
export type ValueRange = readonly [least: number, most: number];

const ANY_FROM = Number.POSITIVE_INFINITY;

/**
 * Results of functions: days of the week from Sunday, 1 (reference/expressions.md, "Value ranges and formats"), parts of a date
 * and time, lengths, places where -1 is none, and signs (reference/expression-vectors.json).
 */
const results: Readonly<Record<string, ValueRange>> = {
  compare: [-1, 1],
  count: [0, ANY_FROM],
  day: [1, 31],
  dayofweek: [1, 7],
  findfirst: [-1, ANY_FROM],
  findstring: [-1, ANY_FROM],
  hour: [0, 23],
  length: [0, ANY_FROM],
  minute: [0, 59],
  month: [1, 12],
  second: [0, 59],
  weeknum: [1, 53],
};

/** The results of a function, in any case; undefined where they may be any number. */
export function resultRange(name: string): ValueRange | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(results, key) ? results[key] : undefined;
}

/** Years of a date and time, and the parts of one (reference/expressions.md, "Value ranges and formats"). */
export const YEARS: ValueRange = [1800, 2200];
const parts: Readonly<Record<string, readonly ValueRange[]>> = {
  makedatetime: [YEARS, [1, 12], [1, 31], [0, 23], [0, 59], [0, 59]],
};

/** What an argument of a function may be, from the first, 0; undefined where it may be any number. */
export function argumentRange(name: string, index: number): ValueRange | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(parts, key) ? parts[key]?.[index] : undefined;
}

/** The largest integer, `System.MaxInt`; the smallest is its negative (reference/expressions.md, "Value ranges and formats"). */
const MAX_INTEGER = 999_999_999_999_999;

/** Whether a literal is an integer beyond the range of the type. */
export function isTooLarge(literal: unknown, type: string): boolean {
  return type === "integer" && typeof literal === "number" && Math.abs(literal) > MAX_INTEGER;
}

/** Digits of the largest integer, and of a decimal before its point. */
export const INTEGER_DIGITS = 15;
export const DECIMAL_DIGITS = 40;
