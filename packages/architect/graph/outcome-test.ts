import { actionOf } from "../archy/actions/index.ts";
import { moduleCallOf, sameName } from "../archy/modules.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry } from "../archy/values.ts";
import { variablesIn } from "../expression/names.ts";
import { DEFAULT, switchTests } from "./output-paths.ts";
import type { FlowGraph, FlowNode, NodeId } from "./types.ts";

/** The test of a call's outcome, and the parts that it lacks (design §4, "Outcomes"). */
export type OutcomeTest =
  | { readonly ok: true; readonly test: FlowNode; readonly variable: string }
  | {
      readonly ok: false;
      /**
       * - `no-test`: a path from the call reaches an end, another call, or the call again without a test
       * - `no-case`: the testing switch has no case
       * - `no-default`: the testing switch has no default with actions
       * - `empty-yes`, `empty-no`: that path of the decision has no next node, or both paths have the same target
       */
      readonly missing: "no-test" | "no-case" | "no-default" | "empty-yes" | "empty-no";
      /** The node that tests the outcome, if it exists. */
      readonly test?: FlowNode;
      /** For `no-test`: the last node on the path without a test. */
      readonly until?: FlowNode;
    };

/**
 * Finds the `switch` or `decision` that tests the outcome of a module call in a lifted export. It tests a variable that
 * is bound to an output of the call. Every path from the call must contain the test before any other call or an end;
 * other actions may come before it. A variable that is overwritten on the path no longer counts.
 */
export function findOutcomeTest(graph: FlowGraph, callNodeId: NodeId): OutcomeTest {
  const call = graph.nodes.get(callNodeId);
  const bound = call ? boundVariables(call) : [];
  if (!call || bound.length === 0) return { ok: false, missing: "no-test", ...(call && { until: call }) };
  const seen = new Set<string>();
  const waiting: { from: FlowNode; id: NodeId | undefined; live: readonly string[] }[] = [];
  const goOn = (from: FlowNode, live: readonly string[]) => {
    const targets = new Set(Object.values(from.transitions));
    if (targets.size === 0) waiting.push({ from, id: undefined, live });
    for (const id of targets) waiting.push({ from, id, live });
  };
  goOn(call, bound);
  let found: OutcomeTest | undefined;
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const node = step.id === undefined ? undefined : graph.nodes.get(step.id);
    if (!node || node.id === callNodeId || isCall(node)) return { ok: false, missing: "no-test", until: step.from };
    const key = `${node.id} ${step.live.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const variable = step.live.find((name) => tests(node, name));
    if (variable !== undefined) {
      found = judge(node, variable);
      if (!found.ok) return found;
    } else {
      const live = step.live.filter((name) => !overwrites(node, name));
      goOn(node, live);
    }
  }
  return found ?? { ok: false, missing: "no-test", until: call };
}

/** The caller's variables to which the outputs of a call are bound. */
function boundVariables(call: FlowNode): string[] {
  const raw = call.kind === "callCommonModule" ? moduleCallOf(call.properties)?.outputs : undefined;
  const outputs = raw ?? getMap(call.properties, "outputs") ?? {};
  const bound = Object.values(outputs).flatMap((binding) => getText(binding, "var") ?? []);
  const outcome = getText(call.properties, "outcomeVariable");
  return outcome === undefined ? bound : [...bound, outcome];
}

/** Whether a node calls a module, a task, a bot or another flow that returns to the node. */
function isCall(node: FlowNode): boolean {
  return node.kind === "callModule" || actionOf(node.kind)?.calls === true;
}

function tests(node: FlowNode, variable: string): boolean {
  if (node.kind === "decision") return reads(get(node.properties, "condition"), variable);
  if (actionOf(node.kind)?.shape !== "cases") return false;
  const { subject, cases } = switchTests(node.properties);
  if (cases.length === 0) return mentions(node.properties, variable);
  return reads(subject, variable) || cases.some((one) => reads(one.value, variable));
}

function reads(value: ArchyValue | undefined, variable: string): boolean {
  const expression = getText(value, "exp");
  return expression !== undefined && variablesIn(expression).some(({ name }) => sameName(name, variable));
}

function mentions(properties: ArchyMap, variable: string): boolean {
  return JSON.stringify(properties).toLowerCase().includes(variable.toLowerCase());
}

function overwrites(node: FlowNode, variable: string): boolean {
  return getList(node.properties, "statements").some((statement) => {
    const body = singleEntry(statement)?.[1];
    return isMap(body) && sameName(getText(body, "variable") ?? "", variable);
  });
}

function judge(test: FlowNode, variable: string): OutcomeTest {
  const { transitions } = test;
  const own = (transition: string) => Object.hasOwn(transitions, transition);
  if (test.kind === "decision") {
    if (!own("yes")) return { ok: false, missing: "empty-yes", test };
    if (!own("no") || transitions["no"] === transitions["yes"]) return { ok: false, missing: "empty-no", test };
    return { ok: true, test, variable };
  }
  if (switchTests(test.properties).cases.length === 0) return { ok: false, missing: "no-case", test };
  if (!own(DEFAULT) || test.implicit?.includes(DEFAULT)) return { ok: false, missing: "no-default", test };
  return { ok: true, test, variable };
}
