import type { ScalarType, Value } from "./values.ts";

/** What the evaluator does where no public source says what the platform does (reference/expressions.md, last section). */
export const assumptions = {
  "decimals-keep-34-digits": "A quotient or a power is rounded to 34 significant digits.",
  "halves-round-away-from-zero": "-2.5 rounds to -3, as 2.5 rounds to 3. The vendor's examples have no negative half.",
  "ids-are-names": "The id of an object that only its name is known of, such as `Flow.queue.id`, is its name.",
  "index-outside-is-an-error": "An index outside a list is an error.",
  "json-counts-as-its-value":
    "A JSON text, number, Boolean or array is used where a String, a number, a Boolean or a collection is wanted. A JSON that is NOT_SET equals what is NOT_SET, and no other value.",
  "names-exist": "A name that no organisation was given for is the name of an object that exists.",
  "not-set-condition-is-false": "A condition that is NOT_SET takes the second branch.",
  "order-of-texts-is-icu": "Texts are ordered as the Unicode collation of the root locale orders them.",
  "remainder-has-the-dividends-sign": "-7 % 3 is -1.",
  "values-become-texts": "A value of another type becomes a String, as by ToString, where a String is wanted.",
  "weeks-are-iso": "Weeks are those of ISO 8601. The vendor's three examples fit the count of the USA, too.",
} as const;

export type Assumption = keyof typeof assumptions;

/** What an expression can ask of the world. */
export interface Environment {
  /** The time of `GetCurrentDateTimeUtc` and `Flow.StartDateTimeUtc`. */
  readonly now: Date;
  /** The value of a variable by its full name, in any case: `Flow.customer`; undefined for one that does not exist. */
  variable(name: string): Value | undefined;
  readonly languages: { readonly default: string; readonly supported: readonly string[] };
  /** The name of the object that a function such as `FindQueue` finds; undefined where there is none. Without it, every name exists. */
  lookUp?(type: ScalarType, name: string): string | undefined;
  /** Hears of each assumption that a result depends on. */
  assume(assumption: Assumption): void;
}

/** A function of the language. Its arguments fit one of its documented forms. */
export type Implementation = (args: readonly Value[], environment: Environment) => Value;
