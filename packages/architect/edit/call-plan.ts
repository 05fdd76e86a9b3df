import { capital, flowTypes } from "../archy/flow-types.ts";
import { sameName } from "../archy/modules.ts";
import type { ArchyMap, ArchyValue, FlowType } from "../archy/types.ts";
import { unavailableIn } from "../check/checks/action-channel.ts";
import { misfit, toTyped } from "../definition/data-types.ts";
import { memberName } from "../definition/module-call.ts";
import { anInstance } from "../definition/scope.ts";
import { ERROR } from "../graph/output-paths.ts";
import type { FlowVariable, ModuleContract, NodeId } from "../graph/types.ts";
import { didYouMean } from "../suggest.ts";
import { outcomesToLead } from "./call-text.ts";
import type { TextEdit } from "./text-edits.ts";

/** Where to insert a call: at the start or next to a node. `path` is an output path of that node. */
export type CallPlace =
  | { readonly at: "start" }
  | { readonly at: "before"; readonly node: NodeId }
  | { readonly at: "after"; readonly node: NodeId; readonly path?: string };

export type CallTarget =
  /** The flow continues as before. */
  | { readonly to: "continue" }
  /** The flow ends, after saying or sending `say` if it is set. */
  | { readonly to: "end"; readonly say?: string }
  /** The flow continues at a part: a task, menu or state of an export, or a node of a definition. */
  | { readonly to: "part"; readonly name: string };

export interface CallPlan {
  readonly module: ModuleContract;
  readonly place: CallPlace;
  /** Values by input name, with or without `Common.`. A string that begins with `=` is an expression. */
  readonly inputs: Readonly<Record<string, ArchyValue>>;
  /** The target of each outcome; default: `continue`. `error` is required. */
  readonly on: Readonly<Record<string, CallTarget>>;
  /** Inserts another call even if the flow already calls the module elsewhere. */
  readonly again?: boolean;
}

export type CallEdit =
  | { readonly kind: "edited"; readonly edits: readonly TextEdit[] }
  /** The reason why there is nothing to do. */
  | { readonly kind: "unchanged"; readonly reason: string }
  /** All reasons why the edit is impossible, each in one or two sentences. */
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** The result when the flow already has the call. */
export function alreadyThere({ name }: ModuleContract): CallEdit {
  return { kind: "unchanged", reason: `The flow already calls '${name}' there.` };
}

export function elsewhere({ name }: ModuleContract, line: number): CallEdit {
  const reason = `The flow already calls '${name}' elsewhere, on line ${line}. --again inserts another call.`;
  return { kind: "refused", reasons: [reason] };
}

/**
 * Problems with a plan: with the module's channels, inputs and outcomes, and with the targets of the outcomes.
 * @param targetProblem the reason why no transition of the flow can have a given target
 */
export function planProblems(
  { module, inputs, on }: CallPlan,
  flow: { readonly type: FlowType; readonly variables: readonly FlowVariable[] },
  targetProblem: (target: CallTarget) => string | undefined,
): string[] {
  const targets = Object.entries(on).flatMap(([outcome, target]) => {
    const problem = targetProblem(target);
    return problem === undefined ? [] : [`'${outcome}' cannot use this target. ${problem}`];
  });
  return [
    ...channelProblems(module, flow.type),
    ...inputProblems(module, inputs, flow),
    ...outcomeProblems(module, on),
    ...targets,
  ];
}

/** Why a flow of the given type cannot call a module. */
export function channelProblems(module: ModuleContract, type: FlowType): string[] {
  const { title, callsModules } = flowTypes[type];
  if (!callsModules) return [`${capital(anInstance(type))} cannot call a common module.`];
  const refused = unavailableIn("callCommonModule", type);
  if (refused) return [`${capital(anInstance(type))} has no action 'callCommonModule'. ${refused.hint}`];
  if (module.channels.length === 0 || module.channels.includes(type)) return [];
  const channels = module.channels.map((channel) => flowTypes[channel].title).join(", ");
  return [`The module '${module.name}' does not serve ${title}s. It serves: ${channels}.`];
}

function inputProblems(
  module: ModuleContract,
  inputs: CallPlan["inputs"],
  { variables }: { readonly variables: readonly FlowVariable[] },
): string[] {
  const typeOf = (name: string) => variables.find((variable) => sameName(variable.name, name))?.type;
  return Object.entries(inputs).flatMap(([written, value]) => {
    const name = memberName(written, module.inputs);
    if (name === undefined) {
      const names = Object.keys(module.inputs).map((input) => input.replace(/^Common\./, ""));
      const hint = didYouMean(written, names, "Its inputs") ?? "The module has no inputs.";
      return [`The module '${module.name}' has no input '${written}'. ${hint}`];
    }
    const type = module.inputs[name] as string;
    const wrong = misfit(value, type, typeOf);
    return wrong
      ? [`The input '${written}' is of type ${type}, but ${wrong.found}.${wrong.hint ? ` ${wrong.hint}` : ""}`]
      : [];
  });
}

function outcomeProblems(module: ModuleContract, on: CallPlan["on"]): string[] {
  const outcomes = outcomesToLead(module);
  if (outcomes.length === 0) {
    const [named] = Object.keys(on);
    if (named === undefined) return [];
    return [
      `The module '${module.name}' declares no outcomes, so '${named}' cannot have a target. Declare \`outcome\` in the module's options file.`,
    ];
  }
  const unknown = Object.keys(on).filter((name) => !outcomes.includes(name));
  return [
    ...unknown.map(
      (name) =>
        `The module '${module.name}' has no outcome '${name}'. ${didYouMean(name, outcomes, "Its outcomes") ?? ""}`,
    ),
    ...(on[ERROR] === undefined || on[ERROR].to === "continue"
      ? [`The call needs its own \`error\` transition. Set its target: --on error=TARGET.`]
      : []),
  ].map((text) => text.trim());
}

/** The inputs of a call by full name, as Archy values. */
export function inputValues(module: ModuleContract, inputs: CallPlan["inputs"]): ArchyMap {
  return Object.fromEntries(
    Object.entries(inputs).map(([written, value]) => {
      const name = memberName(written, module.inputs) as string;
      return [name, toTyped(value, module.inputs[name] as string)];
    }),
  );
}
