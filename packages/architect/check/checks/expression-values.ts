import { type Expression, type LiteralExpression, visit } from "../../expression/ast.ts";
import { typesIn } from "../../expression/types.ts";
import {
  argumentRange,
  DECIMAL_DIGITS,
  INTEGER_DIGITS,
  type ValueRange,
  YEARS,
} from "../../expression/value-ranges.ts";
import type { Check } from "../check.ts";
import { argumentFinding } from "../expression/arguments.ts";
import { comparisonFindings } from "../expression/comparisons.ts";
import type { ExpressionFinding, TypesIn } from "../expression/finding.ts";
import { nameFinding } from "../expression/names.ts";
import { variableTypes } from "../variable-table.ts";

/**
 * What valid expressions say that cannot be meant: arguments that no form of a function or an operator takes, variables and
 * properties that the platform does not have, comparisons that have one result, numbers out of their range
 * (reference/expressions.md).
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
      // A variable alone has no other parts.
      if (!parsed.ok) continue;
      for (const { code, message, hint, from, to } of findingsIn(parsed.expression, {
        types: typesIn(parsed.expression, typeOf),
        text,
      })) {
        report(code, { message, hint, node: part.node, location: subject.locateWithin(part, { from, to }) });
      }
    }
  },
};

function findingsIn(whole: Expression, { types, text }: { types: TypesIn; text: string }): ExpressionFinding[] {
  const chained = new Set<Expression>();
  return [...visit(whole)].flatMap((part) => [
    ...found(argumentFinding(part, types)),
    ...comparisonFindings(part, types, chained),
    ...found(nameFinding(part, types)),
    ...found(part.type === "literal" ? digitsFinding(part, text) : undefined),
    ...(part.type === "call" ? part.args.flatMap((arg, index) => found(partFinding(part.name, arg, index))) : []),
  ]);
}

function found(finding: ExpressionFinding | undefined): readonly ExpressionFinding[] {
  return finding ? [finding] : [];
}

function digitsFinding({ value, from, to }: LiteralExpression, text: string): ExpressionFinding | undefined {
  if (typeof value !== "number") return undefined;
  const [digits = "", fraction] = text.slice(from, to).replace(/^\D+/, "").split(".");
  const most = fraction === undefined ? INTEGER_DIGITS : DECIMAL_DIGITS;
  if (digits.replace(/^0+/, "").length <= most) return undefined;
  const message = `The number has more than ${most} digits${fraction === undefined ? "" : " before its point"}.`;
  const hint = fraction === undefined ? "Write a decimal, or a text." : "Write a smaller number.";
  return { code: "number-out-of-range", message, hint, from, to };
}

/** A part of a date and time out of its range, or the year of one in a text. */
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
