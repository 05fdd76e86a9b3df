import { archyPathText } from "../archy/places.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";

/** Maps an action, menu or choice of the document to its node and its location in the source. */
export interface SourceMapEntry {
  /** `/inboundCall/tasks/task[ask]/actions[2]/collectInput/outputs/failure/actions[0]` */
  readonly path: string;
  readonly node: NodeId;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The path of each action in the body of a document, and its node, in document order. */
export function sourceMapOf(
  graph: FlowGraph,
  body: ArchyMap,
  o: { nodeOf: ReadonlyMap<ArchyMap, NodeId>; file: string },
): SourceMapEntry[] {
  const entries: SourceMapEntry[] = [];
  const walk = (value: ArchyValue, path: string) => {
    if (Array.isArray(value)) {
      value.forEach((item, index) => {
        const [key, inner] = isMap(item) ? (Object.entries(item)[0] ?? []) : [];
        const refId = isMap(inner ?? null) ? (inner as ArchyMap)["refId"] : undefined;
        if (typeof refId === "string") {
          const named = `${path}/${key}[${refId}]`;
          add(item, named);
          walk(inner as ArchyValue, named);
        } else walk(item, `${path}[${index}]`);
      });
    } else if (isMap(value)) {
      add(value, path);
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`);
    }
  };
  const add = (value: ArchyValue, path: string) => {
    const node = isMap(value) ? o.nodeOf.get(value) : undefined;
    if (node === undefined) return;
    const { file = o.file, line = 1, column = 1 } = graph.nodes.get(node)?.location ?? graph.location ?? {};
    entries.push({ path, node, file, line, column });
  };
  walk(body, `/${graph.type}`);
  return entries;
}

/**
 * Returns a function that finds the entry of the innermost action around a path of the document.
 * @param entries of the source map; paths are in the format of `archyPathText`
 * @returns undefined for a path without a node, such as a flow setting
 */
export function entryAt<E extends Pick<SourceMapEntry, "path">>(
  document: ArchyDocument,
  entries: readonly E[],
): (path: ArchyPath) => E | undefined {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return (path) => {
    for (let text = archyPathText(document, path); text !== ""; text = text.slice(0, text.lastIndexOf("/"))) {
      const entry = byPath.get(text);
      if (entry) return entry;
    }
    return undefined;
  };
}
