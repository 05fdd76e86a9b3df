import { areEqual } from "../comparing.ts";
import type { Implementation } from "../environment.ts";
import {
  collection,
  Decimal,
  EvaluationError,
  isNotSet,
  type List,
  list,
  type NotSet,
  notSet,
  type Scalar,
  type ScalarType,
  scalar,
  type Value,
} from "../values.ts";
import { booleanOf, integerOf, listOf } from "./arguments.ts";

/** The positions of an item in a list. */
function placesOf(args: readonly Value[]): number[] {
  const wanted = args[1] as Value;
  return listOf(args, 0).items.flatMap((item, index) => (areEqual(item, wanted) ? [index] : []));
}

/**
 * A list of the values' common type; integers mixed with decimals become decimals. @throws EvaluationError for other
 * types
 */
function made(args: readonly Value[]): List {
  const types = new Set(args.flatMap(({ type }) => (type === "NOT_SET" || type === "list" ? [] : [type])));
  if (args.some(({ type }) => type === "list")) throw new EvaluationError("A list cannot be an item of a list.");
  if (types.has("decimal")) types.delete("integer");
  const [of, ...others] = types;
  if (others.length > 0)
    throw new EvaluationError(`A list cannot mix items of the types ${[of, ...others].join(" and ")}.`);
  const items = args as readonly (Scalar | NotSet)[];
  return { type: "list", of, items: items.map((item) => itemFor(item, of)) };
}

function itemFor(item: Scalar | NotSet, of: ScalarType | undefined): Scalar | NotSet {
  if (of === undefined) return notSet;
  if (item.type === "NOT_SET") return scalar(of);
  if (of === "decimal" && item.type === "integer")
    return scalar("decimal", item.value === undefined ? undefined : new Decimal(item.value));
  return item;
}

/**
 * The item at an index, from 0. @throws EvaluationError when the index is outside the list: the platform's behaviour is
 * not documented
 */
const itemAt: Implementation = (args, { assume }) => {
  const [{ items }, index] = [listOf(args, 0), integerOf(args, 1)];
  const item = items[index];
  if (item) return item;
  assume("index-outside-is-an-error");
  throw new EvaluationError(`The list has ${items.length} items; index ${index} does not exist. Indices start at 0.`);
};

function isEmpty(value: Value): boolean {
  if (isNotSet(value)) return true;
  if (value.type === "list") return value.items?.length === 0;
  if (value.type === "currency") return value.value?.amount === undefined;
  return value.type === "string" && value.value === "";
}

/** The functions on collections, and the comparison functions (categories `list`, `comparison`, `logical`). */
export const listFunctions: Readonly<Record<string, Implementation>> = {
  areequal: (args) => {
    const ignores = args.length > 2 && args[0]?.type === "boolean" && args.slice(1).every(isText);
    const [first, ...others] = ignores ? args.slice(1) : args;
    const o = { ignoreCase: ignores && booleanOf(args, 0) };
    const isEqual = (other: Value) => areEqual(first as Value, other, o);
    return scalar("boolean", others.every(isEqual));
  },
  count: (args) => scalar("integer", listOf(args, 0).items.length),
  find: (args) => collection("integer", placesOf(args)),
  findfirst: (args) => scalar("integer", placesOf(args)[0] ?? -1),
  getat: itemAt,
  isnotsetorempty: (args) => scalar("boolean", args.every(isEmpty)),
  isset: (args) => scalar("boolean", !args.some(isNotSet)),
  makeemptylist: ([item]) => list(item?.type === "list" || item?.type === "NOT_SET" ? undefined : item?.type, []),
  makelist: made,
};

function isText(value: Value): boolean {
  return value.type === "string" || value.type === "NOT_SET" || (value.type === "list" && value.of === "string");
}
