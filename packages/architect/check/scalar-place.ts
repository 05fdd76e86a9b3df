import type { Location } from "../diagnostic.ts";
import type { Span } from "../expression/ast.ts";

/** The place of a part of a text that is a scalar of the document; of the whole scalar where it cannot be told. */
export function within(scalar: Location | undefined, text: string, span: Span): Location | undefined {
  if (scalar?.sourceLine === undefined || text.includes("\n")) return scalar;
  const from = scalar.column - 1;
  const at = scalar.sourceLine.indexOf(text, from);
  if (at !== from && at !== from + 1) return scalar;
  const last = scalar.sourceLine.length;
  const column = Math.min(at + span.from, Math.max(0, last - 1)) + 1;
  return { ...scalar, column, length: Math.max(1, span.to - span.from) };
}
