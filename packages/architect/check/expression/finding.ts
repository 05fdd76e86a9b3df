import type { Expression, Span } from "../../expression/ast.ts";

/** The types of an expression and of everything within it. */
export type TypesIn = ReadonlyMap<Expression, string | undefined>;

/** A mistake in a part of an expression. */
export interface ExpressionFinding extends Span {
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
