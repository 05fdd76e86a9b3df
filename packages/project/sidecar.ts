import type { FlowType, SourceMapEntry } from "@genesys-flows/architect";
import type { CallRecord, FlowUnit } from "./project.ts";

/** Leads from places in a compiled document back to the source; written next to the document. */
export interface Sidecar {
  readonly key: string;
  readonly file: string;
  readonly origin: "definition" | "export";
  readonly digest: string;
  readonly flowType: FlowType;
  readonly name: string;
  readonly nodes: readonly SourceMapEntry[];
  readonly calls: readonly CallRecord[];
  /** The place of the flow's fault handling; the flow itself where it has none. */
  readonly onFaultLocation: { readonly file: string; readonly line: number };
}

/** What a sidecar is made of. */
export type SidecarSource = Pick<
  FlowUnit,
  "key" | "file" | "origin" | "digest" | "type" | "name" | "graph" | "sourceMap" | "calls"
>;

/** The sidecar of a flow's compiled document. */
export function sidecarOf(flow: SidecarSource): Sidecar {
  const at = flow.graph.onFault?.location ?? flow.graph.location;
  return {
    key: flow.key,
    file: flow.file,
    origin: flow.origin,
    digest: flow.digest,
    flowType: flow.type,
    name: flow.name,
    nodes: flow.sourceMap,
    calls: flow.calls,
    onFaultLocation: { file: flow.file, line: at?.line ?? 1 },
  };
}
