import type { FlowNode, NodeId } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import type { ModuleCall } from "./calls.ts";
import { isModuleCall } from "./calls.ts";
import { stepsFrom, walk } from "./paths.ts";
import type { Problem } from "./problem.ts";
import { type Condition, conditionsOf, isTest, type Result } from "./results.ts";
import { holds, isOpaque, resultOf } from "./values.ts";

/** Conditions of the test after a call that are the same whatever the module returned. Each message continues a sentence. */
export function constantsOf(
  flow: FlowSubject,
  { call, test, results }: { call: ModuleCall; test: FlowNode; results: readonly Result[] },
): Problem[] {
  return conditionsOf(flow, test).flatMap((condition) => {
    const is = constantIn(condition, results);
    if (is === undefined) return [];
    const about = `is followed by "${test.name}", whose condition \`${condition.text}\` is ${is ? "always" : "never"} true`;
    return {
      message: `${about}${is ? ", whatever the module returned" : whyNever(call)}.`,
      fix: `In Architect, compare the variable with a value that the module returns${valuesOf(call)}.`,
    };
  });
}

function constantIn({ condition }: Condition, results: readonly Result[]): boolean | undefined {
  if (!condition) return undefined;
  const always = holds(resultOf(condition, new Map()));
  if (always !== undefined || isOpaque(condition)) return always;
  const all = results.map(({ value }) =>
    holds(resultOf(condition, new Map(value ? [[value.variable.toLowerCase(), value.is]] : []))),
  );
  const [first] = all;
  return all.length > 0 && all.every((one) => one === first) ? first : undefined;
}

function whyNever({ contract, module }: ModuleCall): string {
  return contract ? `: "${module}" returns no such value in ${contract.from}` : "";
}

function valuesOf({ contract }: ModuleCall): string {
  const values = Object.values(contract?.outcomes ?? {}).flat();
  return values.length > 0 ? `: ${values.map((value) => JSON.stringify(value)).join(", ")}` : "";
}

/** A sentence about the first test after a call when it does not depend on anything; undefined for another one. */
export function constantTestAfter(flow: FlowSubject, call: FlowNode): string | undefined {
  const first = { id: call.transitions["next"], from: call.id, values: new Map(), tested: true };
  const test = (id: NodeId | undefined) => (id === undefined ? undefined : flow.graph.nodes.get(id));
  const passes = (node: FlowNode | undefined) => node !== undefined && !isTest(node) && !isModuleCall(node);
  for (const { id } of walk(flow, [first], (step) => (passes(test(step.id)) ? stepsFrom(flow, step) : []))) {
    const node = test(id);
    if (!node || !isTest(node)) continue;
    const conditions = conditionsOf(flow, node);
    const known = conditions.map(({ condition }) => condition && holds(resultOf(condition, new Map())));
    const at = known.findIndex((one) => one !== undefined);
    if (at < 0) continue;
    return `The condition \`${conditions[at]?.text}\` of "${node.name}" is ${known[at] ? "always" : "never"} true.`;
  }
  return undefined;
}
