import { z } from "zod";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const TEXT = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)$/;

/** A length of time as people write it: `30s`, `500ms`, `2m`, `1.5h`. */
export const duration = z
  .string("expected a length of time, such as 30s, 500ms or 2m")
  .regex(TEXT, "expected a length of time, such as 30s, 500ms or 2m");

/** Whether a text is a length of time. */
export const isDuration = (text: string): boolean => TEXT.test(text);

/** Milliseconds of a length of time that fits `duration`. */
export function durationMs(text: string): number {
  const [, amount = "0", unit = "ms"] = TEXT.exec(text) ?? [];
  return Math.round(Number(amount) * (UNITS[unit] ?? 1));
}

/** A length of time in the largest unit that says it in a whole number: `90s`, `2m`. */
export function durationText(ms: number): string {
  for (const [unit, size] of Object.entries(UNITS).reverse())
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  return `${ms}ms`;
}
