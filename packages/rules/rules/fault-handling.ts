import { actionOf, type FlowGraph, type FlowNode, flowTypes, getMap, getText, namedIn } from "@genesys-flows/architect";
import { z } from "zod";
import type { FlowSubject } from "../flow-subject.ts";
import { isModuleCall } from "../module-calls/calls.ts";
import { isSilent } from "../paths/heard.ts";
import { nodesFrom } from "../paths/next.ts";
import { labelOf, nodesInOrder } from "../paths/nodes.ts";
import { silentEnds } from "../paths/silent-ends.ts";
import { expressionsOf } from "../paths/values.ts";
import { defineRule, type Problem } from "../rule.ts";

/**
 * A flow that can fault has fault handling that callers hear (reference/archy.md §a, "settingsErrorHandling").
 * Individual module calls are checked by the rule `module-call-transitions`; this rule reports once per flow.
 */
export const faultHandling = defineRule({
  name: "fault-handling",
  title: "Missing, silent or endless fault handling",
  requires:
    "A flow that can fault has fault handling. In call flows, the fault handling plays audio or transfers the caller. A fault within the fault handling never restarts it.",
  why: "A fault occurs if an action without a failure path fails, an expression has no value, or a flow executes 10,000 actions. The flow's fault handling then takes over, even for a fault inside a module. Without fault handling, the caller hears nothing.",
  fix: "Add fault handling that plays a message or transfers the caller.",
  blindTo:
    "Prompts whose recording is silent. Whether the queue of the fault handling has agents. Flow types whose only reaction to a fault is to end (workflows, work items, bots, digital in-queue flows), unless they call a module.",
  settings: z.strictObject({}),
  example: {
    violating: `inboundCall: Sales
onFault: {then: disconnect}
start: transfer
nodes:
  transfer: {transferToAcd: Sales, on: {failure: sorry}}
  sorry: {playAudio: "Please call again later.", then: bye}
  bye: {disconnect: {}}
`,
    passing: `inboundCall: Sales
onFault: {say: "We have a technical problem. Please call again.", then: disconnect}
start: transfer
nodes:
  transfer: {transferToAcd: Sales, on: {failure: sorry}}
  sorry: {playAudio: "Please call again later.", then: bye}
  bye: {disconnect: {}}
`,
  },
  document(flow, { report }) {
    const { graph } = flow;
    if (!flowTypes[graph.type].errorHandling) return;
    const nodes = nodesInOrder(flow);
    const call = nodes.find(isModuleCall);
    const choosesEnd = flowTypes[graph.type].faults.length > 1;
    const faulting = call ?? (choosesEnd ? nodes.find(canFault) : undefined);
    if (!faulting) return;
    const subject = call ? "A module is called" : `The flow can fault, for example at ${labelOf(flow, faulting)}`;
    for (const problem of ofFaultHandling(flow, subject, call !== undefined)) {
      report({ ...problem, ...(flow.faultPlace && { location: flow.faultPlace }) });
    }
  },
});

/** Whether an action depends on something that may be missing at run time: a system, an object, a value. */
function canFault(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  return (
    info?.failures !== undefined || info?.calls === true || info?.leaves === true || expressionsOf(node).length > 0
  );
}

function ofFaultHandling(flow: FlowSubject, subject: string, callsModule: boolean): Problem[] {
  const { graph, origin } = flow;
  const how =
    origin === "definition"
      ? 'Add `onFault: {say: "...", then: disconnect}`.'
      : "In Architect, set the fault handling under Settings > Error Handling.";
  const fix = callsModule
    ? `${how} A fault inside a module also starts this fault handling; control does not return to the call.`
    : how;
  if (!graph.onFault) return [{ message: `${subject}, but the flow has no fault handling.`, fix }];
  const { say, then } = graph.onFault;
  const starts = namedIn(graph, then).flatMap(({ start }) => start ?? []);
  const found = faultsAgain(flow, starts);
  if (flowTypes[graph.type].media !== "call" || !isSilent(say)) return found;
  if ("disconnect" in then) {
    found.push({ message: `${subject}, but the fault handling disconnects without saying anything.`, fix });
  }
  const silent = silentEnds(flow);
  for (const end of starts.flatMap((start) => silent.from(start) ?? [])) {
    const message = `${subject}, but the fault handling ends at ${labelOf(flow, end.node)} without saying anything.`;
    found.push({ message, fix: "Say something before the end, or transfer the caller." });
  }
  return found;
}

/**
 * Problems with fault handling that leads to the start of the flow or to actions that can fault, because the next fault
 * starts the fault handling again.
 */
function faultsAgain(flow: FlowSubject, starts: readonly string[]): Problem[] {
  const { graph } = flow;
  const handling = nodesFrom(graph, starts);
  const again = nodesInOrder(flow).find(
    (node) => handling.has(node.id) && (isModuleCall(node) || node.id === graph.start || restarts(node, graph)),
  );
  if (!again) return [];
  const message = `The fault handling leads to ${labelOf(flow, again)}, and a fault there starts the fault handling again.`;
  return [{ message, fix: "Make the fault handling play a message and disconnect, or transfer to a queue." }];
}

function restarts(node: FlowNode, graph: FlowGraph): boolean {
  return getText(getMap(node.properties, "targetFlow"), "name")?.toLowerCase() === graph.name.toLowerCase();
}
