import { DEFAULT } from "../graph/output-paths.ts";
import type { FlowVariable, NodeId } from "../graph/types.ts";
import { didYouMean } from "../suggest.ts";
import { atKey, atValue, isUnread, type Pass, report } from "./scope.ts";
import type { NodeDefinition } from "./types.ts";
import type { VariableUse } from "./variables.ts";

/** The nodes that transitions may lead to, by called task. The key for the flow itself is undefined. */
export function idsByTask(pass: Pass): Map<string | undefined, Set<NodeId>> {
  const found = new Map<string | undefined, Set<NodeId>>();
  for (const { id } of pass.definition.nodes) {
    const task = pass.taskOf(id);
    found.set(task, (found.get(task) ?? new Set()).add(id));
  }
  return found;
}

/** Checks the starts of tasks, and the start of an in-queue flow's periodic state. */
export function checkTasks(ids: ReadonlyMap<string | undefined, ReadonlySet<NodeId>>, pass: Pass): void {
  const { tasks, periodic, unread } = pass.definition;
  for (const [task, { start }] of Object.entries(unread?.keys.has("tasks") ? {} : tasks)) {
    if (start !== undefined && (ids.get(task)?.has(start) || isUnread(start, pass))) continue;
    report(pass, "missing-start", `The task '${task}' has no start.`, {
      at: ["tasks", task, "start"],
      where: "key",
      hint: didYouMean(start ?? "", ids.get(task) ?? [], "Its nodes"),
    });
  }
  if (periodic === undefined || ids.get(undefined)?.has(periodic) || isUnread(periodic, pass)) return;
  report(pass, "dangling-transition", `The node '${periodic}' does not exist.`, {
    at: ["periodic"],
    hint: didYouMean(periodic, ids.get(undefined) ?? [], "Nodes"),
  });
}

/** Checks that the called task exists and that each of its output paths has a transition. */
export function checkCall(node: NodeDefinition, pass: Pass): void {
  const { tasks, unread } = pass.definition;
  if (typeof node.body !== "string" || unread?.keys.has("tasks")) return;
  if (!Object.hasOwn(tasks, node.body)) {
    report(pass, "unknown-task", `The task '${node.body}' does not exist.`, {
      ...atValue(node, "callTask"),
      hint: didYouMean(node.body, Object.keys(tasks), "Tasks of this file") ?? "Add it under 'tasks'.",
    });
    return;
  }
  for (const path of tasks[node.body]?.paths ?? []) {
    if (Object.hasOwn(node.on, path) || node.then !== undefined) continue;
    const place = { ...atKey(node), hint: `Write on: {${path}: NODE}` };
    report(pass, "missing-key", `The output path '${path}' of the task has no transition.`, place);
  }
}

export function checkPath(node: NodeDefinition, pass: Pass): void {
  if (pass.definition.unread?.keys.has("tasks")) return;
  const task = pass.taskOf(node.id);
  const paths = [...(task === undefined ? [] : (pass.definition.tasks[task]?.paths ?? [])), DEFAULT];
  if (typeof node.body !== "string" || paths.includes(node.body)) return;
  const where = task === undefined ? "The flow" : `The task '${task}'`;
  report(pass, "unknown-transition", `${where} has no output path '${node.body}'.`, {
    ...atValue(node, "endTask"),
    hint: didYouMean(node.body, paths, "Its output paths"),
  });
}

/** Variables of the flow and, for each called task, the variables that only this task uses. */
export function variablesByTask(
  all: readonly FlowVariable[],
  uses: readonly VariableUse[],
  pass: Pass,
): { flow: FlowVariable[]; byTask: Map<string, FlowVariable[]> } {
  const users = new Map<string, Set<string | undefined>>();
  for (const { variable, node } of uses) {
    const key = variable.toLowerCase();
    users.set(key, (users.get(key) ?? new Set()).add(pass.taskOf(node)));
  }
  const flow: FlowVariable[] = [];
  const byTask = new Map<string, FlowVariable[]>();
  for (const variable of all) {
    const [task, ...others] = users.get(variable.name.toLowerCase()) ?? [];
    const isOwn = /^task\./i.test(variable.name) && task !== undefined && others.length === 0;
    if (!isOwn) flow.push(variable);
    else byTask.set(task, [...(byTask.get(task) ?? []), variable]);
  }
  return { flow, byTask };
}
