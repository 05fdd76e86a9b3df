import type { FlowType, Location, Scalar, SourceMapEntry } from "@genesys-flows/architect";
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
  readonly onFaultLocation: SourcePlace;
  /** The place of the flow itself. */
  readonly location: SourcePlace;
  /** The values of the stack that were filled in. */
  readonly filledIn?: readonly Scalar[];
}

/** A place in a source file. */
export type SourcePlace = Pick<Location, "file" | "line" | "column">;

/** What a sidecar is made of. */
export type SidecarSource = Pick<
  FlowUnit,
  "key" | "file" | "origin" | "digest" | "type" | "name" | "graph" | "document" | "sourceMap" | "calls" | "filledIn"
>;

/** The sidecar of a flow's compiled document. */
export function sidecarOf(flow: SidecarSource): Sidecar {
  return {
    key: flow.key,
    file: flow.file,
    origin: flow.origin,
    digest: flow.digest,
    flowType: flow.type,
    name: flow.name,
    nodes: flow.sourceMap,
    calls: flow.calls,
    ...placesOf(flow),
    ...(flow.filledIn && flow.filledIn.length > 0 && { filledIn: flow.filledIn }),
  };
}

/** The places of fault handling and flow, where rules report them (`sourceSubject`). */
function placesOf(flow: SidecarSource): Pick<Sidecar, "onFaultLocation" | "location"> {
  const { file, origin, graph, document } = flow;
  const at = (location: Location | undefined): SourcePlace => ({
    file,
    line: location?.line ?? 1,
    column: location?.column ?? 1,
  });
  return origin === "export"
    ? {
        onFaultLocation: at(document.locate([document.flowType, "settingsErrorHandling"])),
        location: at(document.locate([document.flowType])),
      }
    : { onFaultLocation: at(graph.onFault?.location ?? graph.location), location: at(graph.location) };
}
