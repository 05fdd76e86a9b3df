import type { DiffResult } from "../../rpc/provider.ts";
import type { Published, PublishNote } from "../../run/publish-notes.ts";
import { releasedOf } from "./drift.ts";
import { type FlowState, publishedOf } from "./values.ts";

/** What the state says that this stack has published. */
export function knownPublished(state: FlowState): Published {
  return publishedOf({ ...releasedOf(state), modules: state.modules });
}

/** What a person reads of a flow that is due because an earlier update did not come to its end. */
export function lookedAt(note: PublishNote): string {
  return (
    `An earlier update did not come to its end (${note.host}, ${note.time}) and may have published this flow otherwise than the ` +
    "state says. It is looked at, and published again where it has to be."
  );
}

/** The same difference, and at least that the live version is not known to be the state's. */
export function dueAnyway<Result extends DiffResult>(result: Result): Result {
  if (result.changes.size > 0) return result;
  return { ...result, changes: new Map([["digest", { kind: "update", inputDiff: false }]]) };
}
