import { channelOf, localScopeOf } from "../compile/channel.ts";
import { DEFAULT } from "../graph/output-paths.ts";
import type { FlowGraph, FlowNode } from "../graph/types.ts";
import { undeclared } from "./frame.ts";
import type { NodeContext } from "./node.ts";
import type { CalledTask } from "./tasks.ts";

/** What the form of a node depends on, by the called task that contains it; undefined for nodes of the flow itself. */
export function nodeContexts(
  graph: FlowGraph,
  o: { readonly tasks: readonly CalledTask[]; moduleKey(node: FlowNode): string },
): (task: CalledTask | undefined) => NodeContext {
  const types = new Map([...undeclared(graph)].map(([name, type]) => [name.toLowerCase(), type]));
  const declared = [...o.tasks.flatMap(({ container }) => container.variables), ...graph.variables];
  for (const { name, type } of declared) types.set(name.toLowerCase(), type);
  return (task) => ({
    localScope: task ? "Task" : localScopeOf(channelOf(graph.type).start),
    hasPath: (name) => name !== undefined && [DEFAULT, ...(task?.paths ?? [])].includes(name),
    typeOf: (name) => types.get(name.toLowerCase()),
    moduleKey: o.moduleKey,
  });
}
