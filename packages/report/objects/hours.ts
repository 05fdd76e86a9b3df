import type { StackOfRun } from "../build/stack.ts";
import type { Reached } from "../build/uses.ts";
import type { EngineStep } from "../events/engine-run.ts";
import type { FlowHours, HoursStory } from "../model/report.ts";
import type { Names } from "./names.ts";

/** The opening hours that an update changes. */
export interface ChangedHours {
  readonly stories: readonly HoursStory[];
  /** Schedules and groups of which a story says what changes. */
  readonly told: ReadonlySet<EngineStep>;
  /** The stories of each flow, by its key. */
  readonly byFlow: ReadonlyMap<string, readonly FlowHours[]>;
}

export async function changedHours(
  _stack: StackOfRun,
  _o: { readonly names: Names; readonly reached: Reached; readonly now: Date },
): Promise<ChangedHours> {
  return { stories: [], told: new Set(), byFlow: new Map<string, FlowHours[]>() };
}
