import type { ArchyDocument } from "@genesys-flows/architect";
import { type CallEdit, editDefinition, editExport } from "@genesys-flows/architect/edit";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { editedFlows, type FlowEdit, flowsChange } from "../../changing/change-flows.ts";
import { type ChangeOptions, changeSource } from "../../changing/change-source.ts";
import { substitutionsOf } from "../../changing/substitutions.ts";
import type { Context } from "../../context.ts";
import { loadForStack, stackConfig } from "../../stack-file.ts";

/** How the calls in flows change, by the kind of the flow's file. */
export interface CallChange {
  readonly units: readonly FlowUnit[];
  inExport(document: ArchyDocument): CallEdit;
  inDefinition(source: FlowUnit & { readonly text: string }): CallEdit;
  /** A program is not changed: what to write by hand. */
  inCode(unit: FlowUnit): Exclude<CallEdit, { kind: "edited" }>;
}

export function changeCalls(
  o: ChangeOptions,
  context: Context,
  plan: (project: FlowProject) => CallChange,
): Promise<number> {
  return changeSource(o, context, async (own) => {
    const project = await loadForStack(own, o.stack);
    const change = plan(project);
    const config = stackConfig(own, o.stack);
    const edited = (unit: FlowUnit, text: string): FlowEdit => {
      if (isFlowCode(unit.file)) return change.inCode(unit);
      if (unit.origin === "definition") return editDefinition(text, change.inDefinition({ ...unit, text }));
      return editExport({ file: unit.file, text }, substitutionsOf(unit, config, own), change.inExport);
    };
    return flowsChange(await editedFlows(change.units, o.stack, own, edited), { ...o, project }, own);
  });
}
