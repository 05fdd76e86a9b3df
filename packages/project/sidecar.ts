import {
  archyPathText,
  entryAt,
  type FlowType,
  moduleCalls,
  NameMap,
  type OutcomeContract,
  type SourceMapEntry,
} from "@genesys-flows/architect";
import type { FlowProject, FlowUnit } from "./project.ts";

/** A module call, for the policy pack. */
export interface CallRecord {
  readonly node: string;
  /** Archy path of the call: `/inboundCall/tasks/task[x]/actions[2]`. */
  readonly path: string;
  /** Display name of the module. */
  readonly module: string;
  /** Absent for a module that is not of this project, or that declared none. */
  readonly outcome?: OutcomeContract;
}

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

/** The sidecar of a flow's compiled document. */
export function sidecarOf(flow: FlowUnit, project: Pick<FlowProject, "flows">): Sidecar {
  const at = flow.graph.onFault?.location ?? flow.graph.location;
  return {
    key: flow.key,
    file: flow.file,
    origin: flow.origin,
    digest: flow.digest,
    flowType: flow.type,
    name: flow.name,
    nodes: flow.sourceMap,
    calls: callsOf(flow, project),
    onFaultLocation: { file: flow.file, line: at?.line ?? 1 },
  };
}

function callsOf(flow: FlowUnit, project: Pick<FlowProject, "flows">): CallRecord[] {
  const modules = new NameMap(
    project.flows.filter(({ type }) => type === "commonModule").map(({ name, contract }) => [name, contract?.outcome]),
  );
  const entry = entryAt(flow.document, flow.sourceMap);
  return moduleCalls(flow.document).map((call) => {
    const path = archyPathText(flow.document, call.path);
    const outcome = modules.get(call.module);
    const node = entry(call.path)?.node ?? path;
    return { node, path, module: call.module, ...(outcome && { outcome }) };
  });
}
