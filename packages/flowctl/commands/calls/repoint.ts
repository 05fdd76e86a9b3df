import type { ModuleContract } from "@genesys-flows/architect";
import { repointCalls, repointNodes, repointProblems } from "@genesys-flows/architect/edit";
import type { ChangeOptions } from "../../changing/change-source.ts";
import { chosenUnits, moduleNamed, type UnitChoice } from "../../changing/chosen-units.ts";
import { type Context, UsageError } from "../../context.ts";
import { changeCalls } from "./change-calls.ts";

export interface RepointOptions extends UnitChoice, ChangeOptions {
  readonly old: string;
  readonly new: string;
}

/** Makes flows call another module: those that are named, or every flow that calls the old one. */
export async function repoint(o: RepointOptions, context: Context): Promise<number> {
  return changeCalls(o, context, (project) => {
    const [from, to] = [moduleNamed(project, o.old, o.stack), moduleNamed(project, o.new, o.stack)];
    if (from === to) throw new UsageError(`'${o.old}' and '${o.new}' are the same module.`);
    const [old, other] = [from.contract as ModuleContract, to.contract as ModuleContract];
    const isNamed = o.into !== undefined || o.prefix !== undefined;
    return {
      units: isNamed ? chosenUnits(project, o) : project.flows.filter(({ modules }) => modules.includes(from.key)),
      inCode: ({ modules }) =>
        modules.includes(from.key)
          ? { kind: "refused", reasons: [`TypeScript is not changed. Write '${to.key}' in place of '${from.key}'.`] }
          : { kind: "unchanged", reason: `It does not call '${old.name}'.` },
      inDefinition(source) {
        if (!source.modules.includes(from.key)) return { kind: "unchanged", reason: `It does not call '${old.name}'.` };
        const reasons = repointProblems(source, old, other);
        return reasons.length > 0 ? { kind: "refused", reasons } : repointNodes(source, from.key, to.key);
      },
      inExport: (document) => repointCalls(document, old, other),
    };
  });
}
