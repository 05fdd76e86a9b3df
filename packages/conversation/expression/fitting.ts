import { fitsOf, parameterOf, type Signature, takesCount, type useOf } from "@genesys-flows/architect/expression";
import type { Environment } from "./environment.ts";
import { ofJson } from "./functions/conversions.ts";
import { textOf } from "./text.ts";
import {
  collection,
  Decimal,
  EvaluationError,
  isNotSet,
  list,
  type ScalarType,
  scalar,
  typeName,
  type Value,
} from "./values.ts";

type Use = NonNullable<ReturnType<typeof useOf>>;

/**
 * Converts arguments for the matching form of a function: NOT_SET receives the parameter's type, and an Integer becomes
 * a Decimal if required.
 *
 * @throws EvaluationError when no form matches, or the matching form does not accept NOT_SET
 */
export function fitted(use: Use, given: readonly Value[], environment: Environment): readonly Value[] {
  const args = given.map((value) =>
    value.type === "json" && value.value !== undefined ? plain(value, environment) : value,
  );
  const form = formOf(use, args) ?? refuse(use, args);
  return args.map((value, index) => {
    const parameter = parameterOf(form, index);
    if (!parameter) return value;
    if (isNotSet(value) && !parameter.acceptsNotSet && !use.signatures.some(takesTheLiteral))
      throw new EvaluationError(
        `${use.name} does not accept NOT_SET as its ${ordinal(index)} ${use.isOperator ? "operand" : "argument"}.`,
      );
    return asParameter(value, parameter.type, environment);
  });
}

/**
 * Whether a conversion accepts the literal NOT_SET. If so, it accepts every NOT_SET value:
 * `ToPhoneNumber(ToString(NOT_SET))` (the vendor's examples).
 */
function takesTheLiteral({ parameters }: Signature): boolean {
  return parameters.length === 1 && parameters[0]?.type === "NOT_SET";
}

/** The form that matches exactly, otherwise the first that matches by conversion. */
function formOf({ signatures, isOperator }: Use, args: readonly Value[]): Signature | undefined {
  const given = args.map((value) => ({ type: typeName(value), isNotSet: value.type === "NOT_SET" }));
  let loose: Signature | undefined;
  for (const form of signatures) {
    if (!takesCount(form, args.length)) continue;
    // NOT_SET matches a form even if the form does not accept it, so that the error can name the argument.
    const fits = fitsOf(
      form,
      given.map((one) => ({ ...one, isNotSet: false, ...(one.isNotSet && { type: undefined }) })),
      { isOperator },
    );
    if (fits.includes("none")) continue;
    if (args.every((value, index) => (value.type === "NOT_SET" ? accepts(form, index) : fits[index] === "exact")))
      return form;
    loose ??= form;
  }
  return loose;
}

function accepts(form: Signature, index: number): boolean {
  return parameterOf(form, index)?.acceptsNotSet ?? false;
}

function refuse({ name, signatures }: Use, args: readonly Value[]): never {
  const given = args.map((value) => typeName(value) ?? "collection").join(", ");
  const forms = signatures.slice(0, 4).map(({ parameters }) => {
    const shown = parameters.map(({ type, repeats }) => (repeats ? `${type}...` : type));
    return `(${shown.join(", ")})`;
  });
  throw new EvaluationError(`${name} takes ${forms.join(" or ")}, but was given (${given}).`);
}

function asParameter(value: Value, type: string, environment: Environment): Value {
  if (value.type === "NOT_SET") return type === "any" || type === "anyCollection" ? value : notSetOf(type);
  if (value.type === "json" && Array.isArray(value.value) && type.endsWith("Collection")) {
    environment.assume("json-counts-as-its-value");
    return collection("json", value.value);
  }
  if (type === "decimal" && value.type === "integer")
    return scalar("decimal", value.value === undefined ? undefined : new Decimal(value.value));
  if (type === "string" && value.type !== "string" && value.type !== "list") {
    environment.assume("values-become-texts");
    return scalar("string", textOf(value));
  }
  return value;
}

function notSetOf(type: string): Value {
  if (type === "NOT_SET") return { type: "NOT_SET" };
  return type.endsWith("Collection")
    ? list(type.slice(0, -"Collection".length) as ScalarType, undefined)
    : scalar((type === "audioOrPrompt" ? "audio" : type) as ScalarType);
}

function plain(value: Extract<Value, { type: "json" }>, environment: Environment): Value {
  if (typeof value.value === "object") return value;
  environment.assume("json-counts-as-its-value");
  return value.value === undefined ? value : ofJson(value.value);
}

function ordinal(index: number): string {
  return ["first", "second", "third"][index] ?? `${index + 1}th`;
}
