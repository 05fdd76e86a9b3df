import type { EngineStep } from "../events/engine-run.ts";
import { valueBefore } from "./step.ts";
import type { Inputs } from "./words.ts";

/**
 * The properties of an object before and after the update; undefined if it does not exist. `before` has the live
 * values.
 */
export interface ObjectSides {
  readonly before?: Inputs | undefined;
  readonly after?: Inputs | undefined;
}

export function sidesOf(step: EngineStep): ObjectSides {
  const { op, old, new: next } = step;
  const isGone = op.startsWith("delete");
  const properties = [
    ...new Set([...Object.keys(old?.inputs ?? {}), ...(isGone ? [] : Object.keys(next?.inputs ?? {}))]),
  ];
  const before = old && Object.fromEntries(properties.map((property) => [property, valueBefore(step, property)]));
  return { before, after: isGone ? undefined : next?.inputs };
}
