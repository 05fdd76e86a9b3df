import type { Severity } from "./codes/code-table.ts";

/** A place in a source file. Lines and columns count from 1. */
export interface Location {
  /** Path as messages show it; relative to the project, if there is one. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Number of characters to underline; 1 when unknown. */
  readonly length?: number;
  /** The text of the line, for the caret frame. */
  readonly sourceLine?: string;
  /** The place that uses this one, for a place in a fragment. */
  readonly via?: Location;
}

/** One finding. The code is permanent; the message says what is wrong, the hint what to do. */
export interface Diagnostic<Code extends string = string> {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** What happens because of it, where the message does not say it. */
  readonly why?: string;
  readonly hint?: string;
  readonly location?: Location;
  /** Key of the flow. */
  readonly flow?: string;
  /** Node id within that flow. */
  readonly node?: string;
}
