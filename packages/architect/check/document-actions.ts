import type { ArchyMap, ArchyPath } from "../archy/types.ts";
import { type ActionAt, allActions } from "../archy/visit.ts";
import type { FlowNode } from "../graph/types.ts";
import type { Subject } from "./subject.ts";

/** An action of an export, with its node where the graph has one. */
export interface ActionOfDocument extends ActionAt {
  readonly key: string;
  readonly body: ArchyMap;
  readonly path: ArchyPath;
  readonly node?: FlowNode;
}

const known = new WeakMap<Subject, readonly ActionOfDocument[]>();

/** Every action and menu choice of an export, however deep it is nested; none of a definition. */
export function actionsOfDocument(subject: Subject): readonly ActionOfDocument[] {
  const { document, graph } = subject;
  if (!document) return [];
  const before = known.get(subject);
  if (before) return before;
  const byPath = new Map([...graph.nodes.values()].flatMap((node) => (node.path ? [[node.path.join("/"), node]] : [])));
  const found = allActions(document).map((action): ActionOfDocument => {
    const node = byPath.get(action.path.join("/"));
    return { ...action, ...(node ? { node } : {}) };
  });
  known.set(subject, found);
  return found;
}
