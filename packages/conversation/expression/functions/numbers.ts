import type { Implementation } from "../environment.ts";
import {
  Decimal,
  EvaluationError,
  type Money,
  QUOTIENT_DIGITS,
  type Scalar,
  type ScalarType,
  scalar,
  type Value,
} from "../values.ts";
import { integerOf } from "./arguments.ts";

/** Rounds a decimal or an amount of money. An integer is unchanged. */
function rounded(args: readonly Value[], places: number, mode: 1 | 2 | 3 | 4): Value {
  const [value] = args as readonly Scalar[];
  if (value?.type === "integer") return value;
  if (value?.type === "decimal" && value.value) return scalar("decimal", value.value.toDecimalPlaces(places, mode));
  if (value?.type === "currency" && value.value) {
    const { amount, code } = value.value;
    if (!amount) throw new EvaluationError("An amount that is NOT_SET cannot be rounded.");
    return scalar("currency", { amount: amount.toDecimalPlaces(places, mode), code });
  }
  throw new EvaluationError("A number is required.");
}

/** The items for a function that accepts either one collection or the items as separate arguments. */
function itemsOf(args: readonly Value[]): readonly Scalar[] {
  const [first] = args;
  const items = first?.type === "list" ? (first.items ?? []) : args;
  return items.filter((item): item is Scalar => item.type !== "NOT_SET" && item.type !== "list");
}

function typeOf(args: readonly Value[], items: readonly Scalar[]): ScalarType {
  const [first] = args;
  return (first?.type === "list" ? first.of : items[0]?.type) ?? "integer";
}

/** The sum: items that are NOT_SET count as 0. */
function sum(args: readonly Value[]): Scalar {
  const items = itemsOf(args);
  const type = typeOf(args, items);
  if (type === "decimal" || type === "currency") {
    const amounts = items.map((item) => (type === "decimal" ? (item.value as Decimal) : (item.value as Money)?.amount));
    const total = amounts.reduce<Decimal>((whole, amount) => (amount ? whole.add(amount) : whole), new Decimal(0));
    if (type === "decimal") return scalar("decimal", total);
    return scalar("currency", { amount: total, code: oneCode(items) });
  }
  const whole = items.reduce((total, { value }) => total + ((value as number | undefined) ?? 0), 0);
  return scalar(type === "duration" ? "duration" : "integer", whole);
}

/** The common currency code of amounts. @throws EvaluationError when the amounts have several currencies */
function oneCode(items: readonly Scalar[]): string | undefined {
  const [code, ...others] = new Set(items.flatMap(({ value }) => (value as Money | undefined)?.code ?? []));
  if (others.length > 0) throw new EvaluationError(`Amounts in ${[code, ...others].join(" and ")} cannot be added.`);
  return code;
}

/** The average of the items that are set; 0 if no item is set. The average of integers is a decimal. */
function average(args: readonly Value[]): Value {
  const items = itemsOf(args);
  const isSet = ({ type, value }: Scalar) => (type === "currency" ? value?.amount : value) !== undefined;
  const count = Math.max(1, items.filter(isSet).length);
  const total = sum(args);
  const share = (amount: Decimal) => amount.div(count).toSignificantDigits(QUOTIENT_DIGITS);
  if (total.type === "duration") return scalar("duration", Math.trunc((total.value ?? 0) / count));
  if (total.type === "currency" && total.value)
    return scalar("currency", { amount: share(total.value.amount ?? new Decimal(0)), code: total.value.code });
  return scalar("decimal", share(new Decimal(total.value as Decimal)));
}

/** The functions on numbers (reference/expression-functions.json, categories `mathematical` and `statistical`). */
export const numberFunctions: Readonly<Record<string, Implementation>> = {
  average,
  ceiling: (args) => rounded(args, 0, Decimal.ROUND_CEIL),
  floor: (args) => rounded(args, 0, Decimal.ROUND_FLOOR),
  round: (args, { assume }) => {
    if (isNegative(args[0])) assume("halves-round-away-from-zero");
    return rounded(args, args.length > 1 ? placesIn(args, 1) : 0, Decimal.ROUND_HALF_UP);
  },
  sum,
};

function isNegative(value: Value | undefined): boolean {
  if (value?.type === "decimal") return value.value?.isNegative() ?? false;
  return value?.type === "currency" && (value.value?.amount?.isNegative() ?? false);
}

/** A number of decimal places. @throws EvaluationError when it is not between 0 and 100 */
export function placesIn(args: readonly Value[], index: number): number {
  const places = integerOf(args, index);
  if (places < 0 || places > 100)
    throw new EvaluationError(`The number of decimal places must be from 0 to 100, but is ${places}.`);
  return places;
}
