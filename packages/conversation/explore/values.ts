import type { Json } from "../expression/values.ts";
import type { ComparedLiterals, Literal } from "./literals.ts";

type Outputs = Readonly<Record<string, Json>>;

/** Maximum number of combinations of output values. If there are more, each value is tried once. */
const COMBINATIONS = 16;
/** The caller's number if the flow does not compare it with a literal. */
export const CALLER = "+13175550199";

/**
 * Values of a type that may cause different decisions: each literal, the neighbours of each number, and one other
 * value.
 * @param of the value's origin. A string that is not compared contains the origin, so that audio reveals where the
 * value comes from.
 */
export function valuesOf(type: string | undefined, literals: readonly Literal[], of = "text"): Json[] {
  switch (type) {
    case "boolean":
      return [true, false];
    case "integer":
    case "decimal":
    case "duration":
    case "currency": {
      const numbers = literals.map(Number).filter(Number.isFinite);
      return distinct([...numbers.flatMap((one) => [one, one - 1, one + 1]), ...(numbers.length === 0 ? [1, 0] : [])]);
    }
    case "dateTime":
      return ["2026-01-05T12:00:00Z"];
    case "phoneNumber":
      return [CALLER, ...literals.map(String)];
    case "emailAddress":
      return ["someone@example.com"];
    case "json":
      return [{}];
    default:
      if (type?.endsWith("Collection")) return [valuesOf(type.slice(0, -"Collection".length), literals, of), []];
      return distinct([...literals.map(String), literals.length === 0 ? `some ${of}` : "something else"]);
  }
}

/**
 * Objects with the properties that a flow reads: one for each value of the compared properties, and some with empty
 * lists.
 */
export function objectsOf(entries: ReturnType<ComparedLiterals["properties"]>, unset: Json): Json[] {
  const compared = entries.filter(({ below, literals }) => below.length > 0 && literals.length > 0);
  if (compared.length === 0) return [];
  // A list item has all the properties that are read, not only the compared one.
  const items = entries.filter(({ below }) => below.includes("[]") && below.at(-1) !== "[]");
  const usual = items.reduce((object, { below }) => withValue(object, below, `some ${below.at(-1)}`), unset);
  const lists = items.map(({ below }) => withValue(usual, below.slice(0, below.indexOf("[]")), []));
  const objects = compared
    .filter(({ below }) => !items.some((item) => item.below.length > below.length && isWithin(item.below, below)))
    .flatMap(({ below, literals }) => valuesOf("string", literals).map((value) => withValue(usual, below, value)));
  return [...objects, ...lists];
}

const isWithin = (path: readonly string[], outer: readonly string[]) => outer.every((part, at) => path[at] === part);

/** An object with a value at a path of properties; `[]` is the first item of a list. */
function withValue(object: Json | undefined, [first, ...rest]: readonly string[], value: Json): Json {
  if (first === undefined) return value;
  if (first === "[]") return [withValue(Array.isArray(object) ? object[0] : undefined, rest, value)];
  const known = (typeof object === "object" && object !== null && !Array.isArray(object) ? object : {}) as Outputs;
  return { ...known, [first]: withValue(known[first], rest, value) };
}

/**
 * Every combination, if there are few. Otherwise, each value once, combined with the first value of each other name.
 */
export function combined(names: readonly string[], values: readonly (readonly Json[])[]): Outputs[] {
  const count = values.reduce((product, { length }) => product * length, 1);
  const named = (of: readonly (Json | undefined)[]) =>
    Object.fromEntries(names.map((name, at) => [name, of[at] as Json]));
  if (count <= COMBINATIONS)
    return values
      .reduce<Json[][]>((rows, column) => rows.flatMap((row) => column.map((value) => [...row, value])), [[]])
      .map(named);
  const first = values.map(([one]) => one);
  return values.flatMap((column, at) => column.map((value) => named(first.with(at, value))));
}

/** Removes duplicates by content. */
export function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one) ?? "", one])).values()];
}
