import { type Decimal, EvaluationError, type List, type Of, type ScalarType, typeName, type Value } from "../values.ts";

/** The content of an argument of the given type, which must be set. */
function contentOf<Type extends ScalarType>(
  args: readonly Value[],
  index: number,
  type: Type,
): NonNullable<Of<Type>["value"]> {
  const value = args[index];
  if (value?.type !== type || value.value === undefined)
    throw new EvaluationError(`The type ${type} is required, but ${value ? typeName(value) : "nothing"} was given.`);
  return value.value as NonNullable<Of<Type>["value"]>;
}

export const textIn = (args: readonly Value[], index: number): string => contentOf(args, index, "string");
export const integerOf = (args: readonly Value[], index: number): number => contentOf(args, index, "integer");
export const booleanOf = (args: readonly Value[], index: number): boolean => contentOf(args, index, "boolean");
export const decimalOf = (args: readonly Value[], index: number): Decimal => contentOf(args, index, "decimal");
export const dateTimeOf = (args: readonly Value[], index: number): number => contentOf(args, index, "dateTime");
export const durationOf = (args: readonly Value[], index: number): number => contentOf(args, index, "duration");

/** A collection argument, which must be set. */
export function listOf(args: readonly Value[], index: number): List & { readonly items: NonNullable<List["items"]> } {
  const value = args[index];
  if (value?.type !== "list" || !value.items) throw new EvaluationError("A collection that is NOT_SET has no items.");
  return value as List & { readonly items: NonNullable<List["items"]> };
}
