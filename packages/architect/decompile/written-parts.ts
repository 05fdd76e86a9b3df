import type { ArchyMap } from "../archy/types.ts";
import { withoutNotes } from "../graph/normal-form.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { writtenFrame } from "./frame.ts";
import { nodeContexts, writtenNode } from "./node.ts";
import { calledTasks, withKeys } from "./tasks.ts";

/** Parts of a flow as a definition writes them. */
export interface WrittenParts {
  /** The keys besides `start` and `nodes`, as far as a definition can express them. */
  readonly frame: ArchyMap;
  /** A node with its transitions (`on`, `then`); undefined where a definition cannot express it. */
  node(id: NodeId): ArchyMap | undefined;
}

/** The parts of a flow as a definition writes them, one at a time: also of a flow that no definition can express as a whole. */
export function writtenParts(lifted: FlowGraph): WrittenParts {
  const graph = withoutNotes(lifted);
  const { tasks } = calledTasks(graph);
  const keyed = withKeys(graph, tasks);
  const contextIn = nodeContexts(graph, { tasks, moduleKey: ({ properties }) => String(properties["module"]) });
  return {
    frame: writtenFrame(keyed).data,
    node(id) {
      const node = keyed.nodes.get(id);
      if (!node || node.kind === "menu") return undefined;
      const written = writtenNode(node, contextIn(tasks.find(({ nodes }) => nodes.has(id))));
      return "reason" in written ? undefined : written.data;
    },
  };
}
