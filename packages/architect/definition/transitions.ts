import { goesOn, outputPlaces, valueAt } from "../archy/outputs.ts";
import type { ArchyMap } from "../archy/types.ts";
import { get } from "../archy/values.ts";
import type { ModuleContract, NodeId } from "../graph/types.ts";
import { DEFAULT, NEXT, switchTests } from "../graph/ways.ts";
import { didYouMean } from "../suggest.ts";
import { shorthands } from "./actions/table.ts";
import { namesTransitions, nodeAction, transitionNames } from "./known-actions.ts";
import { moduleCallWays } from "./module-call.ts";
import { ownProperties } from "./properties.ts";
import { fail, inNode, isUnread, type Pass } from "./scope.ts";
import type { NodeDefinition, TaskDefinition } from "./types.ts";

/** Ways on of a node as a person names them -> transitions of the graph. */
function waysOf(
  node: NodeDefinition,
  properties: ArchyMap,
  contract: ModuleContract | undefined,
  pass: Pass,
): ReadonlyMap<string, string> {
  const same = (names: readonly string[]) => new Map(names.map((name) => [name, name]));
  if (node.action === "callModule")
    return same(outcomesKnown(contract) ? moduleCallWays(contract) : Object.keys(node.on));
  if (node.action === "end") return new Map();
  if (node.action === "callTask") return same([...new Set([...(calledTask(node, pass)?.paths ?? []), DEFAULT])]);
  const cases = shorthands.get(node.action)?.cases?.(node.body, Object.keys(node.on));
  if (!cases) return same(pathNames(node.action, properties));
  const tests = switchTests(properties).cases;
  if (ownProperties(node.body)) return same([...tests.map(({ way }) => way), DEFAULT]);
  return new Map([...cases.map((name, index) => [name, tests[index]?.way ?? name] as const), [DEFAULT, DEFAULT]]);
}

/** The transitions of an action: those of the action table, and the output paths that its properties name. */
function pathNames(action: string, properties: ArchyMap): string[] {
  const known = transitionNames(action);
  if (nodeAction(action)?.shape === "loop") return known;
  const own = outputPlaces(action, properties).map(({ name }) => name);
  return [...new Set([...known, ...own, ...(nodeAction(action) && goesOn(action, properties) ? [NEXT] : [])])];
}

/** The output paths that the properties of a node switch off: only `on` leads from them. */
function switchedOff({ action }: NodeDefinition, properties: ArchyMap): Set<string> {
  if (switchTests(properties).cases.length > 0) return new Set();
  const places = outputPlaces(action, properties);
  return new Set(places.flatMap(({ name, at }) => (get(valueAt(properties, at), "enabled") === false ? [name] : [])));
}

/**
 * The transitions of a node. `then` is the way on of an action that has one, and of one with several those that `on`
 * does not name. Unknown ways and targets go to the sink.
 */
export function transitionsOf(
  node: NodeDefinition,
  properties: ArchyMap,
  ids: ReadonlySet<NodeId>,
  contract: ModuleContract | undefined,
  pass: Pass,
): Record<string, NodeId> {
  const ways = waysOf(node, properties, contract, pass);
  const found: Record<string, NodeId> = {};
  for (const [way, target] of Object.entries(node.on)) {
    const transition = ways.get(way);
    if (transition === undefined) unknownWay(node, way, [...ways.keys()], contract, pass);
    else found[transition] = target;
    checkTarget(node, ["on", way], target, ids, pass);
  }
  if (node.then !== undefined) {
    checkTarget(node, ["then"], node.then, ids, pass);
    const problem = thenProblem(node, ways, contract);
    if (node.action === "callModule" && !outcomesKnown(contract)) found[NEXT] = node.then;
    else if (problem)
      fail(pass, "then-not-possible", problem.message, {
        at: inNode(node, "then"),
        where: "key",
        node: node.id,
        hint: problem.hint,
      });
    else {
      const off = switchedOff(node, properties);
      for (const transition of ways.values()) if (!off.has(transition)) found[transition] ??= node.then;
    }
  }
  return found;
}

/** Whether the outcomes of the module that a node calls are known: it exists, and they could be read. */
function outcomesKnown(contract: ModuleContract | undefined): contract is ModuleContract {
  return contract !== undefined && !contract.unread?.has("outcome");
}

function thenProblem(
  node: NodeDefinition,
  ways: ReadonlyMap<string, string>,
  contract: ModuleContract | undefined,
): { message: string; hint: string } | undefined {
  if (ways.size === 0) {
    return { message: `Nothing comes after '${node.action}'.`, hint: "Leave 'then' out." };
  }
  const info = nodeAction(node.action);
  const explicit = (node.action === "callModule" && contract?.outcome) || (info && namesTransitions(info));
  if (!explicit) return undefined;
  const example = `on: {${[...ways.keys()].map((way) => `${way}: NODE`).join(", ")}}`;
  return { message: `'${node.action}' has named ways on.`, hint: `Write ${example}` };
}

function unknownWay(
  node: NodeDefinition,
  way: string,
  known: readonly string[],
  contract: ModuleContract | undefined,
  pass: Pass,
): void {
  const at = { at: inNode(node, "on", way), where: "key", node: node.id } as const;
  if (node.action === "callModule" && contract && !contract.outcome) {
    fail(
      pass,
      "no-outcome",
      `The module '${String(node.body)}' does not say how it ended, so '${way}' cannot be told.`,
      {
        ...at,
        hint: "Declare its outcome beside the export, for example outcome: {from: Common.success, completed: true}; or use 'then'.",
      },
    );
    return;
  }
  const isCall = node.action === "callModule";
  const message = isCall
    ? `The module '${String(node.body)}' has no outcome '${way}'.`
    : `'${node.action}' has no way on '${way}'.`;
  const nothing =
    known.length === 1 && known[0] === NEXT ? "It has one way on: write then: NODE" : "Nothing comes after it.";
  const hint =
    known.length === 0 || known[0] === NEXT ? nothing : didYouMean(way, known, isCall ? "Its outcomes" : "Its ways on");
  fail(pass, isCall ? "unknown-outcome" : "unknown-way", message, { ...at, hint });
}

/** The task of the file that a node calls. */
export function calledTask({ body }: NodeDefinition, { definition }: Pass): TaskDefinition | undefined {
  return typeof body === "string" && Object.hasOwn(definition.tasks, body) ? definition.tasks[body] : undefined;
}

/** Reports a target that is no node, or is one of another task. */
export function checkTarget(
  node: NodeDefinition,
  path: string[],
  target: NodeId,
  ids: ReadonlySet<NodeId>,
  pass: Pass,
): void {
  if (ids.has(target) || isUnread(target, pass)) return;
  const task = pass.taskOf(node.id);
  if (pass.definition.nodes.some(({ id }) => id === target)) {
    fail(
      pass,
      "dangling-transition",
      `The node '${target}' is not in ${task ? `the task '${task}'` : "the flow itself"}.`,
      {
        at: inNode(node, ...path),
        node: node.id,
        hint: task ? "The ways of a task stay in it; end it with endTask: PATH." : "Call the task: callTask: NAME",
      },
    );
    return;
  }
  fail(pass, "dangling-transition", `There is no node '${target}'.`, {
    at: inNode(node, ...path),
    node: node.id,
    hint: didYouMean(target, ids, "Nodes"),
  });
}
