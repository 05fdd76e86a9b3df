import { actionOf, findOutcomeTest, flowTypes, get, NEXT, type NodeId, outputPathsOf } from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { nodesFrom } from "../paths/next.ts";
import { countersIn } from "../paths/retries.ts";
import { callAt, isModuleCall, type ModuleCall } from "./calls.ts";
import { asks, assignments, endHangsUp, hangsUp, isHeardAt, isQuiet, sets } from "./effects.ts";
import { conditionsOf, isTest, type Result, resultsOf } from "./results.ts";
import { holds, NOT_SET, resultOf, UNKNOWN, type Value, type Values } from "./values.ts";

/** A place on a path: a node, or the end after one; and what is known of variables there. */
export interface Step {
  /** Undefined where nothing follows. */
  readonly id: NodeId | undefined;
  readonly from: NodeId;
  readonly values: Values;
  /** The flow has looked at what the module returned: what happens before does not depend on it. */
  readonly tested: boolean;
}

/** Where a call continues after one result of the module. */
export function stepAfter({ origin }: FlowSubject, { node }: ModuleCall, { name, value }: Result): Step {
  const { transitions } = node;
  const own = (key: string) => (Object.hasOwn(transitions, key) ? transitions[key] : undefined);
  if (value) {
    const values: Values = new Map([[value.variable.toLowerCase(), value.is]]);
    return { id: own(NEXT), from: node.id, values, tested: false };
  }
  // In an export an outcome without a case continues at the default.
  return {
    id: own(name) ?? (origin === "export" ? own("error") : undefined),
    from: node.id,
    values: new Map(),
    tested: true,
  };
}

/** What follows a node on a path. A test whose condition is known has one successor. */
export function stepsFrom(flow: FlowSubject, at: Step): Step[] {
  const node = at.id === undefined ? undefined : flow.graph.nodes.get(at.id);
  if (!node) return [];
  const values = after(flow, at, node.id);
  const known = isTest(node) ? takenAt(flow, node.id, values) : undefined;
  const paths = known === undefined ? outputPathsOf(node) : [known];
  const targets = new Set(
    paths.map((path) => (Object.hasOwn(node.transitions, path) ? node.transitions[path] : undefined)),
  );
  if (known === undefined) for (const target of Object.values(node.transitions)) targets.add(target);
  const tested = at.tested || (isTest(node) && [...at.values.keys()].some((name) => readsVariable(node, name)));
  return [...targets].map((id) => ({ id, from: node.id, values, tested }));
}

/** The output path that a test takes; undefined where that is not known. */
function takenAt(flow: FlowSubject, id: NodeId, values: Values): string | undefined {
  const node = flow.graph.nodes.get(id);
  if (!node) return undefined;
  for (const { transition, condition } of conditionsOf(flow, node)) {
    const is = condition && holds(resultOf(condition, values));
    if (is === undefined) return undefined;
    if (is) return transition;
  }
  return node.kind === "decision" ? "no" : "default";
}

/** Whether a test reads what the module returned, and which path it takes cannot be known. */
function isUndecided(flow: FlowSubject, id: NodeId, values: Values): boolean {
  const node = flow.graph.nodes.get(id);
  if (!node || !isTest(node) || takenAt(flow, id, values) !== undefined) return false;
  return [...values.keys()].some((name) => readsVariable(node, name));
}

function after(flow: FlowSubject, { values }: Step, id: NodeId): Values {
  const node = flow.graph.nodes.get(id);
  if (!node) return values;
  let changed: Map<string, Value> | undefined;
  for (const [variable] of values) {
    if (!sets(node, variable)) continue;
    changed ??= new Map(values);
    const set = assignments(node.properties).findLast((one) => one.variable.toLowerCase() === variable);
    changed.set(variable, set ? literal(set.value) : UNKNOWN);
  }
  return changed ?? values;
}

function literal(value: Parameters<typeof get>[0]): Value {
  if (get(value, "noValue") === true) return NOT_SET;
  const found = get(value, "lit");
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? found : UNKNOWN;
}

/** Every step that a path reaches, the first included. Nothing is looked at behind a step at which it stops. */
export function* walk(
  flow: FlowSubject,
  first: readonly Step[],
  next: (step: Step) => readonly Step[],
): Generator<Step> {
  const seen = new Set<string>();
  const waiting = [...first].reverse();
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const known = [...step.values].map(([name, value]) => `${name}=${String(value)}`).join();
    const key = `${step.id ?? `end after ${step.from}`} ${known} ${step.tested}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield step;
    if (step.id !== undefined && flow.graph.nodes.has(step.id)) waiting.push(...next(step).toReversed());
  }
}

/**
 * The first nodes on a path that anybody hears or sees; `end` where it ends before. Undefined where a test of what the module
 * returned could not be checked.
 */
export function firstEffects(flow: FlowSubject, first: Step): Set<NodeId | "end"> | undefined {
  const found = new Set<NodeId | "end">();
  const passes = ({ id, tested }: Step) => {
    const node = id === undefined ? undefined : flow.graph.nodes.get(id);
    return node !== undefined && (!tested || isQuiet(flow.graph, node) || isTest(node));
  };
  for (const step of walk(flow, [first], (one) => (passes(one) ? stepsFrom(flow, one) : []))) {
    if (step.id === undefined || !flow.graph.nodes.has(step.id)) found.add("end");
    else if (!passes(step)) found.add(step.id);
    else if (isUndecided(flow, step.id, step.values)) return undefined;
  }
  return found;
}

/** The node at which a caller who has heard nothing is hung up on; undefined when that cannot happen. */
export function silentEnd(flow: FlowSubject, first: Step, call: NodeId): NodeId | undefined {
  const { graph } = flow;
  if (flowTypes[graph.type].media !== "call") return undefined;
  const goesOn = ({ id, tested }: Step) => {
    const node = id === undefined ? undefined : graph.nodes.get(id);
    return node !== undefined && (!tested || (node.id !== call && !isModuleCall(node) && !isHeardAt(graph, node)));
  };
  for (const step of walk(flow, [first], (one) => (goesOn(one) ? stepsFrom(flow, one) : []))) {
    const node = step.id === undefined ? undefined : graph.nodes.get(step.id);
    if (!node) {
      if (endHangsUp(graph, step.from)) return step.from;
    } else if (hangsUp(node)) return node.id;
    else if (actionOf(node.kind)?.endsPart && endHangsUp(graph, node.id)) return node.id;
  }
  return undefined;
}

/**
 * The calls over which the error of a call leads back to it, itself last; undefined when something bounds the turns: a loop
 * around the call, a count, or a question to the caller. Of other calls only the error is followed.
 */
export function returnsOver(flow: FlowSubject, call: ModuleCall, first: Step): NodeId[] | undefined {
  const { graph } = flow;
  const over = new Map<NodeId, NodeId[]>();
  const counters = [...countersIn(graph)];
  const next = (step: Step): Step[] => {
    const node = step.id === undefined ? undefined : graph.nodes.get(step.id);
    if (!node || node.id === call.node.id || asks(node)) return [];
    if (isModuleCall(node)) {
      const other = callAt(node);
      const test = findOutcomeTest(graph, node.id);
      const tested = test.ok ? test.variable : undefined;
      const errors = resultsOf(flow, other, tested).filter(({ isError }) => isError);
      if (errors.length === 0) return stepsFrom(flow, step);
      return errors.map((result) => stepAfter(flow, other, result));
    }
    if (actionOf(node.kind)?.shape === "loop") {
      const body = node.transitions["each"];
      const turn = body === undefined ? [] : [...nodesFrom(graph, [body], ({ id }) => id !== node.id)];
      const asked = turn.some((id) => asks(graph.nodes.get(id) as NonNullable<typeof node>));
      return asked ? [] : stepsFrom(flow, step).filter(({ id }) => id === node.transitions["done"] && id !== undefined);
    }
    const counts = isTest(node) && counters.some((name) => readsVariable(node, name));
    return counts ? [] : stepsFrom(flow, step);
  };
  for (const step of walk(flow, [first], next)) {
    const before = over.get(step.from) ?? [];
    const node = step.id === undefined ? undefined : graph.nodes.get(step.id);
    if (!node) continue;
    const path = isModuleCall(node) ? [...before, node.id] : before;
    if (node.id === call.node.id) return path;
    if (!over.has(node.id)) over.set(node.id, path);
  }
  return undefined;
}

function readsVariable(node: Parameters<typeof isTest>[0], name: string): boolean {
  return JSON.stringify(node.properties).toLowerCase().includes(name);
}
