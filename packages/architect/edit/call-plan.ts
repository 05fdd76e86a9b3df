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

/** Where a call is inserted: first of all, or beside a node; `path` is an output path of that node. */
export type CallPlace =
  | { readonly at: "start" }
  | { readonly at: "before"; readonly node: NodeId }
  | { readonly at: "after"; readonly node: NodeId; readonly path?: string };

export type CallTarget =
  /** What followed before. */
  | { readonly to: "continue" }
  /** The end of the flow, after a text where one is given. */
  | { readonly to: "end"; readonly say?: string }
  /** A part of the flow: of an export its task, menu or state, of a definition its node. */
  | { readonly to: "part"; readonly name: string };

export interface CallPlan {
  readonly module: ModuleContract;
  readonly place: CallPlace;
  /** Values by the names of the module's inputs, with or without `Common.`; a text that begins with `=` is an expression. */
  readonly inputs: Readonly<Record<string, ArchyValue>>;
  /** Where each outcome leads; `continue` for one that is not named. `error` must be named. */
  readonly on: Readonly<Record<string, CallTarget>>;
  /** Inserts another call where the flow calls the module elsewhere. */
  readonly again?: boolean;
}

export type CallEdit =
  | { readonly kind: "edited"; readonly edits: readonly TextEdit[] }
  /** Nothing is to be done, and why. */
  | { readonly kind: "unchanged"; readonly reason: string }
  /** It cannot be done: every reason, each a sentence or two. */
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** The result where the flow has the call already. */
export function alreadyThere({ name }: ModuleContract): CallEdit {
  return { kind: "unchanged", reason: `It already calls '${name}' there.` };
}

export function elsewhere({ name }: ModuleContract, line: number): CallEdit {
  const reason = `It already calls '${name}' elsewhere, in line ${line}. --again inserts another call.`;
  return { kind: "refused", reasons: [reason] };
}

/**
 * What in a plan a flow cannot have: the module's channels, its inputs and its outcomes, and where they lead.
 * @param targetProblem why no transition of the flow can lead to a target
 */
export function planProblems(
  { module, inputs, on }: CallPlan,
  flow: { readonly type: FlowType; readonly variables: readonly FlowVariable[] },
  targetProblem: (target: CallTarget) => string | undefined,
): string[] {
  const targets = Object.entries(on).flatMap(([outcome, target]) => {
    const problem = targetProblem(target);
    return problem === undefined ? [] : [`'${outcome}' cannot lead there. ${problem}`];
  });
  return [
    ...channelProblems(module, flow.type),
    ...inputProblems(module, inputs, flow),
    ...outcomeProblems(module, on),
    ...targets,
  ];
}

/** Why a flow of a type cannot call a module. */
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
      const hint = didYouMean(written, names, "Its inputs") ?? "It has no inputs.";
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
      `The module '${module.name}' declares no outcomes, so '${named}' cannot lead anywhere. Declare \`outcome\` in the module's options file.`,
    ];
  }
  const unknown = Object.keys(on).filter((name) => !outcomes.includes(name));
  return [
    ...unknown.map(
      (name) =>
        `The module '${module.name}' has no outcome '${name}'. ${didYouMean(name, outcomes, "Its outcomes") ?? ""}`,
    ),
    ...(on[ERROR] === undefined || on[ERROR].to === "continue"
      ? [`The call needs an \`error\` transition of its own. Say where it leads: --on error=TARGET.`]
      : []),
  ].map((text) => text.trim());
}

/** The inputs of a call by their full names, as Archy values. */
export function inputValues(module: ModuleContract, inputs: CallPlan["inputs"]): ArchyMap {
  return Object.fromEntries(
    Object.entries(inputs).map(([written, value]) => {
      const name = memberName(written, module.inputs) as string;
      return [name, toTyped(value, module.inputs[name] as string)];
    }),
  );
}
