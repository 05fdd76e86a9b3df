import type { Level, Rule } from "./rule.ts";

/** A rule with its level and its settings in one environment. */
export interface EnforcedRule {
  readonly rule: Rule;
  readonly level: Level;
  readonly settings: never;
}

/** The rules of one environment. */
export interface Enforcement {
  readonly rules: readonly EnforcedRule[];
  /** Today in UTC, `2027-01-31`. */
  readonly today: string;
}

/** Every rule mandatory, with the defaults of its settings, which are the strictest. */
export function strictest(rules: readonly Rule[], today = todayInUtc()): Enforcement {
  return {
    rules: rules.map((rule) => ({ rule, level: "mandatory", settings: rule.settings.parse({}) as never })),
    today,
  };
}

/** `2027-01-31`. */
export function todayInUtc(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}
