import type { CreationNotes } from "../../../run/creation-notes.ts";
import type { PublishPlan } from "../../../run/forecast.ts";
import type { StackRun } from "../../../run/stack-run.ts";
import type { UntouchedState } from "../../outside/untouched.ts";

/** Objects that the rows of all tables share in a run. */
export interface RowsShared {
  readonly notes: CreationNotes;
  readonly plan: PublishPlan;
  readonly run: StackRun;
  readonly adopts: (stack: string) => boolean;
  readonly untouched: UntouchedState;
  /** Whether a table leaves the stack in this run. If the table is deleted, its rows are deleted with it. */
  readonly tableLeaves: (tableId: string, stack: string) => Promise<boolean>;
}
