import { actionOf } from "../archy/actions/index.ts";
import { OUTCOME_VARIABLE } from "../archy/modules.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { FlowNode, OutcomeContract } from "../graph/types.ts";
import { DEFAULT, EACH, ERROR, switchTests } from "../graph/ways.ts";
import { outcomesOf } from "./ways.ts";

/** Actions that a way on nests; absent for a way that nests none. */
export type Nested = ReadonlyMap<string, readonly ArchyMap[]>;

/** The actions of a node in the order in which they stand, what they nest put in (reference/archy.md §b, §d). */
export function actionsOf(node: FlowNode, nested: Nested, o: { contract?: OutcomeContract } = {}): ArchyMap[] {
  if (node.kind === "end") return endActions(node, o.contract);
  if (node.kind === "callModule") return callActions(node, nested);
  const shape = actionOf(node.kind)?.shape ?? "outputs";
  const body = shape === "cases" ? switchBody(node, nested) : outputsBody(node, nested);
  return [{ [node.kind]: { name: node.name, ...body } }];
}

function outputsBody(node: FlowNode, nested: Nested): ArchyMap {
  const loopOutput = actionOf(node.kind)?.shape === "loop" ? actionOf(node.kind)?.outputs[0] : undefined;
  const { outputs: kept, ...properties } = node.properties;
  const outputs: ArchyMap = isMap(kept ?? null) ? { ...(kept as ArchyMap) } : {};
  for (const [way, actions] of nested) {
    const key = way === EACH && loopOutput !== undefined ? loopOutput : way;
    const more = outputs[key];
    outputs[key] = { ...(isMap(more) ? more : {}), actions: [...actions] };
  }
  return Object.keys(outputs).length > 0 ? { ...properties, outputs } : properties;
}

function switchBody(node: FlowNode, nested: Nested): ArchyMap {
  const { style, type, cases } = switchTests(node.properties);
  const evaluate = node.properties["evaluate"] as ArchyMap;
  const held = (type === undefined ? evaluate[style] : (evaluate[style] as ArchyMap)[type]) as ArchyMap;
  const fallback = nested.get(DEFAULT);
  const { default: kept, ...rest } = held;
  const more = { ...(kept as ArchyMap | undefined), ...(fallback ? { actions: [...fallback] } : {}) };
  const filled: ArchyMap = {
    ...(Object.keys(more).length > 0 ? { default: more } : {}),
    ...rest,
    cases: ((held["cases"] ?? []) as ArchyMap[]).map((item, index) => {
      const actions = nested.get(cases[index]?.way ?? "");
      return actions ? { ...item, case: { ...(item["case"] as ArchyMap), actions: [...actions] } } : item;
    }),
  };
  return { ...node.properties, evaluate: { ...evaluate, [style]: type === undefined ? filled : { [type]: filled } } };
}

function endActions(node: FlowNode, contract: OutcomeContract | undefined): ArchyMap[] {
  const outcome = String(node.properties["outcome"] ?? ERROR);
  const value = contract?.outcomes[outcome]?.[0] ?? outcome;
  const type = typeof value === "boolean" ? "boolean" : typeof value === "number" ? "integer" : "string";
  const statement = { variable: contract?.from ?? OUTCOME_VARIABLE, value: { lit: value } };
  return [{ updateData: { name: node.name, statements: [{ [type]: statement }] } }, { endTask: { name: node.name } }];
}

function callActions(node: FlowNode, nested: Nested): ArchyMap[] {
  const { module, moduleKey: _key, inputs, outputs, outcome, outcomeVariable, ...more } = node.properties;
  const outcomes = outcomesOf(node);
  const from = (outcome as ArchyMap | undefined)?.["from"];
  const bound: ArchyMap =
    outcomes && typeof from === "string" && typeof outcomeVariable === "string"
      ? { [from]: { var: outcomeVariable } }
      : {};
  const version = { inputs: inputs ?? {}, outputs: { ...(outputs as ArchyMap | undefined), ...bound } };
  const call = {
    callCommonModule: {
      name: node.name,
      ...more,
      commonModule: { [String(module)]: { ver_latestPublished: version } },
    },
  };
  if (!outcomes || typeof outcomeVariable !== "string") return [call];
  const cases = Object.entries(outcomes).map(([name, values]): ArchyMap => {
    const actions = nested.get(name);
    const value = { exp: testOf(outcomeVariable, values as ArchyValue[]) };
    return { case: actions ? { value, actions: [...actions] } : { value } };
  });
  const fallback = nested.get(ERROR);
  const firstTrue: ArchyMap = fallback ? { default: { actions: [...fallback] }, cases } : { cases };
  return [call, { switch: { name: `${node.name}: outcome`, evaluate: { firstTrue } } }];
}

function testOf(variable: string, values: readonly ArchyValue[]): string {
  return values.map((value) => `${variable} == ${literal(value)}`).join(" or ");
}

function literal(value: ArchyValue): string {
  if (typeof value !== "string") return String(value);
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
