import { flowTypes } from "../archy/flow-types.ts";
import { sameName } from "../archy/modules.ts";
import type { ArchyMap, ArchyValue, FlowType } from "../archy/types.ts";
import { ERROR, NEXT } from "../graph/output-paths.ts";
import type { KnownContracts, ModuleContract } from "../graph/types.ts";
import { contractData } from "../lift/module-call.ts";
import { didYouMean } from "../suggest.ts";
import { variableName } from "./actions/control.ts";
import { assignable, misfit, toTyped } from "./data-types.ts";
import { toValue } from "./properties.ts";
import { anInstance, atKey, atValue, isModule, type Pass, report } from "./scope.ts";
import type { NodeDefinition } from "./types.ts";

/** The contracts of modules and of everything else that a definition calls. */
export interface ModuleLookup extends KnownContracts {
  /** The contract of the module with the given key; undefined if the module does not exist. */
  readonly modules: (key: string) => ModuleContract | undefined;
  readonly moduleKeys?: () => Iterable<string>;
  /** The stacks of a module that exists in the project but does not belong to this stack. */
  readonly stacksOf?: (key: string) => readonly string[] | undefined;
  /** The type and name of the flow with the given key; undefined if the flow is a module or does not exist. */
  readonly flowOf?: (key: string) => CalledFlow | undefined;
  /** The present key of the module that had the given key. */
  readonly renamedFrom?: (key: string) => string | undefined;
}

/** A flow whose key is used in a call as if it were a module. */
export interface CalledFlow {
  readonly type: FlowType;
  readonly name: string;
}

/** The contract of the module that a `callModule` node calls. Reports forbidden calls to the sink. */
export function calledModule(node: NodeDefinition, lookup: ModuleLookup, pass: Pass): ModuleContract | undefined {
  const key = String(node.body);
  const { type } = pass.definition;
  const at = atValue(node, "callModule");
  if (isModule(type)) {
    const hint = "Call both modules from the flow, one after the other.";
    report(pass, "module-in-module", "A common module cannot call another common module.", { ...at, hint });
    return undefined;
  }
  const contract = lookup.modules(key);
  if (!contract) {
    const [message, hint] = whyUnknown(key, lookup);
    report(pass, "unknown-module", message, { ...at, hint });
    return undefined;
  }
  const serves = contract.unread?.has("channels") || contract.channels.length === 0 || contract.channels.includes(type);
  if (!serves) {
    const channels = contract.channels.map((channel) => flowTypes[channel].title).join(", ");
    const message = `The module '${key}' does not serve the channel of this ${flowTypes[type].title}.`;
    const hint = `It serves: ${channels}. Add ${type} to the module's channels.`;
    report(pass, "incompatible-module", message, { ...at, hint });
  }
  return contract;
}

/** The reason why no module has the given key, and the fix. */
function whyUnknown(key: string, lookup: ModuleLookup): [message: string, hint: string | undefined] {
  const stacks = lookup.stacksOf?.(key);
  if (stacks !== undefined)
    return [
      `The module '${key}' belongs to other stacks: ${stacks.join(", ")}.`,
      "Add this stack to the module's `stacks`, or limit this flow to the stacks of the module.",
    ];
  const flow = lookup.flowOf?.(key);
  if (flow)
    return [
      `'${key}' is not a module: it is ${anInstance(flow.type)}, '${flow.name}'.`,
      `Call a common module here. To continue in another flow, transfer the conversation: transferToFlow: ${flow.name}`,
    ];
  const renamed = lookup.renamedFrom?.(key);
  if (renamed !== undefined)
    return [`The module '${key}' does not exist.`, `Its key is now '${renamed}'. Write callModule: ${renamed}`];
  const hint = didYouMean(key, lookup.moduleKeys?.() ?? [], "Modules of this project");
  return [`The module '${key}' does not exist.`, hint];
}

/** `properties` of a `callModule` node (the shape of `ModuleCall`). */
export function moduleCallProperties(node: NodeDefinition, contract: ModuleContract, pass: Pass): ArchyMap {
  const inputs: ArchyMap = {};
  for (const [written, value] of Object.entries(node.inputs)) {
    const name = memberName(written, contract.inputs);
    const type = name && contract.inputs[name];
    if (!name || !type) {
      if (contract.unread?.has("inputs")) inputs[`Common.${written}`] = toValue(value);
      else unknownMember(node, "inputs", written, contract, pass);
    } else inputs[name] = input(node, { written, value, type }, pass);
  }
  const outputs: ArchyMap = {};
  let outcomeVariable: string | undefined;
  for (const [written, variable] of Object.entries(node.outputs)) {
    const name = memberName(written, contract.outputs);
    const type = name && contract.outputs[name];
    if (!name || !type) {
      if (contract.unread?.has("outputs")) outputs[`Common.${written}`] = { var: variable };
      else unknownMember(node, "outputs", written, contract, pass);
    } else if (name === contract.outcome?.from) outcomeVariable = variable;
    else {
      checkTarget(node, written, variable, type, pass);
      outputs[name] = { var: variable };
    }
  }
  const properties: ArchyMap = { module: contract.name, moduleKey: String(node.body), inputs, outputs };
  if (contract.outcome) {
    properties["outcome"] = contractData(contract.outcome);
    properties["outcomeVariable"] = outcomeVariable ?? `${pass.scope}.${variableName(node.id)}Outcome`;
  }
  return properties;
}

/** The variables that a call sets. Their types come from the parts of the contract that could be read. */
export function moduleCallBindings(
  properties: ArchyMap,
  contract: ModuleContract,
): { variable: string; type?: string }[] {
  const bound = Object.entries((properties["outputs"] ?? {}) as Record<string, ArchyMap>).map(
    ([name, { var: variable }]): { variable: string; type?: string } => {
      const type = contract.outputs[name] ?? (contract.unread?.has("outputs") ? undefined : "string");
      return { variable: String(variable), ...(type !== undefined && { type }) };
    },
  );
  const { outcomeVariable } = properties;
  if (typeof outcomeVariable === "string" && contract.outcome) {
    bound.push({ variable: outcomeVariable, type: contract.outputs[contract.outcome.from] ?? "string" });
  }
  return bound;
}

/** Output paths of a call: the module's outcomes and `error`. If the module declares no outcomes, only `next`. */
export function moduleCallPaths(contract: ModuleContract): string[] {
  return contract.outcome ? [...Object.keys(contract.outcome.outcomes), ERROR] : [NEXT];
}

/** The full name of an input or output, which may be written with or without `Common.`. */
export function memberName(written: string, members: Readonly<Record<string, string>>): string | undefined {
  const wanted = written.includes(".") ? written : `Common.${written}`;
  return Object.keys(members).find((name) => sameName(name, wanted));
}

function unknownMember(
  node: NodeDefinition,
  kind: "inputs" | "outputs",
  written: string,
  contract: ModuleContract,
  pass: Pass,
): void {
  const names = Object.keys(contract[kind])
    .filter((name) => kind === "inputs" || name !== contract.outcome?.from)
    .map((name) => name.replace(/^Common\./, ""));
  const what = kind === "inputs" ? "input" : "output";
  report(pass, `unknown-${what}`, `The module '${String(node.body)}' has no ${what} '${written}'.`, {
    ...atKey(node, kind, written),
    hint: didYouMean(written, names, `Its ${kind}`) ?? `It has no ${kind}.`,
  });
}

function input(
  node: NodeDefinition,
  { written, value, type }: { written: string; value: ArchyValue; type: string },
  pass: Pass,
): ArchyMap {
  const wrong = misfit(value, type, pass.typeOf);
  if (wrong) {
    const place = { ...atValue(node, "inputs", written), hint: wrong.hint };
    report(pass, "type-mismatch", `The input '${written}' is of type ${type}, but ${wrong.found}.`, place);
  }
  return toTyped(value, type);
}

function checkTarget(node: NodeDefinition, written: string, variable: string, type: string, pass: Pass): void {
  const declared = pass.definition.variables[variable]?.type;
  if (declared === undefined || assignable(type, declared)) return;
  const message = `The output '${written}' is of type ${type}, but '${variable}' is declared as ${declared}.`;
  report(pass, "type-mismatch", message, atValue(node, "outputs", written));
}
