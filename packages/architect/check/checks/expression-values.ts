import { type Expression, type ExpressionOf, visit } from "../../expression/ast.ts";
import { pathOf } from "../../expression/comparison.ts";
import { argumentRange, type ValueRange, YEARS } from "../../expression/functions.ts";
import { builtInNamed, builtInsOf, isUserScope, propertiesOfType } from "../../expression/scopes.ts";
import { fitsOf, parameterOf, type Signature, takesCount } from "../../expression/signatures.ts";
import { argumentOf, DECIMAL_DIGITS, INTEGER_DIGITS, typesIn, type Use, useOf } from "../../expression/types.ts";
import { didYouMean, slip } from "../../suggest.ts";
import type { Check } from "../check.ts";
import { comparisonFindings, type ExpressionFinding, type TypesIn } from "../comparisons.ts";
import { convertHint } from "../data-types.ts";
import { variableTypes } from "../variable-table.ts";

/**
 * Valid expressions that cannot be intended (reference/expressions.md): arguments that do not match any form of a
 * function or operator, unknown variables and properties of the platform, comparisons with a constant result, and
 * numbers out of range.
 */
export const expressionValues: Check = {
  codes: [
    "wrong-arguments",
    "wrong-argument-type",
    "misspelt-variable",
    "unknown-built-in",
    "never-equal",
    "number-out-of-range",
  ],
  ofParts: true,
  run(subject, report) {
    const typeOf = variableTypes(subject);
    for (const { part, text, parsed } of subject.expressions()) {
      const found = parsed.ok ? findingsIn(parsed.expression, { types: typesIn(parsed.expression, typeOf), text }) : [];
      for (const { code, message, hint, ...span } of found) report(code, { message, hint, part, span });
    }
  },
};

function findingsIn(whole: Expression, { types, text }: { types: TypesIn; text: string }): ExpressionFinding[] {
  const chained = new Set<Expression>();
  const found = [...visit(whole)].flatMap((part) => [
    itemFinding(part, types) ?? argumentFinding(part, types),
    ...comparisonFindings(part, types, chained),
    nameFinding(part, types),
    part.type === "literal" ? digitsFinding(part, text) : undefined,
    ...(part.type === "call" ? part.args.map((arg, index) => partFinding(part.name, arg, index)) : []),
  ]);
  return found.filter((finding) => finding !== undefined);
}

function digitsFinding({ value, from, to }: ExpressionOf<"literal">, text: string): ExpressionFinding | undefined {
  if (typeof value !== "number") return undefined;
  const [digits = "", fraction] = text.slice(from, to).replace(/^\D+/, "").split(".");
  const most = fraction === undefined ? INTEGER_DIGITS : DECIMAL_DIGITS;
  if (digits.replace(/^0+/, "").length <= most) return undefined;
  const message = `The number has more than ${most} digits${fraction === undefined ? "" : " before the decimal point"}.`;
  const hint = fraction === undefined ? "Write a decimal or a string." : "Write a smaller number.";
  return { code: "number-out-of-range", message, hint, from, to };
}

/** A component of a date or time that is out of range. In a date string, only the year is checked. */
function partFinding(name: string, arg: Expression, index: number): ExpressionFinding | undefined {
  if (arg.type !== "literal") return undefined;
  const { value, from, to } = arg;
  const year = name.toLowerCase() === "todatetime" && /^(\d{4})-/.exec(String(value))?.[1];
  const range = typeof value === "number" ? argumentRange(name, index) : year ? YEARS : undefined;
  if (!range || isWithin(year ? Number(year) : Number(value), range)) return undefined;
  const [least, most] = range;
  const message = `${year ? "The year" : `Argument ${index + 1} of '${name}'`} must be from ${least} to ${most}.`;
  return { code: "number-out-of-range", message, hint: "Correct the number.", from, to };
}

function isWithin(value: number, [least, most]: ValueRange): boolean {
  return value >= least && value <= most;
}

/** An index on a value that has no items. */
function itemFinding(part: Expression, types: TypesIn): ExpressionFinding | undefined {
  if (part.type !== "index") return undefined;
  const type = types.get(part.object);
  if (propertiesOfType(type)?.length !== 0) return undefined;
  const path = pathOf(part.object);
  const message = `${path === undefined ? "The value" : `'${path}'`} before the brackets has no items, because it is of type ${type}.`;
  const hint = type === "string" ? "Use Substring(...)." : "Remove the brackets.";
  return { code: "wrong-argument-type", message, hint, from: part.object.from, to: part.object.to };
}

/** Arguments that do not match any form: too many, too few, or of the wrong type. */
function argumentFinding(part: Expression, types: TypesIn): ExpressionFinding | undefined {
  const use = useOf(part);
  if (!use) return undefined;
  const { from, to } = part;
  const { name, signatures, args } = use;
  const forms = signatures.filter((form) => takesCount(form, args.length));
  if (forms.length === 0) {
    const message = `'${name}' requires ${countsOf(signatures)}, but here it has ${args.length}.`;
    const hint = `Look for an extra comma or a misplaced bracket. ${formsText(use, signatures)}`;
    return { code: "wrong-arguments", message, hint, from, to };
  }
  // The form that matches the most arguments, counted from the first.
  const given = args.map((arg) => argumentOf(arg, types));
  const wrong = forms.map((form) => fitsOf(form, given, use).indexOf("none"));
  const at = Math.max(...wrong);
  const arg = args[at];
  if (!arg || wrong.includes(-1)) return undefined;
  const wanted = [...new Set(forms.filter((_, i) => wrong[i] === at).map((form) => parameterOf(form, at)?.type))];
  const { type, isNotSet } = argumentOf(arg, types);
  const [one = "", ...others] = wanted;
  const found = isNotSet ? "NOT_SET" : `of type ${type}${others.length === 0 ? `, not ${one}` : ""}`;
  const message = `${placeOf(part, { at, name, of: args.length })} is ${found}.`;
  const convert = others.length === 0 && !isNotSet ? convertHint(one) : undefined;
  const hint = `${convert === undefined ? "" : `${convert} `}${formsText(use, forms)}`;
  return { code: "wrong-argument-type", message, hint, from: arg.from, to: arg.to };
}

/** The position of an argument, as the beginning of a message. */
function placeOf({ type }: Expression, { at, name, of }: { at: number; name: string; of: number }): string {
  if (type === "call") return `Argument ${at + 1} of '${name}'`;
  if (type === "index") return at === 0 ? "The value before the brackets" : "The value in the brackets";
  return `The value ${at === 0 && of > 1 ? "before" : "after"} '${name}'`;
}

/** `1 argument`, `2 to 4 arguments`. */
function countsOf(signatures: readonly Signature[]): string {
  const least = Math.min(
    ...signatures.map(({ parameters }) => parameters.filter(({ repeats }, index) => !repeats || index === 0).length),
  );
  const most = Math.max(...signatures.map(({ parameters }) => parameters.length));
  const repeats = signatures.some(({ parameters }) => parameters.at(-1)?.repeats);
  if (repeats) return `${least} or more arguments`;
  return least === most ? `${least} argument${least === 1 ? "" : "s"}` : `${least} to ${most} arguments`;
}

const SHOWN_FORMS = 3;

/** `Documented: Left(string, integer).` */
function formsText({ name, args, isOperator }: Use, forms: readonly Signature[]): string {
  const texts = forms.map(({ parameters }) => {
    const taken = parameters.map(
      ({ type, repeats }) => `${type.replace("anyCollection", "collection")}${repeats ? ", ..." : ""}`,
    );
    if (!isOperator) return `${name}(${taken.join(", ")})`;
    if (name === "[ ]") return `${taken[0]}[${taken[1]}]`;
    if (name === "? :") return `${taken[0]} ? ${taken[1]} : ${taken[2]}`;
    return args.length === 1 ? `${name}${taken[0]}` : `${taken[0]} ${name} ${taken[1]}`;
  });
  const shown = [...new Set(texts)];
  const more = shown.length > SHOWN_FORMS ? ", ..." : "";
  return `Documented: ${shown.slice(0, SHOWN_FORMS).join(", ")}${more}.`;
}

/** An unknown variable of the platform, or an unknown property of a value. */
function nameFinding(part: Expression, types: TypesIn): ExpressionFinding | undefined {
  if (part.type === "variable") return builtInFinding(part);
  return part.type === "member" ? propertyFinding(part, types) : undefined;
}

/** An unknown variable in one of the platform's scopes. */
function builtInFinding({ name, scope, member, from, to }: ExpressionOf<"variable">): ExpressionFinding | undefined {
  if (isUserScope(scope) || builtInNamed(name)) return undefined;
  const names = builtInsOf(scope);
  if (names.length === 0) return undefined;
  const near = slip(member, names);
  const message = `'${name}' is not a known variable of the platform.`;
  const written = names.map((one) => `${scope}.${one}`);
  const hint = didYouMean(name, near === undefined ? written : [`${scope}.${near}`], "Known") ?? "Check its spelling.";
  return { code: near === undefined ? "unknown-built-in" : "misspelt-variable", message, hint, from, to };
}

/** An unknown property of a built-in variable, or of a value whose type has known properties. */
function propertyFinding(
  { object, property, to }: ExpressionOf<"member">,
  types: TypesIn,
): ExpressionFinding | undefined {
  const type = types.get(object);
  const known = (object.type === "variable" && builtInNamed(object.name)?.properties) || propertiesOfType(type);
  if (!known || known.some((one) => one.toLowerCase() === property.toLowerCase())) return undefined;
  const place = { from: to - property.length, to };
  const path = pathOf(object);
  const what = path === undefined ? `A value of type ${type}` : `'${path}'`;
  if (known.length === 0) {
    const message = `${what} has no property '${property}'${path === undefined ? "" : `, because it is of type ${type}`}.`;
    return { code: "wrong-argument-type", message, hint: HINTS[property.toLowerCase()] ?? "Remove it.", ...place };
  }
  const near = slip(property, known);
  const message = `${what} has no known property '${property}'.`;
  const hint = didYouMean(property, near === undefined ? known : [near], "Known") ?? `Known: ${known.join(", ")}.`;
  return { code: near === undefined ? "unknown-built-in" : "misspelt-variable", message, hint, ...place };
}

/** Functions to use instead of properties that strings and lists have in other languages. */
const HINTS: Readonly<Record<string, string>> = {
  length: "Use Length(...).",
  count: "Use Count(...).",
  size: "Use Count(...).",
};
