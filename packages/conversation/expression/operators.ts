import type { BinaryOperator, UnaryOperator } from "@genesys-flows/architect/expression";
import { areEqual, compare } from "./comparing.ts";
import type { Environment } from "./environment.ts";
import { audioIn } from "./functions/audio.ts";
import {
  Decimal,
  EvaluationError,
  isNotSet,
  type Money,
  QUOTIENT_DIGITS,
  type Scalar,
  scalar,
  typeName,
  type Value,
} from "./values.ts";

/**
 * Applies an operator to operands that match one of its forms.
 * @throws EvaluationError when the operation has no result
 */
export function binary(operator: BinaryOperator, [left, right]: readonly Value[], environment: Environment): Value {
  if (!left || !right) throw new EvaluationError(`"${operator}" needs two operands.`);
  switch (operator) {
    case "==":
      return scalar("boolean", equal(left, right, environment));
    case "!=":
      return scalar("boolean", !equal(left, right, environment));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return scalar("boolean", isInOrder(operator, compared(left, right, environment)));
    case "&":
    case "|":
      return bits(operator, left as Scalar, right as Scalar);
    default:
      return calculated(operator, left as Scalar, right as Scalar, environment);
  }
}

/** A JSON value that is NOT_SET, such as a missing property of an object, can be compared with a value of any type. */
function equal(left: Value, right: Value, { assume }: Environment): boolean {
  const isUnset = (value: Value) => value.type === "json" && isNotSet(value);
  if (left.type === right.type || !(isUnset(left) || isUnset(right))) return areEqual(left, right);
  if (left.type !== "NOT_SET" && right.type !== "NOT_SET") assume("json-counts-as-its-value");
  return isNotSet(left) && isNotSet(right);
}

function compared(left: Value, right: Value, { assume }: Environment): number {
  if (left.type === "string") assume("order-of-texts-is-icu");
  return compare(left as Scalar, right as Scalar);
}

function isInOrder(operator: "<" | "<=" | ">" | ">=", order: number): boolean {
  if (order === 0) return operator.endsWith("=");
  return order < 0 === operator.startsWith("<");
}

function bits(operator: "&" | "|", left: Scalar, right: Scalar): Value {
  const [a, b] = [BigInt(left.value as number), BigInt(right.value as number)];
  return scalar("integer", Number(operator === "&" ? a & b : a | b));
}

type Arithmetic = "+" | "-" | "*" | "/" | "%" | "^";

function calculated(operator: BinaryOperator, left: Scalar, right: Scalar, environment: Environment): Value {
  const types = `${left.type} ${right.type}`;
  if (left.type === "string" && right.type === "string") return scalar("string", `${left.value}${right.value}`);
  if (["audio", "prompt"].includes(left.type)) return scalar("audio", [...audioIn(left), ...audioIn(right)]);
  const arithmetic = operator as Arithmetic;
  if (left.type === "currency" || right.type === "currency") return money(arithmetic, left, right, environment);
  const sign = operator === "-" ? -1 : 1;
  if (types === "dateTime duration") return moved(left.value as number, sign * (right.value as number));
  if (types === "duration dateTime") return moved(right.value as number, left.value as number);
  if (types === "duration duration") return scalar("duration", (left.value as number) + sign * (right.value as number));
  const isWhole = types === "integer integer" && operator !== "/" && operator !== "^";
  const [first, second] = [new Decimal(left.value as Decimal), new Decimal(right.value as Decimal)];
  const result = ARITHMETIC[arithmetic](first, second, environment);
  return isWhole ? scalar("integer", result.toNumber()) : scalar("decimal", result);
}

/** Adds a duration to a time: fractions of a second are dropped. */
function moved(seconds: number, milliseconds: number): Value {
  return scalar("dateTime", seconds + Math.trunc(milliseconds / 1000));
}

const ARITHMETIC: Record<Arithmetic, (left: Decimal, right: Decimal, environment: Environment) => Decimal> = {
  "+": (left, right) => left.add(right),
  "-": (left, right) => left.sub(right),
  "*": (left, right) => left.mul(right),
  "/": (left, right, { assume }) => cut(left.div(nonZero(right)), assume),
  "%": (left, right, { assume }) => {
    if (left.isNegative() || right.isNegative()) assume("remainder-has-the-dividends-sign");
    return left.mod(nonZero(right));
  },
  "^": (left, right, { assume }) => {
    const power = left.pow(right);
    if (power.isNaN()) throw new EvaluationError(`${left} cannot be raised to the power ${right}.`);
    return cut(power, assume);
  },
};

function cut(result: Decimal, assume: Environment["assume"]): Decimal {
  if (result.precision() <= QUOTIENT_DIGITS) return result;
  assume("decimals-keep-34-digits");
  return result.toSignificantDigits(QUOTIENT_DIGITS);
}

function nonZero(divisor: Decimal): Decimal {
  if (divisor.isZero()) throw new EvaluationError("Division by zero is not possible.");
  return divisor;
}

function money(operator: Arithmetic, left: Scalar, right: Scalar, environment: Environment): Value {
  const [a, b] = [left, right].map(({ type, value }) => (type === "currency" ? (value as Money) : undefined));
  if (a && b && a.code !== b.code)
    throw new EvaluationError(`${a.code ?? "No currency"} and ${b.code ?? "no currency"} cannot be added.`);
  const amount = ({ type, value }: Scalar) =>
    type === "currency" ? (value as Money).amount : new Decimal(value as Decimal);
  const [first, second] = [amount(left), amount(right)];
  if (!first || !second) throw new EvaluationError(`"${operator}" cannot be applied to an amount that is NOT_SET.`);
  return scalar("currency", { amount: ARITHMETIC[operator](first, second, environment), code: a?.code ?? b?.code });
}

/** `-` or `~` applied to a matching value. */
export function negated(operator: UnaryOperator, value: Value): Value {
  if (operator === "~" && value.type === "integer") return scalar("integer", Number(~BigInt(value.value ?? 0)));
  if (value.type === "integer") return scalar("integer", 0 - (value.value ?? 0));
  if (value.type === "duration") return scalar("duration", 0 - (value.value ?? 0));
  if (value.type === "decimal" && value.value)
    return scalar("decimal", value.value.isZero() ? value.value.abs() : value.value.neg());
  if (value.type === "currency" && value.value?.amount)
    return scalar("currency", { ...value.value, amount: value.value.amount.neg() });
  throw new EvaluationError(`"${operator}" cannot be applied to a ${typeName(value)}.`);
}
