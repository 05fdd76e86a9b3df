import type { FlowNode } from "@genesys-flows/architect";

/** A call of a common module, also one that Architect's own properties describe (`callCommonModule`). */
export function isModuleCall(node: Pick<FlowNode, "kind">): boolean {
  return node.kind === "callModule" || node.kind === "callCommonModule";
}
