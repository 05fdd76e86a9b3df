import { type ArchyDocument, type FlowGraph, lift } from "@genesys-flows/architect";
import { type FlowRow, flowByName } from "../../flows/flow-table.ts";
import { presentDocument } from "../../flows/publishing/present-document.ts";
import type { Context } from "../../http/route.ts";
import { flowPath } from "../words.ts";
import { withoutMark } from "./ownership.ts";

type Scope = Pick<Context, "store" | "directory">;

/** The document of a version and its graph, without the mark of who manages it: that one is new with every publishing. */
export function versionGraph(
  scope: Scope,
  flow: FlowRow,
  version: number,
): { document: ArchyDocument; graph: FlowGraph } {
  const document = presentDocument(scope, flow, version);
  const graph = lift(document);
  return { document, graph: { ...graph, description: withoutMark(graph.description) } };
}

/** Address of a module's page by its name. */
export function moduleAddress({ store }: Scope): (module: string) => string | undefined {
  return (module) => {
    const row = flowByName(store, "commonModule", module);
    return row && flowPath(row.id);
  };
}
