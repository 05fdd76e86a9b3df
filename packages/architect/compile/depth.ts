import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { MAX_LEVELS, MAX_NESTED_LISTS, tooDeep } from "../limits.ts";

const HINT =
  "Move the inner part to a separate module, or replace a series of decisions with one `switch`. This project sets the limit.";

/** Thrown during layout when lists of actions nest too deeply for a document. */
export class NestsTooDeeply extends Error {
  readonly node: NodeId;

  constructor(node: NodeId) {
    super(`The node '${node}' nests too deeply.`);
    this.node = node;
  }
}

/** Reports `too-deep` for a layout that failed. */
export function reportLayout(graph: FlowGraph, { node }: NestsTooDeeply, sink: DiagnosticSink): void {
  const message = `Lists of actions nest more than ${MAX_NESTED_LISTS} levels deep. The compiled document can have at most ${MAX_LEVELS} levels.`;
  sink.report("too-deep", message, { location: graph.nodes.get(node)?.location ?? graph.location, node, hint: HINT });
}

/** Reports `too-deep` for a body with too many levels, at the innermost node that contains the excess level. */
export function checkLevels(
  graph: FlowGraph,
  { body, nodeOf }: { body: ArchyMap; nodeOf: ReadonlyMap<ArchyMap, NodeId> },
  sink: DiagnosticSink,
): void {
  // The flow type above the body counts as a level.
  const found = tooDeep(body, { limit: MAX_LEVELS - 1 });
  if (!found) return;
  let node: NodeId | undefined;
  let value: ArchyValue = body;
  for (const step of found.path) {
    value = (value as Record<string | number, ArchyValue>)[step] as ArchyValue;
    node = nodeOf.get(value as ArchyMap) ?? node;
  }
  const message = `The compiled document would nest ${found.levels + 1} levels deep. The limit is ${MAX_LEVELS}.`;
  const location = (node === undefined ? undefined : graph.nodes.get(node)?.location) ?? graph.location;
  sink.report("too-deep", message, { location, ...(node !== undefined && { node }), hint: HINT });
}
