import "@genesys-flows/lean-pulumi/register";

export type { ChangeGate } from "./change.ts";
export type { ModuleLink } from "./flow-resource.ts";
export { InboundFlow, type InboundFlowArgs } from "./inbound-flow.ts";
export { type Provided, ProvidedObjects, providedReferences } from "./provided-objects.ts";
export { SharedModule, type SharedModuleArgs } from "./shared-module.ts";
export { beginRun, endRun, type Registered, sent, startProvider } from "./stack-run.ts";
export { type FlowSummary, type NodeSummary, readable, summarize } from "./summary.ts";
