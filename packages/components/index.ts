import "@genesys-flows/lean-pulumi/register";

export { slug } from "@genesys-flows/project";
export type { FlowArgs } from "./declaration.ts";
export { type DeclaredObjects, declareObjects } from "./declared-objects.ts";
export { InboundFlow, type InboundFlowArgs } from "./inbound-flow.ts";
export type { Judge, Judged } from "./judged-stack.ts";
export { loadProject, type StackOutputs, stackOutputs } from "./program.ts";
export { SharedModule, type SharedModuleArgs } from "./shared-module.ts";
export { judgeBy } from "./stack-run.ts";
export { type FlowSummary, type NodeSummary, readable, summarize } from "./summary.ts";
