import type { Expression } from "@genesys-flows/architect/expression";
import { getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/min";
import type { Environment } from "./environment.ts";
import { MAX_DATE_TIME, MAX_INT, MIN_DATE_TIME, scalar, type Value } from "./values.ts";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Constants of the language, by lower-case name (reference/expressions.md, "Built-in variables"). */
const constants: Readonly<Record<string, () => Value>> = {
  "system.maxint": () => scalar("integer", MAX_INT),
  "system.minint": () => scalar("integer", -MAX_INT),
  "system.maxdatetime": () => scalar("dateTime", MAX_DATE_TIME),
  "system.mindatetime": () => scalar("dateTime", MIN_DATE_TIME),
  "system.maxduration": () => scalar("duration", MAX_INT),
  "system.minduration": () => scalar("duration", -MAX_INT),
};

/** `Format.Date.longYear`, `Prompt.Welcome`, `System.DateTime.DayOfWeek.Sunday`; undefined for anything else. */
export function constantNamed(part: Expression | string, environment: Environment): Value | undefined {
  const names = typeof part === "string" ? part.split(".") : namesIn(part);
  const [first = "", second = "", third = "", ...rest] = names.map((name) => name.toLowerCase());
  const last = rest.at(-1) ?? third;
  if (first === "prompt" || first === "promptsystem")
    return names.length === 2 ? scalar("prompt", names[1]) : undefined;
  if (first === "format" || first === "language")
    return names.length === 3 ? scalar("format", names.join(".")) : undefined;
  if (first === "flow" && second === "startdatetimeutc")
    return scalar("dateTime", Math.floor(environment.now.getTime() / 1000));
  if (first !== "system") return undefined;
  if (names.length === 2) return constants[`${first}.${second}`]?.();
  if (second === "datetime" && third === "dayofweek" && DAYS.includes(last))
    return scalar("integer", DAYS.indexOf(last) + 1);
  if (second === "currencies" && names.length === 3) return scalar("string", names[2]?.toUpperCase());
  if (second === "languages" && names.length === 3)
    return scalar("string", names[2]?.replace(/^([a-z]+)([A-Z]{2})$/, "$1-$2"));
  const region = third.toUpperCase();
  if (second === "regions" && last === "dialingcode" && isSupportedCountry(region))
    return scalar("string", getCountryCallingCode(region));
  return undefined;
}

/** `System`, `DateTime`, `DayOfWeek`, `Sunday`; empty for anything else. */
function namesIn(part: Expression): string[] {
  if (part.type === "name") return [part.name];
  if (part.type === "variable") return part.name.split(".");
  if (part.type !== "member") return [];
  const before = namesIn(part.object);
  return before.length === 0 ? [] : [...before, part.property];
}
