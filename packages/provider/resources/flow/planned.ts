import type { ReferenceKind } from "@genesys-flows/architect";
import type { PlannedFlow } from "../../run/forecast.ts";
import { namesFlow } from "./named-kinds.ts";
import type { FlowInputs, FlowState } from "./values.ts";

/** A job, and the flow as it is then. */
const PUBLISHING = 2;
/** Looks at a job: the first is at the median of their times. */
const LOOKS = 1.5;
/** What the new version holds. */
const PROOF = 1;
/** Before a flow is made: its name. */
const NAME_LOOKUP = 1;
/** Check out, rename, give the lock back; the name before and after. */
const RENAME = 5;

/**
 * What publishing a flow takes. Flows that exist are read a hundred at a time, which is not counted.
 * @param state absent where the flow is new
 */
export function plannedFlow(inputs: FlowInputs, state?: FlowState): PlannedFlow {
  const name = inputs.name ?? "";
  const modules = Object.values(inputs.modules ?? {}).map((module) => module.name);
  const flows = Object.keys(inputs.references ?? {}).flatMap((key) => {
    const at = key.indexOf(":");
    return namesFlow({ kind: key.slice(0, at) as ReferenceKind }) ? [key.slice(at + 1)] : [];
  });
  return {
    name,
    isModule: inputs.type === "commonModule",
    after: [...modules, ...flows],
    requests:
      PUBLISHING +
      LOOKS +
      (modules.length > 0 ? PROOF : 0) +
      (state === undefined ? NAME_LOOKUP : 0) +
      (state !== undefined && state.name !== name ? RENAME : 0),
  };
}
