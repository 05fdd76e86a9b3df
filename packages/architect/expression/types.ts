import { type Expression, visit } from "./ast.ts";
import { functionNamed } from "./functions.ts";
import { type Argument, fitsOf, parameterOf, type Signature, signaturesOf, takesCount } from "./signatures.ts";

/** The type of a variable by full name; undefined if uncertain. */
export type TypeOfVariable = (name: string) => string | undefined;

/** The Architect data type of an expression's value (`string`, `integer`, `queue`); undefined if uncertain. */
export function typeOfExpression(expression: Expression, typeOfVariable: TypeOfVariable): string | undefined {
  return typesIn(expression, typeOfVariable).get(expression);
}

/** The types of an expression and all its subexpressions. Iterative, because a long chain of operators nests deeply. */
export function typesIn(
  whole: Expression,
  typeOfVariable: TypeOfVariable,
): ReadonlyMap<Expression, string | undefined> {
  const types = new Map<Expression, string | undefined>();
  // `visit` lists an expression before its subexpressions, so the order is reversed here.
  for (const part of [...visit(whole)].reverse()) types.set(part, typeOf(part, { types, typeOfVariable }));
  return types;
}

/** The data type of a plain value. */
export function typeOfLiteral(value: string | number | boolean): string {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "decimal";
  return "string";
}

/** A function, or an operator, with its arguments. */
export interface Use {
  /** The name in messages. */
  readonly name: string;
  readonly signatures: readonly Signature[];
  readonly args: readonly Expression[];
  readonly isOperator: boolean;
}

/** The forms of indexing, with the parameters in source order. In the table, the index is the first parameter. */
const brackets = (signaturesOf("[") ?? []).map((form) => ({ ...form, parameters: [...form.parameters].reverse() }));

/**
 * The function or operator that a part of an expression applies. Undefined if the part applies neither, or one without
 * documented forms.
 */
export function useOf(part: Expression): Use | undefined {
  const of = (symbol: string, args: readonly Expression[], name = symbol): Use | undefined => {
    const signatures = signaturesOf(symbol);
    return signatures && { name, signatures, args, isOperator: true };
  };
  switch (part.type) {
    case "call": {
      const { name, signatures } = functionNamed(part.name) ?? {};
      return name === undefined || !signatures ? undefined : { name, signatures, args: part.args, isOperator: false };
    }
    case "unary":
      return of(part.operator === "-" ? "neg" : part.operator, [part.operand], part.operator);
    case "binary":
      return of(part.operator, [part.left, part.right]);
    case "index":
      return { name: "[ ]", signatures: brackets, args: [part.object, part.index], isOperator: true };
    case "conditional":
      return of("?", [part.condition, part.yes, part.no], "? :");
    default:
      return undefined;
  }
}

/** An argument, converted for comparison with parameters. */
export function argumentOf(part: Expression, types: ReadonlyMap<Expression, string | undefined>): Argument {
  return { type: types.get(part), isNotSet: part.type === "notSet" };
}

interface Known {
  readonly types: ReadonlyMap<Expression, string | undefined>;
  readonly typeOfVariable: TypeOfVariable;
}

function typeOf(part: Expression, known: Known): string | undefined {
  if (part.type === "literal") return part.written?.includes(".") ? "decimal" : typeOfLiteral(part.value);
  if (part.type === "variable") return known.typeOfVariable(part.name);
  // The type of a property accessed with brackets is unknown.
  if (part.type === "index") return itemOf(known.types.get(part.object));
  const use = useOf(part);
  if (use) return resultOf(use, known.types);
  return part.type === "call" ? functionNamed(part.name)?.result : undefined;
}

/** The common result type of the matching forms, or of the exactly matching forms if there are any. */
function resultOf(use: Use, types: Known["types"]): string | undefined {
  const given = use.args.map((arg) => argumentOf(arg, types));
  const forms = use.signatures.filter((form) => takesCount(form, given.length));
  const fits = forms.map((form) => fitsOf(form, given, use));
  const exact = forms.filter((_, index) => fits[index]?.every((fit) => fit === "exact"));
  const fitting = exact.length > 0 ? exact : forms.filter((_, index) => !fits[index]?.includes("none"));
  const [result, ...others] = new Set(fitting.map((form) => resultOfForm(form, given)));
  return others.length > 0 ? undefined : result;
}

/**
 * The result type of a form. If the result may be of any type, this is the common type of those arguments that may be
 * of any type.
 */
function resultOfForm(form: Signature, given: readonly Argument[]): string | undefined {
  const { result } = form;
  if (result !== "any" && result !== "anyCollection") return result;
  const generic = given.flatMap(({ type, isNotSet }, index) => {
    const wanted = parameterOf(form, index)?.type;
    if (isNotSet || (wanted !== "any" && wanted !== "anyCollection")) return [];
    return [wanted === "anyCollection" ? itemOf(type) : type];
  });
  const [item, ...others] = new Set(generic);
  if (item === undefined || others.length > 0) return undefined;
  return result === "any" ? item : `${item}Collection`;
}

/** The type of a collection's items; undefined for anything else. */
function itemOf(type: string | undefined): string | undefined {
  return type?.endsWith("Collection") ? type.slice(0, -"Collection".length) : undefined;
}

/** The largest integer, `System.MaxInt`; the smallest is its negative (reference/expressions.md, "Value ranges and formats"). */
const MAX_INTEGER = 999_999_999_999_999;

/** Whether a literal is an integer beyond the range of the type. */
export function isTooLarge(literal: unknown, type: string): boolean {
  return type === "integer" && typeof literal === "number" && Math.abs(literal) > MAX_INTEGER;
}

/** Number of digits of the largest integer, and of a decimal before the decimal point. */
export const INTEGER_DIGITS = 15;
export const DECIMAL_DIGITS = 40;
