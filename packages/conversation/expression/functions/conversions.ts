import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Implementation } from "../environment.ts";
import { textOf } from "../text.ts";
import {
  Decimal,
  EvaluationError,
  isNotSet,
  type Json,
  type Money,
  type Of,
  type PhoneNumber,
  type Scalar,
  type ScalarType,
  scalar,
} from "../values.ts";
import { placesIn } from "./numbers.ts";

/**
 * Parses a number or an address: `+13178723000`, `tel:...`, `13178723000`, `sip:...`, `sips:...`; any other string is
 * kept only as text (reference/expressions.md, "Value ranges").
 */
function phoneNumberOf(text: string): PhoneNumber {
  const raw = text.trim();
  const nothing = { raw, isTel: false, isSip: false, isGlobal: false };
  const sip = /^(sips?):(.+?)@*$/i.exec(raw);
  if (sip) {
    const [scheme = "", address = ""] = [sip[1]?.toLowerCase(), sip[2]];
    return { ...nothing, isSip: true, scheme, uri: `${scheme}:${address}` };
  }
  const number = raw.replace(/^tel:/i, "");
  const digits = number.replaceAll(/[\s().-]/g, "");
  const parsed = /^\+?\d+$/.test(digits)
    ? parsePhoneNumberFromString(digits.startsWith("+") ? digits : `+${digits}`)
    : undefined;
  if (!parsed?.isPossible()) return nothing;
  return {
    ...{ ...nothing, isTel: true, isGlobal: true, scheme: "tel", uri: `tel:${parsed.number}` },
    ...{ e164: parsed.number, dialingCode: parsed.countryCallingCode, subscriberNumber: parsed.nationalNumber },
  };
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const INTEGER = /^[+-]?\d+$/;
const DURATION = /^([+-])?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

const TRUE = new Set(["true", "1", "t"]);
const FALSE = new Set(["false", "0", "f"]);

/** @throws EvaluationError always: the string cannot be read as the given type */
function unreadable(text: string, as: string): never {
  throw new EvaluationError(`"${text}" is not ${as}.`);
}

function decimalIn(text: string, as: string): Decimal {
  return NUMBER.test(text) ? new Decimal(text) : unreadable(text, as);
}

/** The milliseconds of an ISO 8601 duration with days as the largest unit; fractions of a millisecond are dropped. */
function millisecondsIn(text: string): number {
  const [whole, sign, days = 0, hours = 0, minutes = 0, seconds = 0, fraction = ""] = DURATION.exec(text) ?? [];
  if (whole === undefined || /[PT]$/.test(text)) return unreadable(text, 'a duration: write "PT1H30M"');
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === "-" ? -1 : 1) * (total * 1000 + milliseconds);
}

function secondsIn(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`;
  const time = DATE_TIME.test(text) ? Date.parse(zoned) : Number.NaN;
  return Number.isNaN(time) ? unreadable(text, 'a DateTime: write "2009-01-10T06:30:00Z"') : Math.floor(time / 1000);
}

/** `5.00|USD`, `5.00`, `|EUR`. */
function moneyIn(text: string): Money {
  const [amount = "", code = "", ...more] = text.split("|");
  if (more.length > 0) return unreadable(text, 'an amount: write "5.00|USD"');
  const trimmed = amount.trim();
  return {
    amount: trimmed === "" ? undefined : decimalIn(trimmed, 'an amount: write "5.00|USD"'),
    code: code.trim() === "" ? undefined : code.trim().toUpperCase(),
  };
}

/** Conversions from each source type; a conversion returns undefined for NOT_SET. */
type Readers = { readonly [From in ScalarType]?: (value: NonNullable<Of<From>["value"]>) => unknown };

function converts<To extends ScalarType>(to: To, readers: Readers, o: { places?: number } = {}): Implementation {
  return ([given]) => {
    if (!given || given.type === "NOT_SET" || given.type === "list" || given.value === undefined) return scalar(to);
    if (given.type === to) return given as Of<To>;
    const read = readers[given.type] as ((value: unknown) => NonNullable<Of<To>["value"]> | undefined) | undefined;
    const plain: Scalar = given.type === "json" ? ofJson(given.value) : given;
    if (!read && plain !== given) return converts(to, readers, o)([plain], undefined as never);
    if (!read) throw new EvaluationError(`A value of type ${given.type} cannot be converted to type ${to}.`);
    const places = given.type === "currency" && to === "decimal" ? { places: 2 } : o;
    return scalar(to, read(given.value) as never, places);
  };
}

/** Converts a JSON value to the corresponding type; objects and arrays remain JSON. */
export function ofJson(json: Json): Scalar {
  if (json === null) return scalar("string");
  if (typeof json === "string") return scalar("string", json);
  if (typeof json === "boolean") return scalar("boolean", json);
  if (typeof json === "number")
    return Number.isInteger(json) ? scalar("integer", json) : scalar("decimal", new Decimal(json));
  return scalar("json", json);
}

const blank = (text: string) => text.trim() === "";
const named = (to: ScalarType) => converts(to, { string: (text) => text });

/** The conversion functions (category `cast`), except those for audio. */
export const conversions: Readonly<Record<string, Implementation>> = {
  tobool: converts("boolean", {
    string: (text) => {
      const word = text.trim().toLowerCase();
      return TRUE.has(word) ? true : FALSE.has(word) ? false : undefined;
    },
    integer: (number) => number !== 0,
    decimal: (number) => !number.isZero(),
  }),
  tocurrency: converts("currency", {
    string: (text) => (blank(text) ? undefined : moneyIn(text)),
    integer: (amount): Money => ({ amount: new Decimal(amount), code: undefined }),
    decimal: (amount): Money => ({ amount, code: undefined }),
  }),
  todatetime: converts("dateTime", {
    string: (text) => (blank(text) ? undefined : secondsIn(text.trim())),
    integer: (seconds) => seconds,
  }),
  todecimal: converts("decimal", {
    boolean: (value) => new Decimal(value ? 1 : 0),
    currency: ({ amount }) => amount,
    integer: (number) => new Decimal(number),
    string: (text) => (blank(text) ? undefined : decimalIn(text.trim(), "a Decimal")),
  }),
  toduration: converts("duration", {
    string: (text) => (blank(text) ? undefined : millisecondsIn(text.trim())),
    integer: (milliseconds) => milliseconds,
  }),
  togroup: named("group"),
  toint: converts("integer", {
    boolean: (value) => (value ? 1 : 0),
    decimal: (number) => number.trunc().toNumber(),
    duration: (milliseconds) => milliseconds,
    string: (text) =>
      blank(text) ? undefined : INTEGER.test(text.trim()) ? Number(text) : unreadable(text, "an Integer"),
  }),
  tolanguageskill: named("languageSkill"),
  tophonenumber: converts("phoneNumber", { string: phoneNumberOf }),
  toqueue: named("queue"),
  toschedulegroup: named("scheduleGroup"),
  toskill: named("skill"),
  tostring: (args) => {
    const [value, ...rest] = args;
    if (!value || isNotSet(value)) return scalar("string");
    const [delimiter] = rest.flatMap((option) => (option.type === "string" ? [option.value ?? ""] : []));
    const last = args.length - 1;
    const places = last > 0 && args[last]?.type === "integer" ? placesIn(args, last) : undefined;
    const o = { ...(delimiter !== undefined && { delimiter }), ...(places !== undefined && { places }) };
    return scalar("string", textOf(value, o));
  },
  touser: named("user"),
  towrapupcode: named("wrapupCode"),
};
