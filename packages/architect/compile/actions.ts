import { actionOf } from "../archy/actions/index.ts";
import { OUTCOME_VARIABLE } from "../archy/modules.ts";
import { goesOn, outputBlock, outputPlaces, withValueAt } from "../archy/outputs.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { DEFAULT, DONE, EACH, ERROR, NEXT, switchTests } from "../graph/output-paths.ts";
import type { FlowNode, OutcomeContract } from "../graph/types.ts";

/** The nested actions by output path. A path without nested actions is omitted. */
export type Nested = ReadonlyMap<string, readonly ArchyMap[]>;

/** The actions of a node in order, with their nested actions (reference/archy.md §b, §d). */
export function actionsOf(node: FlowNode, nested: Nested, contract?: OutcomeContract): ArchyMap[] {
  if (node.kind === "end") return endActions(node, contract);
  if (node.kind === "callModule") return callActions(node, nested);
  const bare = bareItem(node);
  if (bare !== undefined) return [bare as ArchyMap];
  const shape = actionOf(node.kind)?.shape ?? "outputs";
  const body =
    shape === "cases" && isMap(node.properties["evaluate"]) ? switchBody(node, nested) : outputsBody(node, nested);
  return [{ [node.kind]: { ...named(node), ...body } }];
}

function named({ name, unnamed }: FlowNode): ArchyMap {
  return unnamed ? {} : { name };
}

/** An item that is not an action with a body: `- ref: file.yaml#/...`, or an item without a key. */
function bareItem({ kind, unnamed, properties }: FlowNode): ArchyValue | undefined {
  const keys = Object.keys(properties);
  const value = properties[kind];
  if (!unnamed || keys.length !== 1 || value === undefined) return undefined;
  if (kind === "unknown") return value;
  return isMap(value) ? undefined : { [kind]: value };
}

function outputsBody(node: FlowNode, nested: Nested): ArchyMap {
  const { outputs, ...properties } = node.properties;
  // As in exports, the output paths are last.
  let body: ArchyMap = outputs === undefined ? properties : { ...properties, outputs };
  const places = outputPlaces(node.kind, body);
  const block = outputBlock(node.kind, body);
  for (const { at, marked } of places) if (marked) body = withValueAt(body, [...at, "actions"], []) as ArchyMap;
  for (const [transition, actions] of nested) {
    const place = places.find(({ name, turn }) => (turn ? EACH : name) === transition);
    body = withValueAt(body, [...(place?.at ?? [...block, transition]), "actions"], [...actions]) as ArchyMap;
  }
  return body;
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
      const actions = nested.get(cases[index]?.transition ?? "");
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
  return [{ updateData: { ...named(node), statements: [{ [type]: statement }] } }, { endTask: { name: node.name } }];
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
      ...named(node),
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

/** A value in an expression. */
export function literal(value: ArchyValue): string {
  if (typeof value !== "string") return String(value);
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/**
 * The output path that continues with the next action of the list, if the node has such a path. The actions of all
 * other paths nest.
 */
export function pathAlong(node: FlowNode): typeof NEXT | typeof DONE | undefined {
  if (node.kind === "end") return undefined;
  if (node.kind === "callModule") return outcomesOf(node) ? undefined : NEXT;
  const info = actionOf(node.kind);
  if (info?.shape === "loop") return DONE;
  return goesOn(node.kind, node.properties) ? NEXT : undefined;
}

/** Outcome -> values of the outcome variable, for a call to a module with a contract. */
export function outcomesOf(node: FlowNode): ArchyMap | undefined {
  const { outcome } = node.properties;
  return (outcome as { outcomes?: ArchyMap } | undefined)?.outcomes;
}
