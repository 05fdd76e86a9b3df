import type { Location } from "../diagnostic.ts";
import { lineStarts } from "./text.ts";

/** A stretch of a document's text that took the place of a placeholder. */
export interface FilledStretch {
  /** Offsets of its first character and of the one after its last. */
  readonly from: number;
  readonly to: number;
  /** The placeholder's key. */
  readonly key: string;
  /**
   * - `value`: what the stack or the flow's options give
   * - `stand-in`: nobody gave a value; the text holds the place of one, and is not to be judged as one
   */
  readonly by: "value" | "stand-in";
}

/** What a place of a document comes from, where it was filled in, if only in part; a stand-in goes before a value. */
export type Filling = (place: Location) => FilledStretch["by"] | undefined;

/** Answers for the places of a text which of them were filled in. */
export function fillingOf(text: string, stretches: readonly FilledStretch[]): Filling {
  const starts = lineStarts(text);
  return ({ line, column, length = 1 }) => {
    const from = (starts[line - 1] ?? text.length) + column - 1;
    const met = stretches.filter((stretch) => stretch.from < from + length && from < stretch.to);
    return met.find(({ by }) => by === "stand-in")?.by ?? met[0]?.by;
  };
}
