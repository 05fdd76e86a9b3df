import type { RunAssumption } from "./assumptions.ts";
import type { Step } from "./step.ts";
import type { Course } from "./types.ts";

/** How an action leaves: by an output path, to a node or a container, or by an end. */
export type Taken =
  | { readonly path: string }
  | { readonly to: string }
  /** It ends the task or state that it is in, with an output path. */
  | { readonly endsPart: string }
  /** It ends the flow; control returns to what called it. */
  | { readonly endsFlow: string | undefined };

/** What one action does at run time. */
export interface ActionSemantics {
  /** What it asks of the customer or the world, in words; absent for one that asks nothing. */
  readonly asks?: string;
  /** What it changes, in words. */
  readonly writes?: string;
  /** Sources by their short names, with commas: `A1, archy.md §d` (`sources.ts`). */
  readonly source: string;
  readonly assumes?: readonly RunAssumption[];
  run(step: Step): Course<Taken>;
}

export type Rows = Readonly<Record<string, ActionSemantics>>;

/** An action that asks nobody and is done at once. @param work gives the output path, or how it leaves */
export function silent(
  row: Omit<ActionSemantics, "run">,
  work: (step: Step) => string | Taken | undefined,
): ActionSemantics {
  return {
    ...row,
    // biome-ignore lint/correctness/useYield: nothing happens that somebody notices
    *run(step) {
      const taken = work(step) ?? "next";
      return typeof taken === "string" ? { path: taken } : taken;
    },
  };
}
