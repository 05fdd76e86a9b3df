import type { ArchyMap } from "../archy/types.ts";
import { getList, getMap, getText } from "../archy/values.ts";
import { namedIn } from "./targets.ts";
import type { FlowContainer, FlowGraph, FlowNode } from "./types.ts";
import { DEFAULT } from "./ways.ts";

/**
 * The output paths of a task, which a call of it has too: `default` always exists, then those that the task names,
 * `outputPaths: [{outputPath: {name}}]` (reference/export-shapes.md).
 */
export function taskPaths(task: Pick<FlowContainer, "properties">): string[] {
  return pathsOfTask(task.properties);
}

/** The same of the body of a task in a document. */
export function pathsOfTask(body: ArchyMap): string[] {
  const named = getList(body, "outputPaths").map((item) => getText(getMap(item, "outputPath"), "name"));
  return [...new Set([DEFAULT, ...named.filter((name) => name !== undefined)])];
}

/** What a task says of its output paths; `default` needs no word. */
export function withTaskPaths(paths: readonly string[]): ArchyMap {
  const named = paths.filter((path) => path !== DEFAULT);
  return named.length === 0 ? {} : { outputPaths: named.map((name) => ({ outputPath: { name } })) };
}

/** The output paths of a call of a task; undefined for any other node, and for a call of a task that is not in the flow. */
export function callPaths(graph: Pick<FlowGraph, "containers">, node: FlowNode): string[] | undefined {
  if (node.kind !== "callTask") return undefined;
  const [task] = namedIn(graph, { targetTaskRef: node.properties["targetTaskRef"] ?? null });
  return task && taskPaths(task);
}
