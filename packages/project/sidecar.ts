import { archyPathText, entryAt, moduleCalls } from "@genesys-flows/architect";
import type { CallRecord, FlowProject, FlowUnit, Sidecar } from "./types.ts";

/** What leads from a flow's compiled document back to what a person wrote. */
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
  const modules = new Map(
    project.flows.filter((f) => f.type === "commonModule").map((f) => [f.name.toLowerCase(), f.contract?.outcome]),
  );
  const entry = entryAt(flow.document, flow.sourceMap);
  return moduleCalls(flow.document).map((call) => {
    const path = archyPathText(flow.document, call.path);
    const outcome = modules.get(call.module.toLowerCase());
    const node = entry(call.path)?.node ?? path;
    return { node, path, module: call.module, ...(outcome && { outcome }) };
  });
}
