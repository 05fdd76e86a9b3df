import {
  type ArchyMap,
  actionOf,
  type FlowNode,
  type FlowType,
  get,
  getMap,
  getText,
  namesIn,
  type ReferenceKind,
  singleEntry,
} from "@genesys-flows/architect";
import type { RunnableFlow } from "../run/flow.ts";
import type { Stage } from "../stage/stage.ts";

/** Names that flows request from the world, by kind, and the outputs that the flows bind. */
export interface AskedNames {
  readonly names: ReadonlyMap<ReferenceKind, ReadonlySet<string>>;
  /** Kinds of names that a flow computes at run time. The flow may request any name of such a kind. */
  readonly computed: ReadonlySet<ReferenceKind>;
  /** Names and ids of nodes. */
  readonly actions: ReadonlySet<string>;
  /** The outputs of data actions, and columns of data tables, that flows bind, by lower-case name. */
  readonly outputs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The kinds of objects that transfer and schedule actions reference. */
const namedBy: Readonly<Record<string, readonly ReferenceKind[]>> = {
  transferToAcd: ["queue"],
  transferToUser: ["user"],
  transferToGroup: ["group"],
  transferToFlow: ["flow"],
  transferToFlowSecure: ["flow"],
  evaluateScheduleGroup: ["scheduleGroup"],
  evaluateSchedule: ["schedule", "emergencyGroup"],
};

/** The names that are requested by a flow, by its modules and by the flows that it transfers to. */
export function askedBy(flow: RunnableFlow, { surroundings }: Stage): AskedNames {
  const names = new Map<ReferenceKind, Set<string>>();
  const computed = new Set<ReferenceKind>();
  const actions = new Set<string>();
  const outputs = new Map<string, Set<string>>();
  const seen = new Set<RunnableFlow>();

  const namesOf = (part: ArchyMap, type: FlowType) => {
    const found = namesIn(part, type);
    for (const { kind, name, category } of found)
      added(names, kind, category === undefined ? name : `${category}/${name}`);
    return found;
  };
  const look = (node: FlowNode, of: RunnableFlow) => {
    const found = namesOf({ [node.kind]: node.properties }, of.graph.type);
    for (const one of [node.id, node.name]) actions.add(one);
    const kinds = namedBy[actionOf(node.kind)?.acts ?? node.kind];
    if (kinds && !found.some(({ kind }) => kinds.includes(kind))) for (const kind of kinds) computed.add(kind);
    const bound = boundOutputs(node);
    if (bound) for (const output of bound.outputs) added(outputs, bound.name.toLowerCase(), output);
    const called = getText(node.properties, "module");
    const module = called === undefined ? undefined : of.module(called);
    if (called !== undefined) actions.add(called);
    if (module) visit(module);
  };
  const visit = (of: RunnableFlow) => {
    if (seen.has(of)) return;
    seen.add(of);
    namesOf({ ...of.graph.settings, ...(of.graph.onFault && { onFault: of.graph.onFault.then }) }, of.graph.type);
    for (const node of of.graph.nodes.values()) look(node, of);
    for (const [kind, how] of [
      ["flow", "transfer"],
      ["inqueueFlow", "inQueue"],
    ] as const)
      for (const name of names.get(kind) ?? []) {
        const next = surroundings.flow?.(name, how);
        if (next) visit(next);
      }
  };
  visit(flow);
  return { names, computed, actions, outputs };
}

function added<K>(map: Map<K, Set<string>>, key: K, name: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(name));
}

/** The data action outputs or table columns that a node binds. */
function boundOutputs({ properties }: FlowNode): { readonly name: string; readonly outputs: string[] } | undefined {
  const [integration, inner] = singleEntry(get(properties, "category")) ?? [];
  const [action, body] = singleEntry(getMap(inner, "dataAction")) ?? [];
  if (integration !== undefined && action !== undefined)
    return { name: `${integration}/${action}`, outputs: Object.keys(getMap(body, "successOutputs") ?? {}) };
  const [table, row] = singleEntry(get(properties, "dataTable")) ?? [];
  return table === undefined ? undefined : { name: table, outputs: Object.keys(getMap(row, "foundOutputs") ?? {}) };
}
