import type { ModuleContract } from "@genesys-flows/architect";
import { editDefinition, editExport, removeCalls, removeNodes } from "@genesys-flows/architect/edit";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { changeFlows } from "../../changing/change-flows.ts";
import { chosenUnits, moduleNamed, type UnitChoice } from "../../changing/chosen-units.ts";
import { substitutionsOf } from "../../changing/substitutions.ts";
import type { Context } from "../../context.ts";
import { loadForStack, stackConfig } from "../../stack-file.ts";

export interface RemoveCallOptions extends UnitChoice {
  readonly stack: string;
  /** Key or display name. */
  readonly module: string;
  /** Removes the actions in the branches of the outcomes, too. */
  readonly discard?: boolean;
  readonly write?: boolean;
}

/** Removes every call of a shared module from flows of the project. */
export async function removeCall(o: RemoveCallOptions, context: Context): Promise<number> {
  const project = await loadForStack(context, o.stack);
  const { key, contract } = moduleNamed(project, o.module, o.stack);
  const config = stackConfig(context, o.stack);
  const module = contract as ModuleContract;
  return changeFlows(project, chosenUnits(project, o), o, context, (unit, text) => {
    if (isFlowCode(unit.file)) {
      const calls = unit.modules.includes(key);
      return calls
        ? { kind: "refused", reasons: ["TypeScript is not changed. Remove the node yourself."] }
        : { kind: "unchanged", reason: `It does not call '${module.name}'.` };
    }
    if (unit.origin === "definition") return editDefinition(text, removeNodes({ ...unit, text }, key, module));
    return editExport({ file: unit.file, text }, substitutionsOf(unit, config, context), (document) =>
      removeCalls(document, { module, ...(o.discard && { discard: true }) }),
    );
  });
}
