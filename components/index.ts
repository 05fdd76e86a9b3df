import "./sdk-costs.ts";
import "./source-positions.ts";

export type { ModuleLink } from "./flow-resource.ts";
export { forecastPublishing } from "./forecast.ts";
export { InboundFlow, type InboundFlowArgs } from "./inbound-flow.ts";
export { type Provided, providedReferences } from "./references.ts";
export { SharedModule, type SharedModuleArgs } from "./shared-module.ts";
export { type FlowSummary, type NodeSummary, readable, summarize } from "./summary.ts";
