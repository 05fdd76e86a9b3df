import type { ArchyPath } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";
import type { Span } from "../expression/ast.ts";
import type { FlowNode } from "../graph/types.ts";

/**
 * The location of a finding: a path in the document or a node of the graph. Neither is set for a finding about the flow
 * itself.
 */
export interface Place {
  readonly path?: ArchyPath;
  readonly node?: FlowNode;
}

/**
 * Returns a function that locates parts of a scalar's text in the document, including quoted text with escapes. If the
 * text spans several lines, the function returns the location of the whole scalar.
 */
export function placesWithin(scalar: Location | undefined, text: string): (span: Span) => Location | undefined {
  const line = scalar?.sourceLine;
  if (!scalar || line === undefined) return () => scalar;
  const from = scalar.column - 1;
  for (const written of spellings) {
    const whole = written(text);
    // A quote and, in a definition, the expression sign may precede the text.
    const at = [0, 1, 2, 3].map((shift) => from + shift).find((start) => line.startsWith(whole, start));
    if (at === undefined) continue;
    const columnOf = (offset: number) => at + written(text.slice(0, offset)).length;
    return (span) => {
      const column = Math.min(columnOf(span.from), Math.max(0, line.length - 1)) + 1;
      return { ...scalar, column, length: Math.max(1, columnOf(span.to) + 1 - column) };
    };
  }
  return () => scalar;
}

/** The ways to write a string on one line in YAML: plain, in double quotes, in single quotes. */
const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => text.replaceAll("'", "''"),
];
