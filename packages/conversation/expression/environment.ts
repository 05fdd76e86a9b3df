import type { ScalarType, Value } from "./values.ts";

/**
 * The evaluator's behaviour in cases where the platform's behaviour is not documented (reference/expressions.md, last
 * section).
 */
export const assumptions = {
  "decimals-keep-34-digits": "Quotients and powers are rounded to 34 significant digits.",
  "halves-round-away-from-zero":
    "-2.5 rounds to -3, just as 2.5 rounds to 3. The vendor's examples do not include a negative half.",
  "ids-are-names": "If only the name of an object is known, its id, as in `Flow.queue.id`, equals its name.",
  "index-outside-is-an-error": "An index outside the bounds of a list is an error.",
  "json-counts-as-its-value":
    "A JSON string, number, Boolean or array is accepted as a String, a number, a Boolean or a collection. A JSON value that is NOT_SET equals anything that is NOT_SET, and nothing else.",
  "names-exist": "If no organisation is given, objects with any name exist.",
  "not-set-condition-is-false": "If a condition is NOT_SET, the second branch is evaluated.",
  "order-of-texts-is-icu": "Strings are ordered by the Unicode collation of the root locale.",
  "remainder-has-the-dividends-sign": "-7 % 3 is -1.",
  "values-become-texts": "If a String is required, a value of another type is converted as with ToString.",
  "weeks-are-iso":
    "Week numbers follow ISO 8601. The vendor's three examples are also consistent with US week numbers.",
} as const;

export type Assumption = keyof typeof assumptions;

/** The information that expressions need from their environment. */
export interface Environment {
  /** The result of `GetCurrentDateTimeUtc` and `Flow.StartDateTimeUtc`. */
  readonly now: Date;
  /** The value of a variable by full name, ignoring case: `Flow.customer`; undefined when it does not exist. */
  variable(name: string): Value | undefined;
  readonly languages: { readonly default: string; readonly supported: readonly string[] };
  /**
   * The name of the object that a function such as `FindQueue` finds; undefined when it does not exist. If omitted,
   * every name exists.
   */
  lookUp?(type: ScalarType, name: string): string | undefined;
  /** Called for each assumption that a result depends on. */
  assume(assumption: Assumption): void;
}

/** A function of the language. Its arguments match one of the documented forms. */
export type Implementation = (args: readonly Value[], environment: Environment) => Value;
