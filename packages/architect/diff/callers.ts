import { sameName } from "../archy/modules.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { get, getMap, getText, isNoValue } from "../archy/values.ts";
import { assignable, typeOfLiteral } from "../definition/data-types.ts";
import { VARIABLE } from "../definition/vocabulary.ts";
import type { Location } from "../diagnostic.ts";
import type { FlowGraph, FlowNode, NodeId } from "../graph/types.ts";
import type { ContractChange, ContractChangeKind } from "./contract.ts";

export interface Caller {
  /** The flow's key, for messages. */
  readonly key: string;
  readonly graph: FlowGraph;
}

export interface BrokenCall {
  readonly flow: string;
  readonly node: NodeId;
  readonly change: ContractChange;
  /** The reason why the call no longer works, as a sentence. */
  readonly reason: string;
  readonly location?: Location;
}

/** The calls that a change to a module's contract breaks. Callers that do not use the changed part are not affected. */
export function brokenCallers(
  changes: ContractChange | readonly ContractChange[],
  callers: Iterable<Caller>,
): BrokenCall[] {
  const breaking = [changes].flat().filter((change) => !change.compatible);
  const found: BrokenCall[] = [];
  for (const { key, graph } of callers) {
    for (const node of graph.nodes.values()) {
      const module = getText(node.properties, "module");
      if (node.kind !== "callModule" || module === undefined) continue;
      for (const change of breaking) {
        if (!sameName(change.module, module)) continue;
        const reason = tests[change.kind]?.(change, { node, graph });
        if (reason === undefined) continue;
        const { location } = node;
        found.push({ flow: key, node: node.id, change, reason, ...(location && { location }) });
      }
    }
  }
  return found;
}

interface Call {
  readonly node: FlowNode;
  readonly graph: FlowGraph;
}

type Test = (change: ContractChange, call: Call) => string | undefined;

/**
 * A function for each kind of change that can break a call. It describes what breaks, and returns undefined if the call
 * still works.
 */
const tests: Readonly<Partial<Record<ContractChangeKind, Test>>> = {
  "module-renamed": ({ to }, call) =>
    isOfProject(call) ? undefined : `The call uses the module's old name. The new name is '${to}'.`,
  "input-removed": ({ name }, call) =>
    bound(call, "inputs", name) === undefined ? undefined : `The call sets the input '${name}', which was removed.`,
  "input-type": ({ name, to }, call) => {
    const value = bound(call, "inputs", name);
    const given = value === undefined ? undefined : typeOf(value, call.graph);
    if (value === undefined || (given !== undefined && to !== undefined && assignable(given, to))) return undefined;
    return `The call sets the input '${name}'${given ? ` to a value of type ${given}` : ""}. The input's type is now ${to}.`;
  },
  "output-removed": ({ name }, call) =>
    bound(call, "outputs", name) === undefined ? undefined : `The call binds the output '${name}', which was removed.`,
  "output-type": ({ name, to }, call) => {
    const variable = getText(bound(call, "outputs", name), "var");
    if (variable === undefined) return undefined;
    const type = variableType(variable, call.graph);
    if (type !== undefined && to !== undefined && assignable(to, type)) return undefined;
    return `The call binds the output '${name}' to '${variable}'${type ? ` of type ${type}` : ""}. The output's type is now ${to}.`;
  },
  "outcome-added": ({ name }, call) => {
    if (!outcomesOf(call) || Object.hasOwn(call.node.transitions, name)) return undefined;
    return `The call has no transition for the outcome '${name}'.`;
  },
  "outcome-removed": ({ name }, call) =>
    Object.hasOwn(call.node.transitions, name)
      ? `The call has a transition for the outcome '${name}', which was removed.`
      : undefined,
  "outcome-renamed": ({ from, to }, call) =>
    from !== undefined && Object.hasOwn(call.node.transitions, from)
      ? `The call has a transition for the outcome '${from}', which is now '${to}'.`
      : undefined,
  "outcome-values": ({ name, from }, call) =>
    isOfProject(call) || !Object.hasOwn(outcomesOf(call) ?? {}, name)
      ? undefined
      : `The call still recognises the outcome '${name}' by ${from}.`,
  "outcome-variable": ({ from }, call) => {
    if (from === undefined) return isOfProject(call) ? "The call has no transitions for the outcomes." : undefined;
    const outcome = getText(getMap(call.node.properties, "outcome"), "from");
    return outcome !== undefined && sameName(outcome, from) ? `The call reads the outcome from '${from}'.` : undefined;
  },
  "channel-removed": ({ name }, { graph }) =>
    graph.type === name ? `The caller is a flow of type ${name}.` : undefined,
};

/** Whether the call refers to the module by its key. If so, compilation updates names and values. */
function isOfProject({ node }: Call): boolean {
  return getText(node.properties, "moduleKey") !== undefined;
}

function outcomesOf({ node }: Call): ArchyMap | undefined {
  return getMap(getMap(node.properties, "outcome"), "outcomes");
}

function bound({ node }: Call, side: "inputs" | "outputs", name: string): ArchyValue | undefined {
  const values = getMap(node.properties, side) ?? {};
  const key = Object.keys(values).find((written) => sameName(written, name));
  const value = key === undefined ? undefined : values[key];
  return value === undefined || isNoValue(value) ? undefined : value;
}

function typeOf(value: ArchyValue, graph: FlowGraph): string | undefined {
  const expression = getText(value, "exp")?.trim();
  if (expression !== undefined) return VARIABLE.test(expression) ? variableType(expression, graph) : undefined;
  return get(value, "lit") === undefined ? undefined : typeOfLiteral(value);
}

function variableType(name: string, graph: FlowGraph): string | undefined {
  return graph.variables.find((variable) => sameName(variable.name, name))?.type;
}
