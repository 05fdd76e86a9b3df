import type { ModuleContract } from "@genesys-flows/architect";
import { removeCalls, removeNodes } from "@genesys-flows/architect/edit";
import type { ChangeOptions } from "../../changing/change-source.ts";
import { chosenUnits, moduleNamed, type UnitChoice } from "../../changing/chosen-units.ts";
import type { Context } from "../../context.ts";
import { changeCalls } from "./change-calls.ts";

export interface RemoveCallOptions extends UnitChoice, ChangeOptions {
  readonly module: string;
  readonly discard?: boolean;
}

/** Removes every call of a shared module from flows of the project. */
export async function removeCall(o: RemoveCallOptions, context: Context): Promise<number> {
  return changeCalls(o, context, (project) => {
    const { key, contract } = moduleNamed(project, o.module, o.stack);
    const module = contract as ModuleContract;
    return {
      units: chosenUnits(project, o),
      inCode: ({ modules }) =>
        modules.includes(key)
          ? { kind: "refused", reasons: ["TypeScript is not changed. Remove the node yourself."] }
          : { kind: "unchanged", reason: `It does not call '${module.name}'.` },
      inDefinition: (source) => removeNodes(source, key, module),
      inExport: (document) => removeCalls(document, { module, ...(o.discard && { discard: true }) }),
    };
  });
}
