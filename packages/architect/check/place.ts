import type { ArchyPath } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";
import type { Span } from "../expression/ast.ts";
import type { FlowNode } from "../graph/types.ts";

/** Where a finding is: a place in the document, a node of the graph, or neither for the flow itself. */
export interface Place {
  readonly path?: ArchyPath;
  readonly node?: FlowNode;
}

/**
 * Returns a function that locates parts of a scalar's text in the document, including quoted text with escapes. It
 * returns the place of the whole scalar if the text spans several lines.
 */
export function placesWithin(scalar: Location | undefined, text: string): (span: Span) => Location | undefined {
  const line = scalar?.sourceLine;
  if (!scalar || line === undefined) return () => scalar;
  const from = scalar.column - 1;
  for (const written of spellings) {
    const whole = written(text);
    // The text may be preceded by a quote and, in a definition, by the expression sign.
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
