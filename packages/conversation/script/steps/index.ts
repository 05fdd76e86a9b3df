import type { Step, StepKind } from "../step-schema.ts";
import { actRows } from "./acts.ts";
import { worldRows } from "./asked.ts";
import { endRows } from "./ends.ts";
import { heardRows } from "./heard.ts";
import type { StepRow, StepRows } from "./row.ts";

const rows: StepRows = { ...heardRows, ...actRows, ...worldRows, ...endRows };

/** A step with the row of its kind. */
export interface PlayedStep {
  readonly kind: StepKind;
  readonly value: unknown;
  readonly row: StepRow<unknown>;
}

/** The row of a step, and the step's value. */
export function rowOf(step: Step): PlayedStep {
  const [[kind, value] = ["hears" as const, ""]] = Object.entries(step) as [StepKind, unknown][];
  // A step only has a value for its own kind.
  return { kind, value, row: rows[kind] as StepRow<unknown> };
}
