import { Decimal as BigDecimal } from "decimal.js";

/**
 * Exact decimals. Sums and products are exact for numbers with up to 40 digits before the point, the platform's limit
 * (reference/expressions.md, "Value ranges"). Quotients are rounded to `QUOTIENT_DIGITS`.
 */
export const Decimal = BigDecimal.clone({
  precision: 120,
  rounding: BigDecimal.ROUND_HALF_UP,
  toExpNeg: -200,
  toExpPos: 200,
});
export type Decimal = BigDecimal;

/** An amount with its ISO 4217 code; either may be NOT_SET. */
export interface Money {
  readonly amount: Decimal | undefined;
  readonly code: string | undefined;
}

/** The known facts about a caller's number or address (reference/expressions.md, "Value ranges"). */
export interface PhoneNumber {
  readonly raw: string;
  readonly isTel: boolean;
  readonly isSip: boolean;
  readonly isGlobal: boolean;
  readonly scheme?: string;
  readonly uri?: string;
  readonly e164?: string;
  readonly dialingCode?: string;
  readonly subscriberNumber?: string;
}

export interface EmailAddress {
  readonly id: string;
  readonly name: string | undefined;
}

/** A piece of audio; pieces play in order. */
export type AudioPart =
  | { readonly says: string }
  | { readonly prompt: string }
  /** Silence, in milliseconds. */
  | { readonly blankMs: number };

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The content of each data type, by Architect name. */
interface Contents {
  readonly string: string;
  readonly boolean: boolean;
  /** Between `MIN_INT` and `MAX_INT`, so a JavaScript number is exact. */
  readonly integer: number;
  readonly decimal: Decimal;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly dateTime: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly currency: Money;
  readonly phoneNumber: PhoneNumber;
  readonly emailAddress: EmailAddress;
  readonly audio: readonly AudioPart[];
  readonly json: Json;
  /** The object's name. */
  readonly prompt: string;
  readonly queue: string;
  readonly skill: string;
  readonly languageSkill: string;
  readonly user: string;
  readonly group: string;
  readonly schedule: string;
  readonly scheduleGroup: string;
  readonly emergencyGroup: string;
  readonly wrapupCode: string;
  /** A constant that is passed to a function: `Format.Date.longYear`. */
  readonly format: string;
}

export type ScalarType = keyof Contents;

/** A single value. If `value` is undefined, the value is NOT_SET but still has a type. */
export type Scalar = {
  readonly [Type in ScalarType]: {
    readonly type: Type;
    readonly value: Contents[Type] | undefined;
    /** For a decimal: the minimum number of decimal places in text. Default: 1; amounts of money have 2. */
    readonly places?: number;
  };
}[ScalarType];

export interface List {
  readonly type: "list";
  /** The type of the items; undefined when nothing determines it: `MakeList(NOT_SET)`. */
  readonly of: ScalarType | undefined;
  readonly items: readonly (Scalar | NotSet)[] | undefined;
}

/** The literal `NOT_SET`, which has no type. */
export interface NotSet {
  readonly type: "NOT_SET";
}

export type Value = Scalar | List | NotSet;

export type Of<Type extends ScalarType> = Extract<Scalar, { readonly type: Type }>;

/**
 * `System.MinInt` and `System.MaxInt`; durations have the same range in milliseconds (reference/expressions.md, "Value
 * ranges").
 */
export const MAX_INT = 999_999_999_999_999;
export const MIN_DATE_TIME = Date.UTC(1800, 0, 1) / 1000;
export const MAX_DATE_TIME = Date.UTC(2200, 11, 31, 23, 59, 59) / 1000;
/** Digits before the point of a decimal. */
export const DECIMAL_DIGITS = 40;
/** Significant digits of a quotient and of a power. The platform's number of digits is not documented. */
export const QUOTIENT_DIGITS = 34;

export const notSet: NotSet = { type: "NOT_SET" };

/**
 * Creates a value of a type; without content, it is NOT_SET. @throws EvaluationError when a number or a time is out of
 * range
 */
export function scalar<Type extends ScalarType>(
  type: Type,
  value?: Contents[Type],
  o: { places?: number } = {},
): Of<Type> {
  checkRange(type, value);
  return { type, value, ...o } as unknown as Of<Type>;
}

export const stringValue = (text: string): Value => scalar("string", text);

export function list(of: ScalarType | undefined, items: List["items"]): List {
  return { type: "list", of, items };
}

/** Creates a collection of values that are set. */
export function collection<Type extends ScalarType>(of: Type, contents: readonly Contents[Type][]): List {
  return list(
    of,
    contents.map((content) => scalar(of, content)),
  );
}

export function isNotSet(value: Value): boolean {
  if (value.type === "NOT_SET") return true;
  return value.type === "list" ? value.items === undefined : value.value === undefined;
}

/**
 * The name of a value's type in Architect: `string`, `integerCollection`; undefined for a collection whose items have
 * no type.
 */
export function typeName(value: Value): string | undefined {
  if (value.type !== "list") return value.type;
  return value.of && `${value.of}Collection`;
}

/** Thrown when an expression has no value: on the platform, the flow's error handling would start. */
export class EvaluationError extends Error {
  /** Offsets of the failing part of the expression. */
  from: number | undefined;
  to: number | undefined;
}

function checkRange(type: ScalarType, value: unknown): void {
  if (value === undefined) return;
  const outside = (text: string, range: string): never => {
    throw new EvaluationError(`${text} is outside the range of type ${type}: ${range}.`);
  };
  if (type === "integer" || type === "duration") {
    if (!(Math.abs(value as number) <= MAX_INT)) outside(String(value), `-${MAX_INT} to ${MAX_INT}`);
  } else if (type === "dateTime") {
    const time = value as number;
    if (!(time >= MIN_DATE_TIME && time <= MAX_DATE_TIME))
      outside("The time", "1800-01-01T00:00:00Z to 2200-12-31T23:59:59Z");
  } else if (type === "decimal") {
    const decimal = value as Decimal;
    if (!decimal.isFinite() || decimal.abs().gte(new Decimal(10).pow(DECIMAL_DIGITS)))
      outside("The result", `${DECIMAL_DIGITS} digits before the point`);
  }
}
