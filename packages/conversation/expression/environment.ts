import type { Assumption } from "./assumptions.ts";
import type { ScalarType, Value } from "./values.ts";

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
