import { actionOf } from "../archy/actions/index.ts";
import { goesOn, type OutputPlace, outputPlaces } from "../archy/outputs.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getList, getMap, getText, isMap, singleEntry, valueAt } from "../archy/values.ts";
import { comparisonOf } from "../expression/comparison.ts";
import { freeName } from "../name-map.ts";
import { calledContainer } from "./reach.ts";
import type { FlowGraph, FlowNode } from "./types.ts";

/** The output path of an action without named output paths. */
export const NEXT = "next";
/** The body of a loop: Archy's output `loop`. */
export const EACH = "each";
/** The continuation after the last iteration of a loop. */
export const DONE = "done";
/** The output path of a switch for which no case is true. */
export const DEFAULT = "default";
/** The output path of a module call whose module ended without a named outcome. */
export const ERROR = "error";

/** One case of a switch: the transition for it, and its test, `{exp: ...}` or `{lit: ...}`. */
export interface SwitchCase {
  readonly transition: string;
  readonly value: ArchyValue;
}

/** The parts of a node on which its output paths depend. */
type ActionNode = Pick<FlowNode, "kind" | "properties"> & Partial<Pick<FlowNode, "transitions">>;

/** Maximum number of cases in a switch (reference/archy.md §d). */
export const MAX_CASES = 64;

/** The tests of a switch. */
export interface SwitchTests {
  readonly style: "firstTrue" | "firstMatch";
  /** `firstMatch`: the value that is compared with the cases. */
  readonly subject?: ArchyValue;
  /** `firstMatch`: the data type of that value. */
  readonly type?: string;
  readonly cases: readonly SwitchCase[];
}

/**
 * The names of a switch's transitions, in the order of the tests: the literal of a test `x == "sales"` or of a case to
 * match, otherwise `case-1`, `case-2`... by position; made unique with `-2`, `-3`. `default` is never among them.
 */
export function caseNames(tests: readonly ArchyValue[]): string[] {
  const taken = new Set([DEFAULT]);
  return tests.map((test, index) => {
    const transition = freeName(literalName(test) ?? `case-${index + 1}`, (name) => taken.has(name));
    taken.add(transition);
    return transition;
  });
}

function literalName(test: ArchyValue): string | undefined {
  const expression = getText(test, "exp");
  const compared = expression === undefined ? undefined : comparisonOf(expression);
  const [literal, ...others] = compared && !compared.bare ? compared.literals : [get(test, "lit")];
  if (literal === undefined || literal === null || typeof literal === "object" || others.length > 0) return undefined;
  const name = String(literal).trim();
  return name && name.length <= 60 && !name.includes("\n") ? name : undefined;
}

/** The tests of a switch, read from its properties: Archy's properties without the actions of the cases. */
export function switchTests(properties: ArchyMap): SwitchTests {
  const evaluate = getMap(properties, "evaluate");
  const firstMatch = singleEntry(get(evaluate, "firstMatch"));
  const [type, body] = firstMatch && isMap(firstMatch[1]) ? firstMatch : [undefined, getMap(evaluate, "firstTrue")];
  const tests = getList(body, "cases").map((item) => get(get(item, "case"), "value") ?? null);
  const transitions = caseNames(tests);
  const cases = tests.map((value, index) => ({ transition: transitions[index] as string, value }));
  if (type === undefined) return { style: "firstTrue", cases };
  return { style: "firstMatch", type, subject: get(body, "value") ?? null, cases };
}

/**
 * All output paths of a node, with or without a target. They come from the action table and the action's own named
 * paths; for a switch, from its cases; for a module call, from its outcomes. A path that is not among the node's
 * transitions has no target. Paths that the action's properties disable are left out (`disabledPaths`). For the paths
 * of a call to a task, see `callPaths`.
 */
export function outputPathsOf({ kind, properties, transitions = {} }: ActionNode): string[] {
  if (kind === "end") return [];
  if (kind === "callModule") {
    const outcomes = getMap(getMap(properties, "outcome"), "outcomes");
    return outcomes ? [...Object.keys(outcomes), ERROR] : [NEXT];
  }
  const info = actionOf(kind);
  const given = Object.keys(transitions);
  if (info?.shape === "cases") return [...switchTests(properties).cases.map((one) => one.transition), DEFAULT];
  if (info?.shape === "loop")
    return [...new Set([EACH, ...info.outputs.slice(1), ...given.filter((name) => name !== DONE), DONE])];
  if (info?.acts !== undefined || info?.terminal) return given;
  const enabled = outputPlaces(kind, properties).filter((place) => !isDisabled(properties, place));
  const goesOnNext = info ? goesOn(kind, properties) : given.includes(NEXT);
  const named = [...enabled.map(({ name }) => name), ...given.filter((name) => name !== NEXT)];
  return [...new Set([...named, ...(goesOnNext ? [NEXT] : [])])];
}

/** Whether the node can end the flow: it has no output paths, or one of them has no target. */
export function endsOnPath(node: FlowNode): boolean {
  const paths = outputPathsOf(node);
  return paths.length === 0 || paths.some((path) => !Object.hasOwn(node.transitions, path));
}

/**
 * The output paths that an action's properties disable with `enabled: false`. Such a path has a transition only if the
 * definition names it.
 */
export function disabledPaths({ kind, properties }: ActionNode): string[] {
  if (actionOf(kind)?.shape === "cases") return [];
  const disabled = outputPlaces(kind, properties).filter((place) => isDisabled(properties, place));
  return disabled.map(({ name }) => name);
}

function isDisabled(properties: ArchyMap, { at }: OutputPlace): boolean {
  return get(valueAt(properties, at), "enabled") === false;
}

/**
 * The output paths of a task, from its body; a call to the task has the same paths. `default` always exists, followed
 * by the task's own names, `outputPaths: [{outputPath: {name}}]` (reference/export-shapes.md).
 */
export function pathsOfTask(body: ArchyMap): string[] {
  const named = getList(body, "outputPaths").map((item) => getText(getMap(item, "outputPath"), "name"));
  return [...new Set([DEFAULT, ...named.filter((name) => name !== undefined)])];
}

/** The output paths that a task declares; `default` needs no declaration. */
export function withTaskPaths(paths: readonly string[]): ArchyMap {
  const named = paths.filter((path) => path !== DEFAULT);
  return named.length === 0 ? {} : { outputPaths: named.map((name) => ({ outputPath: { name } })) };
}

/** The output paths of a call to a task; undefined for any other node, and for a call to a task that does not exist. */
export function callPaths(graph: Pick<FlowGraph, "containers">, node: FlowNode): string[] | undefined {
  const task = node.kind === "callTask" ? calledContainer(graph, node) : undefined;
  return task && pathsOfTask(task.properties);
}
