import type { Location } from "../../diagnostic.ts";
import { visit } from "../../expression/ast.ts";
import { functionNamed, functions } from "../../expression/functions.ts";
import type { ExpressionProblem } from "../../expression/parse.ts";
import { nearest, slip } from "../../suggest.ts";
import type { Check, Report } from "../check.ts";
import type { Part } from "../parts.ts";
import type { Subject } from "../subject.ts";

const names = [...functions.values()].map(({ name }) => name);

/** Invalid expressions; in valid ones, operators and functions that no known export uses. */
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
    for (const part of subject.parts) {
      if (part.kind !== "expression") continue;
      const text = String(part.value);
      const parsed = subject.parse(text);
      if (text.trim() === "") {
        const message = "The expression is empty.";
        report("empty-expression", { ...at(subject, part), message, hint: "Write {noValue: true} for no value." });
      } else if (!parsed.ok) {
        const { problem } = parsed;
        const code = problem.unknown && subject.document ? "undocumented-expression" : "invalid-expression";
        reportAt(subject, report, { part, problem, code });
      } else {
        for (const problem of parsed.notes)
          reportAt(subject, report, { part, problem, code: "undocumented-expression" });
        for (const call of visit(parsed.expression)) {
          if (call.type !== "call") continue;
          const info = functionNamed(call.name);
          if (info?.takes !== undefined && call.args.length !== info.takes) {
            const message = `'${info.name}' has ${info.takes} arguments, but here it has ${call.args.length}.`;
            const hint = "Every known use has that number. Look for an extra comma or a misplaced bracket.";
            reportAt(subject, report, {
              part,
              problem: { from: call.from, to: call.to, message, hint },
              code: "wrong-arguments",
            });
          }
          if (info || unknown.has(call.name.toLowerCase())) continue;
          unknown.add(call.name.toLowerCase());
          const message = `The function '${call.name}' is unknown.`;
          const problem = {
            from: call.from,
            to: call.from + call.name.length,
            message,
            hint:
              nearest(call.name, names) === undefined
                ? "Check its spelling. Architect has functions that this project does not know."
                : `Did you mean '${nearest(call.name, names)}'?`,
          };
          const code = slip(call.name, names) === undefined ? "unknown-function" : "misspelt-function";
          reportAt(subject, report, { part, problem, code });
        }
      }
    }
  },
};

const CORRECT = "Correct the expression at this place.";

interface ProblemIn {
  readonly part: Part;
  readonly problem: ExpressionProblem;
  readonly code:
    | "invalid-expression"
    | "undocumented-expression"
    | "misspelt-function"
    | "unknown-function"
    | "wrong-arguments";
}

function reportAt(subject: Subject, report: Report, { part, problem, code }: ProblemIn): void {
  const place = at(subject, part);
  const { message, hint = CORRECT } = problem;
  const location = subject.locateWithin(part, problem);
  report(code, { ...place, message, hint: isCutByComment(place.location) ? COMMENT : hint, location });
}

const COMMENT = "In YAML, ' #' begins a comment. Put the expression in quotes.";

/** Whether a comment follows a value without quotes: what was meant as a text may be one. */
function isCutByComment(location: Location | undefined): boolean {
  const { sourceLine = "", column = 1, length = 1 } = location ?? {};
  const [value, rest] = [sourceLine.slice(column - 1), sourceLine.slice(column - 1 + length)];
  return /^[^"']/.test(value) && /^\s+#/.test(rest);
}

function at(subject: Subject, part: Part) {
  const location = subject.locatePart(part);
  return { node: part.node, location };
}
