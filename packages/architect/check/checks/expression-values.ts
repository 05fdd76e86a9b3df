import { type Expression, type Span, type VariableExpression, visit } from "../../expression/ast.ts";
import { builtInNamed, builtInsOf, isUserScope } from "../../expression/scopes.ts";
import { fitsOf, parameterOf, type Signature, takesCount } from "../../expression/signatures.ts";
import { argumentOf, typesIn, type Use, useOf } from "../../expression/types.ts";
import { didYouMean, slip } from "../../suggest.ts";
import type { Check } from "../check.ts";
import { convertHint } from "../data-types.ts";
import { variableTypes } from "../variable-table.ts";

type Types = ReadonlyMap<Expression, string | undefined>;

interface Finding extends Span {
  readonly code:
    | "wrong-arguments"
    | "wrong-argument-type"
    | "misspelt-variable"
    | "unknown-built-in"
    | "never-equal"
    | "number-out-of-range";
  readonly message: string;
  readonly hint: string;
}

/**
 * What valid expressions say that cannot be meant: arguments that no form of a function or an operator takes, variables that the
 * platform does not have, comparisons that have one result, numbers out of their range (reference/expressions.md).
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
    for (const part of subject.parts) {
      if (part.kind !== "expression") continue;
      const text = String(part.value);
      const parsed = subject.parse(text);
      if (!parsed.ok) continue;
      const types = typesIn(parsed.expression, typeOf);
      for (const inner of visit(parsed.expression)) {
        for (const { code, message, hint, from, to } of findingsIn(inner, { types, text })) {
          const location = subject.locateWithin(part, { from, to });
          report(code, { message, hint, node: part.node, location });
        }
      }
    }
  },
};

function findingsIn(part: Expression, { types, text }: { types: Types; text: string }): Finding[] {
  const found = [useFinding(part, types), comparisonFinding(part, types)];
  if (part.type === "variable") found.push(builtInFinding(part));
  if (part.type === "literal" && typeof part.value === "number") found.push(rangeFinding(part, text));
  return found.filter((finding) => finding !== undefined);
}

/** Arguments that no form takes: too many or too few, or of another type. */
function useFinding(part: Expression, types: Types): Finding | undefined {
  const use = useOf(part);
  if (!use) return undefined;
  const { from, to } = part;
  const { name, signatures, args } = use;
  const forms = signatures.filter((form) => takesCount(form, args.length));
  if (forms.length === 0) {
    const message = `'${name}' has ${countsOf(signatures)}, but here it has ${args.length}.`;
    const hint = `Look for an extra comma or a misplaced bracket. ${formsText(use, signatures)}`;
    return { code: "wrong-arguments", message, hint, from, to };
  }
  // The form that most of the arguments fit, from the first one on.
  const given = args.map((arg) => argumentOf(arg, types));
  const wrong = forms.map((form) => {
    const misfit = fitsOf(form, given, use).indexOf("none");
    return misfit === -1 ? undefined : misfit;
  });
  if (wrong.some((at) => at === undefined)) return undefined;
  const at = Math.max(...wrong.map((index) => index ?? 0));
  const arg = args[at];
  if (!arg) return undefined;
  const wanted = [...new Set(forms.filter((_, i) => wrong[i] === at).map((form) => parameterOf(form, at)?.type))];
  const { type, isNotSet } = argumentOf(arg, types);
  const [one = "", ...others] = wanted;
  const found = isNotSet ? "NOT_SET" : `of type ${type}${others.length === 0 ? `, not ${one}` : ""}`;
  const message = `${placeOf(part, { at, name, of: args.length })} is ${found}.`;
  const convert = others.length === 0 && !isNotSet ? convertHint(one) : undefined;
  const hint = `${convert === undefined ? "" : `${convert} `}${formsText(use, forms)}`;
  return { code: "wrong-argument-type", message, hint, from: arg.from, to: arg.to };
}

/** The place of an argument, as a message begins. */
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
function formsText({ name, args }: Use, forms: readonly Signature[]): string {
  const isFunction = /^\p{L}\w+$/u.test(name) && name !== "and" && name !== "or";
  const texts = forms.map(({ parameters }) => {
    const taken = parameters.map(
      ({ type, repeats }) => `${type.replace("anyCollection", "collection")}${repeats ? ", ..." : ""}`,
    );
    if (isFunction) return `${name}(${taken.join(", ")})`;
    if (name === "[ ]") return `${taken[0]}[${taken[1]}]`;
    if (name === "? :") return `${taken[0]} ? ${taken[1]} : ${taken[2]}`;
    return args.length === 1 ? `${name}${taken[0]}` : `${taken[0]} ${name} ${taken[1]}`;
  });
  const shown = [...new Set(texts)];
  const more = shown.length > SHOWN_FORMS ? ", ..." : "";
  return `Documented: ${shown.slice(0, SHOWN_FORMS).join(", ")}${more}.`;
}

/** A variable in a scope of the platform that the platform does not have, as far as known. */
function builtInFinding({ name, scope, member, from, to }: VariableExpression): Finding | undefined {
  const names = builtInsOf(scope);
  if (builtInNamed(name) || names.length === 0 || isUserScope(scope)) return undefined;
  const near = slip(member, names);
  const message = `The platform has no known variable '${name}'.`;
  const written = names.map((one) => `${scope}.${one}`);
  const hint = didYouMean(name, near === undefined ? written : [`${scope}.${near}`], "Known") ?? "Check its spelling.";
  return { code: near === undefined ? "unknown-built-in" : "misspelt-variable", message, hint, from, to };
}

/** `==` and `!=` of a number or a flag with a text that shows none: the result is always the same. */
function comparisonFinding(part: Expression, types: Types): Finding | undefined {
  if (part.type !== "binary" || (part.operator !== "==" && part.operator !== "!=")) return undefined;
  for (const [one, other] of [
    [part.left, part.right],
    [part.right, part.left],
  ] as const) {
    const type = types.get(one);
    if (other.type !== "literal" || typeof other.value !== "string" || type === undefined) continue;
    if (!Object.hasOwn(SHOWN, type) || SHOWN[type]?.test(other.value)) continue;
    const always = part.operator === "==" ? "false" : "true";
    const message = `The comparison is always ${always}: one side is of type ${type}, the other the text ${JSON.stringify(other.value)}.`;
    return {
      code: "never-equal",
      message,
      hint: `Compare with a value of type ${type}.`,
      from: other.from,
      to: other.to,
    };
  }
  return undefined;
}

/** The texts that values of a type are shown as. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  boolean: /^\s*(?:true|false|t|f|1|0)\s*$/i,
  integer: /^\s*-?\d+\s*$/,
  decimal: /^\s*-?(?:\d+\.?\d*|\.\d+)\s*$/,
};

/** Digits of the largest integer, 999 999 999 999 999, and of a decimal before its point (reference/expressions.md, "Value ranges"). */
const INTEGER_DIGITS = 15;
const DECIMAL_DIGITS = 40;

function rangeFinding({ from, to }: Span, text: string): Finding | undefined {
  const [digits = "", fraction] = text.slice(from, to).replace(/^\D+/, "").split(".");
  const most = fraction === undefined ? INTEGER_DIGITS : DECIMAL_DIGITS;
  if (digits.replace(/^0+/, "").length <= most) return undefined;
  const message = `The number has more than ${most} digits${fraction === undefined ? "" : " before its point"}.`;
  const hint = fraction === undefined ? "Write a decimal, or a text." : "Write a smaller number.";
  return { code: "number-out-of-range", message, hint, from, to };
}
