import type { KernelCode } from "../../codes/kernel-codes.ts";
import type { Location } from "../../diagnostic.ts";
import { visit } from "../../expression/ast.ts";
import { functionNamed, functions } from "../../expression/functions.ts";
import type { ExpressionProblem } from "../../expression/parse.ts";
import { didYouMean, slip } from "../../suggest.ts";
import type { Check } from "../check.ts";

const names = [...functions.values()].map(({ name }) => name);

/** Invalid expressions and, in valid expressions, operators and functions that no known export uses. */
export const expressions: Check = {
  codes: [
    "invalid-expression",
    "empty-expression",
    "undocumented-expression",
    "misspelt-function",
    "unknown-function",
    "wrong-arguments",
  ],
  ofParts: true,
  run(subject, report) {
    const unknown = new Set<string>();
    for (const { part, text, parsed } of subject.expressions()) {
      const reportIn = (code: KernelCode, { message, hint = CORRECT, from, to }: ExpressionProblem) => {
        const isCut = isCutByComment(subject.locatePart(part));
        report(code, { message, hint: isCut ? COMMENT : hint, part, span: { from, to } });
      };
      if (text.trim() === "") {
        const message = "The expression is empty.";
        report("empty-expression", { message, hint: "Write {noValue: true} for no value.", part });
      } else if (!parsed.ok) {
        const { problem } = parsed;
        reportIn(problem.unknown && subject.document ? "undocumented-expression" : "invalid-expression", problem);
      } else {
        for (const problem of parsed.notes) reportIn("undocumented-expression", problem);
        for (const call of visit(parsed.expression)) {
          if (call.type !== "call") continue;
          const { name, args, from, to } = call;
          const info = functionNamed(name);
          if (info?.takes !== undefined && args.length !== info.takes) {
            const message = `'${info.name}' requires ${info.takes} arguments, but here it has ${args.length}.`;
            const hint =
              "Every known use of the function has that number of arguments. Look for an extra comma or a misplaced bracket.";
            reportIn("wrong-arguments", { message, hint, from, to });
          }
          if (info || unknown.has(name.toLowerCase())) continue;
          unknown.add(name.toLowerCase());
          const hint = didYouMean(name, names, "Functions") ?? UNKNOWN;
          const code = slip(name, names) === undefined ? "unknown-function" : "misspelt-function";
          reportIn(code, { message: `The function '${name}' is unknown.`, hint, from, to: from + name.length });
        }
      }
    }
  },
};

const CORRECT = "Correct the expression here.";
const UNKNOWN = "Check its spelling. Architect has functions that this project does not know.";
const COMMENT = "In YAML, ' #' begins a comment. Put the expression in quotes.";

/** Whether a comment follows an unquoted value. The comment may have been meant as part of the value. */
function isCutByComment(location: Location | undefined): boolean {
  const { sourceLine = "", column = 1, length = 1 } = location ?? {};
  const [value, rest] = [sourceLine.slice(column - 1), sourceLine.slice(column - 1 + length)];
  return /^[^"']/.test(value) && /^\s+#/.test(rest);
}
