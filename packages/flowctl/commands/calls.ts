import type { ArchyDocument, ModuleContract } from "@genesys-flows/architect";
import {
  type CallEdit,
  type CallPlace,
  type CallPlan,
  type CallTarget,
  editDefinition,
  editExport,
  insertCall,
  insertNode,
  removeCalls,
  removeNodes,
  repointCalls,
  repointNodes,
  repointProblems,
} from "@genesys-flows/architect/edit";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { isFlowCode } from "@genesys-flows/project/flow-files";
import { editedFlows, type FlowEdit, flowsChange } from "../changing/change-flows.ts";
import { type ChangeOptions, changeSource } from "../changing/change-source.ts";
import { chosenUnits, moduleNamed, type UnitChoice } from "../changing/chosen-units.ts";
import { substitutionsOf } from "../changing/substitutions.ts";
import { type Context, UsageError } from "../context.ts";
import { assignments } from "../reading/flow-file.ts";
import { loadForStack, stackConfig } from "../stack-file.ts";

/** Options of a command that changes calls: flows, and a module by key or display name. */
interface CallOptions extends UnitChoice, ChangeOptions {
  readonly module: string;
}

/** Changes to the calls in flows, by the kind of the flow's file. */
interface CallChange {
  readonly units: readonly FlowUnit[];
  inExport(document: ArchyDocument): CallEdit;
  inDefinition(source: FlowUnit & { readonly text: string }): CallEdit;
  /** The change to make by hand, because this command does not change TypeScript. */
  inCode(unit: FlowUnit): Exclude<CallEdit, { kind: "edited" }>;
}

function changeCalls(o: ChangeOptions, context: Context, plan: (project: FlowProject) => CallChange): Promise<number> {
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

interface InsertOptions extends CallOptions {
  readonly at: string;
  readonly inputs?: readonly string[];
  readonly on?: readonly string[];
  readonly again?: boolean;
}

/** Adds a call to a shared module to flows in the project. */
export async function insert(o: InsertOptions, context: Context): Promise<number> {
  const about = { place: placeOf(o.at), on: targetsOf(o.on), inputs: assignments(o.inputs, "--inputs") };
  return changeCalls(o, context, (project) => {
    const { key, contract } = moduleNamed(project, o.module, o.stack);
    const plan: CallPlan = { module: contract as ModuleContract, ...about, ...(o.again && { again: true }) };
    return {
      units: chosenUnits(project, o),
      inCode: (unit) => inTypeScript(unit, key, plan),
      inDefinition: (source) => insertNode(source, key, plan),
      inExport: (document) => insertCall(document, plan),
    };
  });
}

function placeOf(text: string): CallPlace {
  if (text === "start") return { at: "start" };
  if (text === "on-fault")
    throw new UsageError(
      "A call cannot be inserted at on-fault: no known export contains fault handling that leads to a task. Insert the call on the failure path of an action: --at after:NODE/failure.",
    );
  const [, at, node, path] = /^(before|after):([^/]+)(?:\/(.+))?$/.exec(text) ?? [];
  if (at === "before" && node !== undefined && path === undefined) return { at, node };
  if (at === "after" && node !== undefined) return { at, node, ...(path !== undefined && { path }) };
  throw new UsageError(`Unknown place '${text}'. Write --at start, before:NODE, after:NODE or after:NODE/PATH.`);
}

/**
 * Targets from `outcome=continue`, `outcome=end`, `outcome=say:TEXT`, `outcome=NODE`. @throws UsageError with every
 * invalid one
 */
function targetsOf(on: readonly string[] = []): Readonly<Record<string, CallTarget>> {
  const wrong: string[] = [];
  const found = on.flatMap((text): [string, CallTarget][] => {
    const at = text.indexOf("=");
    const [outcome, target] = [text.slice(0, at), text.slice(at + 1)];
    if (at > 0 && target !== "") return [[outcome, targetOf(target)]];
    wrong.push(`--on ${text}: write OUTCOME=continue, OUTCOME=end, OUTCOME=say:TEXT or OUTCOME=NODE.`);
    return [];
  });
  const twice = found.map(([outcome]) => outcome).filter((outcome, index, all) => all.indexOf(outcome) < index);
  for (const outcome of new Set(twice)) wrong.push(`--on names the outcome '${outcome}' twice.`);
  if (wrong.length > 0) throw new UsageError(wrong.join("\n"));
  return Object.fromEntries(found);
}

function targetOf(text: string): CallTarget {
  if (text === "continue" || text === "end") return { to: text };
  if (text.startsWith("say:")) return { to: "end", say: text.slice("say:".length) };
  return { to: "part", name: text.replace(/^node:/, "") };
}

function inTypeScript(unit: FlowUnit, key: string, { module, on, inputs, place }: CallPlan) {
  const isThere = [...unit.graph.nodes.values()].some(({ properties }) => properties["moduleKey"] === key);
  if (isThere) return { kind: "unchanged", reason: `The flow already calls '${module.name}'.` } as const;
  const given = Object.keys(inputs).length > 0 ? `, inputs: ${JSON.stringify(inputs)}` : "";
  const outcomes = Object.keys(module.outcome?.outcomes ?? {});
  const leads = [...outcomes, "error"].map((outcome) => {
    const target = on[outcome];
    const to = target?.to === "part" ? JSON.stringify(target.name) : target?.to === "end" ? "END" : "NEXT";
    return `${outcome}: ${to}`;
  });
  const where =
    place.at === "start" ? "`start`" : `the transitions ${place.at === "before" ? "to" : "from"} '${place.node}'`;
  const node = `"${key}": { callModule: "${key}"${given}, on: { ${leads.join(", ")} } }`;
  const reason = `This command does not change TypeScript. Add the node ${node} and point ${where} to it. NEXT is the node that currently follows, and END is a node that ends the flow.`;
  return { kind: "refused", reasons: [reason] } as const;
}

/** Removes every call to a shared module from flows in the project. */
export async function removeCall(o: CallOptions & { readonly discard?: boolean }, context: Context): Promise<number> {
  return changeCalls(o, context, (project) => {
    const { key, contract } = moduleNamed(project, o.module, o.stack);
    const module = contract as ModuleContract;
    return {
      units: chosenUnits(project, o),
      inCode: ({ modules }) =>
        modules.includes(key)
          ? { kind: "refused", reasons: ["This command does not change TypeScript. Remove the node yourself."] }
          : { kind: "unchanged", reason: `The flow does not call '${module.name}'.` },
      inDefinition: (source) => removeNodes(source, key, module),
      inExport: (document) => removeCalls(document, { module, ...(o.discard && { discard: true }) }),
    };
  });
}

interface RepointOptions extends UnitChoice, ChangeOptions {
  readonly old: string;
  readonly new: string;
}

/** Changes the module that flows call: in the named flows, or in every flow that calls the old module. */
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
          ? {
              kind: "refused",
              reasons: [`This command does not change TypeScript. Replace '${from.key}' with '${to.key}'.`],
            }
          : { kind: "unchanged", reason: `The flow does not call '${old.name}'.` },
      inDefinition(source) {
        if (!source.modules.includes(from.key))
          return { kind: "unchanged", reason: `The flow does not call '${old.name}'.` };
        const reasons = repointProblems(source, old, other);
        return reasons.length > 0 ? { kind: "refused", reasons } : repointNodes(source, from.key, to.key);
      },
      inExport: (document) => repointCalls(document, old, other),
    };
  });
}
