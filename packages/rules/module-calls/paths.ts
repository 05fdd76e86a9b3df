import {
  type ArchyValue,
  actionOf,
  type FlowNode,
  findOutcomeTest,
  flowTypes,
  get,
  NEXT,
  type NodeId,
  outputPathsOf,
  successors,
} from "@genesys-flows/architect";
import type { FlowSubject } from "../flow-subject.ts";
import { nodeAt, reached, targetOf } from "../paths/next.ts";
import { countersIn } from "../paths/retries.ts";
import { assigned } from "../paths/values.ts";
import { callAt, isModuleCall, type ModuleCall } from "./calls.ts";
import { asks, endHangsUp, isHeardAt, isQuiet, sets } from "./effects.ts";
import { conditionsOf, isTest, type Result, resultsOf } from "./results.ts";
import { holds, NOT_SET, resultOf, UNKNOWN, type Value, type Values } from "./values.ts";

/**
 * A position on a path, which is a node or the end after a node, with the known values of variables at that position.
 */
export interface Step {
  /** Undefined when nothing follows. */
  readonly id: NodeId | undefined;
  readonly from: NodeId;
  readonly values: Values;
  /** Whether the flow has tested the module's result. Before the test, nothing depends on the result. */
  readonly tested: boolean;
}

export function stepAfter({ origin }: FlowSubject, { node }: ModuleCall, { name, value }: Result): Step {
  if (value) {
    const values: Values = new Map([[value.variable.toLowerCase(), value.is]]);
    return { id: targetOf(node, NEXT), from: node.id, values, tested: false };
  }
  // In an export, an outcome without a case continues on the default path.
  return stepTo(targetOf(node, name) ?? (origin === "export" ? targetOf(node, "error") : undefined), node);
}

/** A step where no values of variables are known, after the test of the module's result. */
export function stepTo(id: NodeId | undefined, from: FlowNode): Step {
  return { id, from: from.id, values: new Map(), tested: true };
}

/** The successors of a node on a path. A test with a known result has one successor. */
export function stepsFrom(flow: FlowSubject, at: Step): Step[] {
  const node = nodeAt(flow.graph, at.id);
  if (!node) return [];
  const values = after(at.values, node);
  const known = takenAt(flow, node, values);
  const paths = known === undefined ? outputPathsOf(node) : [known];
  const targets = new Set(paths.map((path) => targetOf(node, path)));
  if (known === undefined) for (const target of Object.values(node.transitions)) targets.add(target);
  const tested = at.tested || readsAny(node, at.values);
  return [...targets].map((id) => ({ id, from: node.id, values, tested }));
}

/** The output path that a test takes; undefined if it is unknown or the node is not a test. */
function takenAt(flow: FlowSubject, node: FlowNode, values: Values): string | undefined {
  if (!isTest(node)) return undefined;
  for (const { transition, condition } of conditionsOf(flow, node)) {
    const is = condition && holds(resultOf(condition, values));
    if (is === undefined) return undefined;
    if (is) return transition;
  }
  return node.kind === "decision" ? "no" : "default";
}

/** Whether a node is a test that reads the module's result. */
function readsAny(node: FlowNode, values: Values): boolean {
  return isTest(node) && [...values.keys()].some((name) => readsVariable(node, name));
}

function after(values: Values, node: FlowNode): Values {
  const changed = new Map(values);
  for (const [variable] of values) {
    if (!sets(node, variable)) continue;
    const set = assigned(node).findLast(({ name }) => name === variable);
    changed.set(variable, literal(set?.value));
  }
  return changed;
}

function literal(value: ArchyValue | undefined): Value {
  if (get(value, "noValue") === true) return NOT_SET;
  const found = get(value, "lit");
  return typeof found === "string" || typeof found === "number" || typeof found === "boolean" ? found : UNKNOWN;
}

/** Every step that a path reaches, including the first. Does not continue past nodes that `passes` excludes. */
export function walk(
  flow: FlowSubject,
  first: readonly Step[],
  passes: (node: FlowNode, tested: boolean) => boolean,
): Generator<Step> {
  return walkBy(flow, first, (step, node) => (passes(node, step.tested) ? stepsFrom(flow, step) : []));
}

function* walkBy(
  flow: FlowSubject,
  first: readonly Step[],
  next: (step: Step, node: FlowNode) => readonly Step[],
): Generator<Step> {
  const seen = new Set<string>();
  const waiting = [...first].reverse();
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const known = [...step.values].map(([name, value]) => `${name}=${String(value)}`).join();
    const key = `${step.id ?? `end after ${step.from}`} ${known} ${step.tested}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield step;
    const node = nodeAt(flow.graph, step.id);
    if (node) waiting.push(...next(step, node).toReversed());
  }
}

/**
 * The first noticeable nodes on a path; `end` if the path ends without one. Undefined if a test of the module's result
 * could not be evaluated.
 */
export function firstEffects(flow: FlowSubject, first: Step): Set<NodeId | "end"> | undefined {
  const { graph } = flow;
  const found = new Set<NodeId | "end">();
  const passes = (node: FlowNode, tested: boolean) => !tested || isQuiet(graph, node) || isTest(node);
  for (const { id, values, tested } of walk(flow, [first], passes)) {
    const node = nodeAt(graph, id);
    if (!node) found.add("end");
    else if (!passes(node, tested)) found.add(node.id);
    else if (readsAny(node, values) && takenAt(flow, node, values) === undefined) return undefined;
  }
  return found;
}

/** The node where a caller who has heard nothing is disconnected; undefined if that cannot happen. */
export function silentEnd(flow: FlowSubject, first: Step, call: NodeId): NodeId | undefined {
  const { graph } = flow;
  if (flowTypes[graph.type].media !== "call") return undefined;
  const goesOn = (node: FlowNode, tested: boolean) =>
    !tested || (node.id !== call && !isModuleCall(node) && !isHeardAt(graph, node));
  for (const { id, from } of walk(flow, [first], goesOn)) {
    const node = nodeAt(graph, id);
    if (!node && endHangsUp(graph, from)) return from;
    const info = node && actionOf(node.kind);
    if (node && (info?.hangsUp || (info?.endsPart && endHangsUp(graph, node.id)))) return node.id;
  }
  return undefined;
}

/**
 * The calls on the path from a call's error back to the same call, which comes last. Undefined if something limits the
 * repetition: a loop around the call, a counter, or a question to the caller. For the other calls, only the error path
 * is followed.
 */
export function returnsOver(flow: FlowSubject, call: ModuleCall, first: Step): NodeId[] | undefined {
  const { graph } = flow;
  const over = new Map<NodeId, NodeId[]>();
  const counters = [...countersIn(graph)];
  const next = (step: Step, node: FlowNode): Step[] => {
    if (node.id === call.node.id || asks(node)) return [];
    if (isModuleCall(node)) {
      const other = callAt(node);
      const test = findOutcomeTest(graph, node.id);
      const errors = resultsOf(flow, other, test.ok ? test.variable : undefined).filter(({ isError }) => isError);
      if (errors.length === 0) return stepsFrom(flow, step);
      return errors.map((result) => stepAfter(flow, other, result));
    }
    if (actionOf(node.kind)?.shape === "loop") {
      const { each, done } = node.transitions;
      const turn =
        each === undefined ? [] : [...reached(graph, [each], (one) => (one === node ? [] : successors(graph, one.id)))];
      return turn.some(asks) ? [] : stepsFrom(flow, step).filter(({ id }) => id === done && id !== undefined);
    }
    const counts = isTest(node) && counters.some((name) => readsVariable(node, name));
    return counts ? [] : stepsFrom(flow, step);
  };
  for (const step of walkBy(flow, [first], next)) {
    const before = over.get(step.from) ?? [];
    const node = nodeAt(graph, step.id);
    if (!node) continue;
    const path = isModuleCall(node) ? [...before, node.id] : before;
    if (node.id === call.node.id) return path;
    if (!over.has(node.id)) over.set(node.id, path);
  }
  return undefined;
}

function readsVariable({ properties }: FlowNode, name: string): boolean {
  return JSON.stringify(properties).toLowerCase().includes(name);
}
