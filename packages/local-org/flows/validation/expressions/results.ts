import type { DocumentSurvey } from "../survey.ts";
import { functionRow } from "./function-table.ts";
import { readExpression } from "./read.ts";

/** Whether an expression results in a boolean; undefined where that cannot be told. */
export type ResultTest = (expression: string) => boolean | undefined;

/** By the form of the expression, the vendor's table of functions, and the declarations of the document. */
export function resultTest({ declared }: DocumentSurvey): ResultTest {
  const types = Map.groupBy(declared, ({ name }) => name.toLowerCase());
  const holdsBoolean = (name: string): boolean | undefined => {
    const found = new Set((types.get(name.toLowerCase()) ?? []).map(({ type }) => type));
    const [type] = found;
    // A JSON value may be a boolean.
    if (found.size !== 1 || type === undefined || /json/i.test(type)) return undefined;
    return type === "booleanVariable";
  };
  return (expression) => {
    const { result } = readExpression(expression);
    if (result === undefined) return undefined;
    if (typeof result === "string") return result === "boolean";
    if (result.kind === "variable") return holdsBoolean(result.name);
    if (result.kind === "word") return /^(true|false)$/i.test(result.name) ? true : undefined;
    const returns = functionRow(result.name)?.returns ?? [];
    if (returns.length === 0 || returns.some((type) => type.startsWith("any"))) return undefined;
    return returns.includes("bln");
  };
}
