import { flowTypes } from "../../archy/flow-types.ts";
import type { ArchyPath, ArchyValue } from "../../archy/types.ts";
import { getMap, getText, singleEntry } from "../../archy/values.ts";
import { memberType } from "../../definition/variable-types.ts";
import type { FlowNode, ModuleContract } from "../../graph/types.ts";
import type { Check, Report } from "../check.ts";
import { assignable, type Misfit, misfit, type Types } from "../data-types.ts";
import { isModuleCall, type Subject } from "../subject.ts";
import { typesOf } from "../variable-table.ts";

/** Compares calls to modules with the modules' contracts, if known. */
export const moduleCalls: Check = {
  codes: ["incompatible-module", "module-in-module", "type-mismatch", "unknown-input", "unknown-output"],
  run(subject, report) {
    const types = typesOf(subject);
    for (const node of [...subject.graph.nodes.values()].filter(isModuleCall)) {
      checkNesting(subject, node, report);
      const contract = subject.contractOf(node);
      if (!contract) continue;
      checkChannel(subject, node, { contract, report });
      for (const what of SIDES) checkBindings(node, what, { contract, report, types });
    }
  },
};

/** The platform does not allow a module to call a module (reference/archy.md §c). */
function checkNesting({ graph }: Subject, node: FlowNode, report: Report): void {
  if (graph.type !== "commonModule") return;
  const module = getText(node.properties, "module") ?? node.name;
  const message = `The module '${graph.name}' calls the module '${module}'; a common module cannot call another.`;
  report("module-in-module", { message, hint: "Call both modules from the flow, one after the other.", node });
}

interface CallCheck {
  readonly contract: ModuleContract;
  readonly report: Report;
}

function checkChannel({ graph }: Subject, node: FlowNode, { contract, report }: CallCheck): void {
  const { type } = graph;
  const { channels, name, unread } = contract;
  if (unread?.has("channels") || channels.length === 0 || channels.includes(type) || type === "commonModule") return;
  const serves = channels.map((channel) => flowTypes[channel].title).join(", ");
  report("incompatible-module", {
    message: `The module '${name}' does not serve the channel of this ${flowTypes[type].title}.`,
    hint: `It serves: ${serves}. Add ${type} to the module's channels.`,
    node,
  });
}

export const SIDES = ["input", "output"] as const;

export type Side = (typeof SIDES)[number];

function checkBindings(node: FlowNode, what: Side, o: CallCheck & { readonly types: Types }): void {
  const { contract, report, types } = o;
  const members = contract[`${what}s`];
  for (const [name, value] of Object.entries(getMap(node.properties, `${what}s`) ?? {})) {
    const type = memberType(members, name);
    if (type === undefined) {
      if (contract.unread?.has(`${what}s`)) continue;
      const known = Object.keys(members);
      const hint = known.length === 0 ? `It has no ${what}s.` : `Its ${what}s: ${known.join(", ")}.`;
      const message = `The module '${contract.name}' has no ${what} '${name}'.`;
      report(`unknown-${what}`, { message, hint, node, path: pathIn(node, [`${what}s`, name]) });
      continue;
    }
    const wrong = misfitOf(what, value, { type, types });
    if (!wrong) continue;
    const message = `The ${what} '${name}' is of type ${type}, but ${wrong.found}.`;
    const wrapper = what === "input" ? singleEntry(value)?.[0] : undefined;
    const path = pathIn(node, [`${what}s`, name, ...(wrapper === undefined ? [] : [wrapper])]);
    report("type-mismatch", { message, hint: wrong.hint, node, path });
  }
}

/** Why a value does not fit an input, or an output does not fit its variable. */
export function misfitOf(
  what: Side,
  value: ArchyValue,
  { type, types }: { readonly type: string; readonly types: Types },
): Misfit | undefined {
  if (what === "input") return misfit(value, type, types);
  const variable = getText(value, "var");
  const declared = variable === undefined ? undefined : types.typeOf(variable);
  if (declared === undefined || assignable(type, declared)) return undefined;
  return { found: `'${variable}' is declared as ${declared}`, hint: `Bind it to a variable of type ${type}.` };
}

/** The path of one binding of a call, in a document. */
function pathIn({ path, properties }: FlowNode, steps: ArchyPath): ArchyPath | undefined {
  const module = getText(properties, "module");
  return path && module !== undefined ? [...path, "commonModule", module, "ver_latestPublished", ...steps] : path;
}
