import { flowTypes, type ModuleContract } from "@genesys-flows/architect";
import type { CallPlace, CallPlan } from "@genesys-flows/architect/edit";

/** A module that every flow may call. */
export const handler: ModuleContract = {
  name: "Common error handler",
  inputs: { "Common.caller": "string", "Common.attempts": "integer" },
  outputs: { "Common.outcome": "string", "Common.ticket": "string" },
  channels: Object.values(flowTypes).flatMap(({ type, callsModules }) => (callsModules ? [type] : [])),
  outcome: { from: "Common.outcome", outcomes: { completed: ["completed"], failure: ["failure"] } },
};

/** A call to it. */
export function callAt(place: CallPlace, more: Partial<CallPlan> = {}): CallPlan {
  return {
    module: handler,
    place,
    inputs: { caller: "somebody", attempts: 3 },
    on: { error: { to: "end" } },
    ...more,
  };
}

export const contractOf = (name: string) => (name === handler.name ? handler.outcome : undefined);
