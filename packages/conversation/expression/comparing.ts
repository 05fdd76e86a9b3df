import { EvaluationError, isNotSet, type List, type PhoneNumber, type Scalar, typeName, type Value } from "./values.ts";

/**
 * Whether two values are equal. Two NOT_SET values are equal if their types can be compared, such as Integer and
 * Decimal. Strings are compared case-sensitively unless case is ignored. Phone numbers are equal if they have the same
 * `e164`, `uri` or `raw`.
 *
 * @throws EvaluationError for values of types that cannot be compared
 */
export function areEqual(left: Value, right: Value, o: { ignoreCase?: boolean } = {}): boolean {
  if (left.type === "NOT_SET" || right.type === "NOT_SET") return isNotSet(left) && isNotSet(right);
  if (left.type === "list" || right.type === "list") {
    if (left.type !== "list" || right.type !== "list") return refuse(left, right);
    return areEqualLists(left, right, o);
  }
  if (left.type !== right.type) {
    if (!isNumber(left) || !isNumber(right)) return refuse(left, right);
  }
  if (left.value === undefined || right.value === undefined) return left.value === right.value;
  return areEqualScalars(left, right, o);
}

function areEqualLists(left: List, right: List, o: { ignoreCase?: boolean }): boolean {
  const [mine, its] = [left.items, right.items];
  if (!mine || !its) return mine === its;
  return mine.length === its.length && mine.every((item, index) => areEqual(item, its[index] as Scalar, o));
}

function areEqualScalars(left: Scalar, right: Scalar, { ignoreCase = false }: { ignoreCase?: boolean }): boolean {
  if (left.type === "decimal") return left.value?.eq(right.value as number) ?? false;
  if (right.type === "decimal") return right.value?.eq(left.value as number) ?? false;
  if (left.type === "phoneNumber") return areEqualNumbers(left.value as PhoneNumber, right.value as PhoneNumber);
  if (left.type === "currency" && right.type === "currency") {
    const [a, b] = [left.value, right.value];
    const sameAmount = a?.amount && b?.amount ? a.amount.eq(b.amount) : a?.amount === b?.amount;
    return sameAmount && a?.code === b?.code;
  }
  if (typeof left.value === "string" && typeof right.value === "string" && ignoreCase)
    return folded(left.value) === folded(right.value);
  if (typeof left.value === "object") return JSON.stringify(left.value) === JSON.stringify(right.value);
  return left.value === right.value;
}

function areEqualNumbers(left: PhoneNumber, right: PhoneNumber): boolean {
  if (left.isTel && right.isTel) return left.e164 === right.e164;
  if (left.isSip && right.isSip) return left.uri === right.uri;
  return left.isTel === right.isTel && left.isSip === right.isSip && left.raw === right.raw;
}

export function folded(text: string): string {
  return text.toLowerCase();
}

const withCase = new Intl.Collator("und", { sensitivity: "variant" });
const withoutCase = new Intl.Collator("und", { sensitivity: "accent" });

/** -1, 0 or 1: the order of two strings. NOT_SET sorts first. */
export function compareTexts(
  left: string | undefined,
  right: string | undefined,
  { ignoreCase = false }: { ignoreCase?: boolean } = {},
): number {
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return Math.sign((ignoreCase ? withoutCase : withCase).compare(left, right));
}

/** -1, 0 or 1 for two values of the same ordered type. @throws EvaluationError for amounts of different currencies */
export function compare(left: Scalar, right: Scalar): number {
  if (left.type === "decimal") return left.value?.cmp(right.value as number) ?? 0;
  if (right.type === "decimal") return -(right.value?.cmp(left.value as number) ?? 0);
  if (left.type === "string") return compareTexts(left.value, right.value as string);
  if (left.type === "currency" && right.type === "currency") {
    const [a, b] = [left.value, right.value];
    if (a?.code !== b?.code) throw new EvaluationError(`Amounts in ${a?.code} and ${b?.code} cannot be ordered.`);
    if (!a?.amount || !b?.amount) throw new EvaluationError("An amount that is NOT_SET cannot be ordered.");
    return a.amount.cmp(b.amount);
  }
  return Math.sign((left.value as number) - (right.value as number));
}

function isNumber({ type }: Value): boolean {
  return type === "integer" || type === "decimal";
}

function refuse(left: Value, right: Value): never {
  throw new EvaluationError(
    `A value of type ${typeName(left)} cannot be compared with a value of type ${typeName(right)}.`,
  );
}
