import { type AudioPart, Decimal, type Json, type Money, type Scalar, type Value } from "./values.ts";

/** Formats a decimal with at least `places` digits after the point. */
function decimalText(decimal: Decimal, places = 1): string {
  return decimal.toFixed(Math.max(places, decimal.decimalPlaces()));
}

/** Formats a decimal with exactly the given number of digits after the point. */
export function fixedText(decimal: Decimal, places: number): string {
  return decimal.toFixed(places, Decimal.ROUND_HALF_UP);
}

/** `10.00|USD`; a part that is NOT_SET is empty. */
function moneyText({ amount, code = "" }: Money, places?: number): string {
  const shown = amount === undefined ? "" : places === undefined ? decimalText(amount, 2) : fixedText(amount, places);
  return `${shown}|${code}`;
}

/** `2009-01-10T06:30:00Z`. @param seconds since 1970 */
function dateTimeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** ISO 8601 with days as the largest unit: `PT1H`, `-P9DT18H30M`. */
function durationText(milliseconds: number): string {
  const rest = Math.abs(milliseconds);
  const part = (size: number, limit: number, letter: string) => {
    const count = Math.floor(rest / size) % limit;
    return count > 0 ? `${count}${letter}` : "";
  };
  const days = part(86_400_000, Number.POSITIVE_INFINITY, "D");
  const seconds = (rest % 60_000) / 1000;
  const time = `${part(3_600_000, 24, "H")}${part(60_000, 60, "M")}${seconds > 0 ? `${seconds}S` : ""}`;
  const text = days + (time && `T${time}`);
  return `${milliseconds < 0 ? "-" : ""}P${text || "T0S"}`;
}

/** The result of `ToString`; undefined for NOT_SET. List items that are NOT_SET become empty. */
export function textOf(value: Value, o: { delimiter?: string; places?: number } = {}): string | undefined {
  if (value.type === "NOT_SET") return undefined;
  if (value.type !== "list") return scalarText(value, o.places);
  return value.items?.map((item) => textOf(item, o) ?? "").join(o.delimiter ?? "\n");
}

function scalarText(value: Scalar, places: number | undefined): string | undefined {
  if (value.value === undefined) return undefined;
  switch (value.type) {
    case "decimal":
      return places === undefined ? decimalText(value.value, value.places) : fixedText(value.value, places);
    case "currency":
      return moneyText(value.value, places);
    case "dateTime":
      return dateTimeText(value.value);
    case "duration":
      return durationText(value.value);
    case "phoneNumber":
      return value.value.uri ?? value.value.raw;
    case "emailAddress":
      return value.value.id;
    case "audio":
      return value.value.map(partText).join(" ");
    case "json":
      return typeof value.value === "string" ? value.value : JSON.stringify(value.value);
    default:
      return String(value.value);
  }
}

function partText(part: AudioPart): string {
  if ("says" in part) return part.says;
  return "prompt" in part ? `[${part.prompt}]` : `[silence ${durationText(part.blankMs)}]`;
}

/** A value as JSON: numbers and Booleans natively, everything else as a string, NOT_SET as null. */
export function jsonOf(value: Value): Json {
  if (value.type === "NOT_SET") return null;
  if (value.type === "list") return value.items?.map(jsonOf) ?? null;
  if (value.value === undefined) return null;
  switch (value.type) {
    case "json":
    case "boolean":
    case "integer":
      return value.value;
    case "decimal":
      return value.value.toNumber();
    default:
      return textOf(value) ?? null;
  }
}
