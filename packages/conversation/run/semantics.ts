import type { RunAssumption } from "./assumptions.ts";
import type { Step } from "./step.ts";
import type { Course } from "./types.ts";

/** How an action ends: with an output path, a jump to a node or container, or the end of its task, state or flow. */
export type Taken =
  | { readonly path: string }
  | { readonly to: string }
  /** The action ends its task or state with an output path. */
  | { readonly endsPart: string }
  /** The action ends the flow; control returns to the caller. */
  | { readonly endsFlow: string | undefined };

/** The behaviour of one action at run time. */
export interface ActionSemantics {
  /** What the action asks the customer or the world, in words; omitted if it asks nothing. */
  readonly asks?: string;
  /** What the action changes, in words. */
  readonly writes?: string;
  /** Short names of sources, separated by commas: `A1, archy.md §d` (`sources.ts`). */
  readonly source: string;
  readonly assumes?: readonly RunAssumption[];
  run(step: Step): Course<Taken>;
}

export type Rows = Readonly<Record<string, ActionSemantics>>;

/** An action that asks nothing and takes no time. @param work returns the output path, or how the action ends */
export function silent(
  row: Omit<ActionSemantics, "run">,
  work: (step: Step) => string | Taken | undefined,
): ActionSemantics {
  return {
    ...row,
    // biome-ignore lint/correctness/useYield: the action yields no event
    *run(step) {
      const taken = work(step) ?? "next";
      return typeof taken === "string" ? { path: taken } : taken;
    },
  };
}
