import type { ModuleContract } from "@genesys-flows/architect";
import { editDefinition, editExport, repointCalls, repointNodes, repointProblems } from "@genesys-flows/architect/edit";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { changeFlows } from "../../changing/change-flows.ts";
import { chosenUnits, moduleNamed, type UnitChoice } from "../../changing/chosen-units.ts";
import { substitutionsOf } from "../../changing/substitutions.ts";
import { type Context, UsageError } from "../../context.ts";
import { loadForStack, stackConfig } from "../../stack-file.ts";

export interface RepointOptions extends UnitChoice {
  readonly stack: string;
  /** Keys or display names of modules. */
  readonly old: string;
  readonly new: string;
  readonly write?: boolean;
}

/** Makes flows call another module: those that are named, or every flow that calls the old one. */
export async function repoint(o: RepointOptions, context: Context): Promise<number> {
  const project = await loadForStack(context, o.stack);
  const [from, to] = [moduleNamed(project, o.old, o.stack), moduleNamed(project, o.new, o.stack)];
  if (from === to) throw new UsageError(`'${o.old}' and '${o.new}' are the same module.`);
  const [old, other] = [from.contract as ModuleContract, to.contract as ModuleContract];
  const config = stackConfig(context, o.stack);
  const isNamed = o.into !== undefined || o.prefix !== undefined;
  const units = isNamed ? chosenUnits(project, o) : project.flows.filter(({ modules }) => modules.includes(from.key));
  return changeFlows(project, units, o, context, (unit, text) => {
    if (!unit.modules.includes(from.key)) return { kind: "unchanged", reason: `It does not call '${old.name}'.` };
    if (isFlowCode(unit.file)) {
      return { kind: "refused", reasons: [`TypeScript is not changed. Write '${to.key}' in place of '${from.key}'.`] };
    }
    if (unit.origin === "export") {
      return editExport({ file: unit.file, text }, substitutionsOf(unit, config, context), (document) =>
        repointCalls(document, old, other),
      );
    }
    const reasons = repointProblems(unit, old, other);
    return reasons.length > 0
      ? { kind: "refused", reasons }
      : editDefinition(text, repointNodes({ ...unit, text }, from.key, to.key));
  });
}
