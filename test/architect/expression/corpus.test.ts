import { type ArchyValue, parseArchy } from "@genesys-flows/architect";
import { visit } from "../../../packages/architect/expression/ast.ts";
import { functionNamed } from "../../../packages/architect/expression/functions.ts";
import { parseExpression } from "../../../packages/architect/expression/parse.ts";
import { type CorpusFile, describeCorpus, fittingValue } from "../corpus.ts";

const suite = (files: readonly CorpusFile[]) => {
  const expressions = files.flatMap(({ file, text }) =>
    expressionsIn(parseArchy(text, { file }).body).map((expression) => ({ file, expression })),
  );

  test("all can be read, except empty ones", () => {
    const refused = expressions.filter(({ expression }) => !parseExpression(expression).ok);
    expect(refused.map(({ expression }) => expression)).toEqual(["", "", ""]);
    const distinct = new Set(expressions.map(({ expression }) => expression)).size;
    console.info(`${expressions.length} expressions, ${distinct} of them different; ${refused.length} are empty`);
    expect(expressions.length).toBeGreaterThan(500);
  });

  test("all functions are known", () => {
    const unknown = expressions.flatMap(({ expression }) => {
      const parsed = parseExpression(expression);
      const parts = parsed.ok ? [...visit(parsed.expression)] : [];
      return parts.flatMap((part) => (part.type === "call" && !functionNamed(part.name) ? part.name : []));
    });
    expect(unknown).toEqual([]);
  });
};

describeCorpus("expressions of real exports", suite, { standIn: fittingValue });

function expressionsIn(value: ArchyValue): string[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "exp" && typeof child === "string" ? child : expressionsIn(child),
  );
}
