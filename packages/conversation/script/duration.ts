import { z } from "zod";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const TEXT = /^(\d+(?:\.\d+)?) ?(ms|s|m|h)$/;

/** A duration in readable form: `30s`, `500ms`, `2m`, `1.5h`. */
export const duration = z
  .string("expected a duration, such as 30s, 500ms or 2m")
  .regex(TEXT, "expected a duration, such as 30s, 500ms or 2m");

/** Whether a string is a duration. */
export const isDuration = (text: string): boolean => TEXT.test(text);

/** Milliseconds of a duration that matches `duration`. */
export function durationMs(text: string): number {
  const [, amount = "0", unit = "ms"] = TEXT.exec(text) ?? [];
  return Math.round(Number(amount) * (UNITS[unit] ?? 1));
}

/** A duration in the largest unit that gives a whole number: `90s`, `2m`. */
export function durationText(ms: number): string {
  for (const [unit, size] of Object.entries(UNITS).reverse())
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  return `${ms}ms`;
}
