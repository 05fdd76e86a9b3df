import { builtInNamed, type Expression, parseExpression, useOf } from "@genesys-flows/architect/expression";
import { constantNamed } from "./constants.ts";
import type { Environment } from "./environment.ts";
import { fitted } from "./fitting.ts";
import { implementationOf } from "./functions/index.ts";
import { loadLanguageDetector } from "./functions/lookups.ts";
import { binary, negated } from "./operators.ts";
import { propertyOf } from "./properties.ts";
import { Decimal, EvaluationError, isNotSet, notSet, scalar, typeName, type Value } from "./values.ts";

/**
 * Evaluates an expression of Architect's expression language.
 *
 * @param text the expression without the leading `=` of exports
 * @throws EvaluationError when the text is not an expression, or when the platform's error handling would start: for a
 * division by zero, or for NOT_SET in a function that does not accept it. The error contains the place of the failing
 * part.
 */
export async function evaluate(text: string, environment: Environment): Promise<Value> {
  const parsed = parseExpression(text);
  if (!parsed.ok) {
    const { message, hint, from, to } = parsed.problem;
    throw Object.assign(new EvaluationError(hint ? `${message} ${hint}` : message), { from, to });
  }
  if (/detectlanguage/i.test(text)) await loadLanguageDetector();
  return evaluateTree(parsed.expression, environment);
}

/**
 * The value of a parsed expression. @throws EvaluationError like `evaluate`, and for `DetectLanguage` without a
 * previous call to `loadLanguageDetector`
 */
export function evaluateTree(part: Expression, environment: Environment): Value {
  return placed(part, () => valueOfPart(part, environment));
}

/** Evaluates a part, and adds the place of the innermost failing part to an error. */
function placed({ from, to }: Expression, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvaluationError && error.from === undefined) Object.assign(error, { from, to });
    throw error;
  }
}

function valueOfPart(part: Expression, environment: Environment): Value {
  switch (part.type) {
    case "literal":
      return valueOfLiteral(part);
    case "notSet":
      return notSet;
    case "variable":
      return variable(part.name, environment);
    case "name":
      throw new EvaluationError(`"${part.name}" is not a variable: a variable has a scope, such as Flow.${part.name}.`);
    case "member":
      return (
        constantNamed(part, environment) ??
        builtInMember(part, environment) ??
        propertyOf(evaluateTree(part.object, environment), part.property, environment)
      );
    case "index":
      return indexed(part, environment);
    case "unary":
      return unary(part, environment);
    case "binary":
      return chain(part, environment);
    case "conditional":
      return chosen([part.condition, part.yes, part.no], environment);
    case "call":
      return call(part, environment);
  }
}

function valueOfLiteral({ value, written }: Extract<Expression, { type: "literal" }>): Value {
  if (typeof value === "string") return scalar("string", value);
  if (typeof value === "boolean") return scalar("boolean", value);
  if (!written?.includes(".")) return scalar("integer", value === 0 ? 0 : value);
  const decimal = new Decimal(written.endsWith(".") ? `${written}0` : written);
  return scalar("decimal", value < 0 ? decimal.neg() : decimal);
}

function variable(name: string, environment: Environment): Value {
  const given = environment.variable(name);
  if (given) return given;
  const constant = constantNamed(name, environment);
  if (constant) return constant;
  const known = builtInNamed(name) !== undefined;
  throw new EvaluationError(`The variable ${name} ${known ? "has no value here" : "does not exist"}.`);
}

/** A property of a platform variable that has its own value: `Message.Message.body`. */
function builtInMember(
  { object, property }: Extract<Expression, { type: "member" }>,
  environment: Environment,
): Value | undefined {
  if (object.type !== "variable" || !builtInNamed(object.name)?.properties?.includes(property)) return undefined;
  return environment.variable(`${object.name}.${property}`);
}

/** Evaluates left-associative operators of the same precedence in a loop, because a long chain is deeply nested. */
function chain(part: Extract<Expression, { type: "binary" }>, environment: Environment): Value {
  const parts: Extract<Expression, { type: "binary" }>[] = [];
  let first: Expression = part;
  for (; first.type === "binary"; first = first.left) parts.unshift(first);
  return parts.reduce<Value>(
    (left, one) => placed(one, () => applied(one, left, environment)),
    evaluateTree(first, environment),
  );
}

function applied(part: Extract<Expression, { type: "binary" }>, left: Value, environment: Environment): Value {
  const { operator } = part;
  if (operator === "and" || operator === "or") {
    const isDone = truth(left, operator) === (operator === "or");
    return isDone ? left : scalar("boolean", truth(evaluateTree(part.right, environment), operator));
  }
  const args = [left, evaluateTree(part.right, environment)];
  const use = useOf(part);
  return binary(operator, use ? fitted(use, args, environment) : args, environment);
}

function truth(value: Value, of: string): boolean {
  if (value.type === "boolean" && value.value !== undefined) return value.value;
  if (value.type === "json" && typeof value.value === "boolean") return value.value;
  const given = isNotSet(value) ? "NOT_SET" : `a ${typeName(value)}`;
  throw new EvaluationError(`"${of}" requires a Boolean, but was given ${given}.`);
}

function unary(part: Extract<Expression, { type: "unary" }>, environment: Environment): Value {
  const operand = evaluateTree(part.operand, environment);
  if (part.operator === "!") return scalar("boolean", !truth(operand, "!"));
  const use = useOf(part);
  const [value] = use ? fitted(use, [operand], environment) : [operand];
  return negated(part.operator, value as Value);
}

function indexed(part: Extract<Expression, { type: "index" }>, environment: Environment): Value {
  const [object, index] = [evaluateTree(part.object, environment), evaluateTree(part.index, environment)];
  if (index.type === "string" && index.value !== undefined) return propertyOf(object, index.value, environment);
  if (object.type === "json")
    return propertyOf(object, String(index.type === "integer" ? index.value : ""), environment);
  return implementationOf("GetAt")?.([object, index], environment) ?? notSet;
}

/** Evaluates the condition and only the chosen branch. */
function chosen([condition, yes, no]: readonly [Expression, Expression, Expression], environment: Environment): Value {
  const given = evaluateTree(condition, environment);
  if (isNotSet(given)) environment.assume("not-set-condition-is-false");
  return evaluateTree(!isNotSet(given) && truth(given, "If") ? yes : no, environment);
}

function call(part: Extract<Expression, { type: "call" }>, environment: Environment): Value {
  const name = part.name.toLowerCase();
  if (name === "if" && part.args.length === 3)
    return chosen(part.args as unknown as [Expression, Expression, Expression], environment);
  const implementation = implementationOf(name);
  const use = useOf(part);
  if (!implementation) {
    const why = use ? "this project does not evaluate it" : "its behaviour is not documented";
    throw new EvaluationError(`The function ${part.name} cannot be evaluated: ${why}.`);
  }
  const args = part.args.map((arg) => evaluateTree(arg, environment));
  return implementation(use ? fitted(use, args, environment) : args, environment);
}
