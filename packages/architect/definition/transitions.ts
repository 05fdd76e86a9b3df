import { namesTransitions, nodeAction } from "../archy/actions/index.ts";
import type { ArchyMap } from "../archy/types.ts";
import { DEFAULT, disabledPaths, NEXT, outputPathsOf, switchTests } from "../graph/output-paths.ts";
import type { ModuleContract, NodeId } from "../graph/types.ts";
import { didYouMean } from "../suggest.ts";
import { shorthands } from "./actions/table.ts";
import { moduleCallPaths } from "./module-call.ts";
import { ownProperties } from "./properties.ts";
import { atKey, atValue, isUnread, type Pass, report } from "./scope.ts";
import type { NodeDefinition, TaskDefinition } from "./types.ts";

/**
 * Maps the names under a node's `on`, in the definition's spelling, to transitions of the graph. Transitions that
 * `then` covers are not included.
 */
function transitionsByName(
  node: NodeDefinition,
  properties: ArchyMap,
  contract: ModuleContract | undefined,
  pass: Pass,
): ReadonlyMap<string, string> {
  const same = (names: readonly string[]) => new Map(names.map((name) => [name, name]));
  if (node.action === "callModule")
    return same(outcomesKnown(contract) ? moduleCallPaths(contract) : Object.keys(node.on));
  if (node.action === "callTask") return same([...new Set([...(calledTask(node, pass)?.paths ?? []), DEFAULT])]);
  const cases = shorthands.get(node.action)?.cases?.(node.body, Object.keys(node.on));
  if (!cases || ownProperties(node.body)) {
    const action = { kind: node.action, properties };
    return same([...outputPathsOf(action), ...disabledPaths(action)]);
  }
  const tests = switchTests(properties).cases;
  return new Map([
    ...cases.map((name, index) => [name, tests[index]?.transition ?? name] as const),
    [DEFAULT, DEFAULT],
  ]);
}

/** The transitions of a node. `then` covers all output paths that `on` does not list, except disabled ones. */
export function transitionsOf(
  node: NodeDefinition,
  properties: ArchyMap,
  ids: ReadonlySet<NodeId>,
  contract: ModuleContract | undefined,
  pass: Pass,
): Record<string, NodeId> {
  const transitionOf = transitionsByName(node, properties, contract, pass);
  const found: Record<string, NodeId> = {};
  for (const [name, target] of Object.entries(node.on)) {
    const transition = transitionOf.get(name);
    if (transition === undefined) unknownTransition(node, name, [...transitionOf.keys()], contract, pass);
    else found[transition] = target;
    checkTarget(node, ["on", name], target, ids, pass);
  }
  if (node.then !== undefined) {
    checkTarget(node, ["then"], node.then, ids, pass);
    const problem = thenProblem(node, transitionOf, contract);
    if (node.action === "callModule" && !outcomesKnown(contract)) found[NEXT] = node.then;
    else if (problem)
      report(pass, "then-not-possible", problem.message, { ...atKey(node, "then"), hint: problem.hint });
    else {
      const disabled = new Set(disabledPaths({ kind: node.action, properties }));
      for (const transition of transitionOf.values()) if (!disabled.has(transition)) found[transition] ??= node.then;
    }
  }
  return found;
}

/**
 * Whether the outcomes of the called module are known. This requires that the module exists and that its outcomes could
 * be read.
 */
function outcomesKnown(contract: ModuleContract | undefined): contract is ModuleContract {
  return contract !== undefined && !contract.unread?.has("outcome");
}

function thenProblem(
  node: NodeDefinition,
  transitionOf: ReadonlyMap<string, string>,
  contract: ModuleContract | undefined,
): { message: string; hint: string } | undefined {
  if (transitionOf.size === 0) {
    return { message: `Nothing can follow '${node.action}'.`, hint: "Remove 'then'." };
  }
  const info = nodeAction(node.action);
  const explicit = (node.action === "callModule" && contract?.outcome) || (info && namesTransitions(info));
  if (!explicit) return undefined;
  const example = `on: {${[...transitionOf.keys()].map((name) => `${name}: NODE`).join(", ")}}`;
  return { message: `'${node.action}' must have named transitions.`, hint: `Write ${example}` };
}

function unknownTransition(
  node: NodeDefinition,
  name: string,
  known: readonly string[],
  contract: ModuleContract | undefined,
  pass: Pass,
): void {
  const at = atKey(node, "on", name);
  const isCall = node.action === "callModule";
  if (isCall && contract && !contract.outcome) {
    const message = `The module '${String(node.body)}' declares no outcomes, so the transition '${name}' is never taken.`;
    const hint =
      "Declare its outcome in the export's options file, for example outcome: {from: Common.success, completed: true}. Or use 'then'.";
    report(pass, "no-outcome", message, { ...at, hint });
    return;
  }
  const message = isCall
    ? `The module '${String(node.body)}' has no outcome '${name}'.`
    : `'${node.action}' has no transition '${name}'.`;
  const nothing =
    known.length === 1 && known[0] === NEXT ? "It has one transition. Write then: NODE" : "Nothing can follow it.";
  const hint =
    known.length === 0 || known[0] === NEXT
      ? nothing
      : didYouMean(name, known, isCall ? "Its outcomes" : "Its transitions");
  report(pass, isCall ? "unknown-outcome" : "unknown-transition", message, { ...at, hint });
}

function calledTask({ body }: NodeDefinition, { definition }: Pass): TaskDefinition | undefined {
  return typeof body === "string" && Object.hasOwn(definition.tasks, body) ? definition.tasks[body] : undefined;
}

/** Reports a target that does not exist or that is in another task. */
export function checkTarget(
  node: NodeDefinition,
  path: string[],
  target: NodeId,
  ids: ReadonlySet<NodeId>,
  pass: Pass,
): void {
  if (ids.has(target) || isUnread(target, pass)) return;
  const task = pass.taskOf(node.id);
  const isElsewhere = pass.definition.nodes.some(({ id }) => id === target);
  const where = task ? `the task '${task}'` : "the flow itself";
  const leave = task
    ? "Transitions cannot leave a task. End the task with endTask: PATH."
    : "Call the task: callTask: NAME";
  report(
    pass,
    "dangling-transition",
    `The node '${target}' ${isElsewhere ? `is not in ${where}` : "does not exist"}.`,
    {
      ...atValue(node, ...path),
      hint: isElsewhere ? leave : didYouMean(target, ids, "Nodes"),
    },
  );
}
