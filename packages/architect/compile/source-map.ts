import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import type { SourceMapEntry } from "./types.ts";

/** Where each action stands in the body of a document and which node it was made of, in document order. */
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
        if (typeof refId === "string") walk(inner as ArchyValue, `${path}/${key}[${refId}]`);
        else walk(item, `${path}[${index}]`);
      });
    } else if (isMap(value)) {
      const node = o.nodeOf.get(value);
      if (node !== undefined) {
        const location = graph.nodes.get(node)?.location ?? graph.location;
        entries.push({ path, node, file: location?.file ?? o.file, line: location?.line ?? 1 });
      }
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`);
    }
  };
  walk(body, `/${graph.type}`);
  return entries;
}
