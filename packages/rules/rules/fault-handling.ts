import { flowTypes } from "@genesys-flows/architect";
import { z } from "zod";
import type { FlowSubject } from "../flow-subject.ts";
import { isModuleCall } from "../module-calls/calls.ts";
import { defineRule, type Violation } from "../rule.ts";

/** A flow that calls a module has fault handling that callers hear. */
export const faultHandling = defineRule({
  name: "fault-handling",
  title: "Missing or silent fault handling",
  requires: "A flow that calls a module has fault handling that callers hear.",
  why: "A fault inside a module never comes back to the call. It continues in the fault handling of the flow that called it; without one, the caller hears nothing.",
  fix: "Add fault handling that says something or transfers the caller.",
  settings: z.strictObject({}),
  document(flow, { report }) {
    if (![...flow.graph.nodes.values()].some(isModuleCall)) return;
    for (const problem of ofFaultHandling(flow)) {
      report({ ...problem, ...(flow.faultPlace && { location: flow.faultPlace }) });
    }
  },
});

function ofFaultHandling({ graph, origin }: FlowSubject): Pick<Violation, "message" | "fix">[] {
  const type = flowTypes[graph.type];
  if (!type.errorHandling) return [];
  const fix =
    origin === "definition"
      ? 'Add `onFault: {say: "...", then: disconnect}`. A fault inside a module continues there, not at the call.'
      : "In Architect, set it under Settings > Error Handling. A fault inside a module continues there, not at the call.";
  if (!graph.onFault) return [{ message: "A module is called, but the flow has no fault handling.", fix }];
  if (type.media !== "call" || isHeard(graph.onFault.say) || !("disconnect" in graph.onFault.then)) return [];
  return [{ message: "A module is called, but the fault handling disconnects without saying anything.", fix }];
}

function isHeard(say: unknown): boolean {
  if (typeof say !== "object" || say === null) return false;
  const [[kind, value] = []] = Object.entries(say);
  if (kind === undefined || kind === "noValue") return false;
  return typeof value !== "string" || value.trim() !== "";
}
