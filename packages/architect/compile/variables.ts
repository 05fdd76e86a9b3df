import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { FlowGraph, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";
import { localScopeOf } from "./channel.ts";
import type { Part } from "./parts.ts";
import type { Placement } from "./place.ts";

/** A graph in which every local variable belongs to one part, and these variables. */
export interface Localized {
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** Variables of the flow. */
  readonly flow: readonly FlowVariable[];
  /** A part's own variables, by the index of the part. */
  readonly local: ReadonlyMap<number, readonly FlowVariable[]>;
}

const NAME = /\b(Flow|Task|State|Common|Slot)\.([A-Za-z][A-Za-z0-9_]*)/gi;
const TEXTS = /"(?:[^"\\]|\\.)*"/g;

/** Whether a variable exists in one part only. */
export function isLocal(name: string): boolean {
  return /^(?:task|state)\./i.test(name);
}

/**
 * Assigns each local variable (`Task.`, `State.`) to the part that uses it. A variable that nodes of several parts use
 * becomes a flow variable; if the flow has a variable of that name, that is an error (design §4, "Compile"). A part with
 * its own variables keeps them, unless another part uses them.
 */
export function localize(graph: FlowGraph, placement: Placement, sink: DiagnosticSink): Localized {
  const { parts } = placement;
  const users = usersOf(graph, placement);
  const holders = new Map<string, number[]>();
  for (const [index, part] of parts.entries()) {
    for (const { name } of part.variables) {
      const key = name.toLowerCase();
      holders.set(key, [...(holders.get(key) ?? []), index]);
    }
  }
  const taken = new Set(graph.variables.map((variable) => variable.name.toLowerCase()));
  const renamed = new Map<string, string>();
  const flow: FlowVariable[] = [];
  const local = new Map<number, FlowVariable[]>();
  const give = (index: number, variable: FlowVariable) => local.set(index, [...(local.get(index) ?? []), variable]);
  const share = (variable: FlowVariable, at: readonly number[]) => {
    const name = `Flow.${variable.name.slice(variable.name.indexOf(".") + 1)}`;
    if (taken.has(name.toLowerCase())) clash(variable.name, name, { at, users, graph, sink });
    renamed.set(variable.name.toLowerCase(), name);
    flow.push({ ...variable, name });
  };
  const isNew = (index: number) => index >= placement.division.parts.length;
  for (const variable of graph.variables) {
    const key = variable.name.toLowerCase();
    if (renamed.has(key)) continue;
    const at = [...(users.get(key)?.keys() ?? [])];
    const held = holders.get(key);
    if (!isLocal(variable.name)) flow.push(variable);
    else if (held) {
      if (at.some((index) => isNew(index) && !held.includes(index))) share(variable, at);
    } else if (at.length < 2) give(fitting(variable, at[0] ?? startOf(placement), parts), variable);
    else if (placement.division.kept && !at.some(isNew)) flow.push(variable);
    else share(variable, at);
  }
  for (const [index, part] of parts.entries()) {
    for (const variable of part.variables) if (!renamed.has(variable.name.toLowerCase())) give(index, variable);
  }
  if (renamed.size === 0) return { nodes: graph.nodes, flow, local };
  const nodes = new Map<NodeId, FlowNode>();
  for (const [id, node] of graph.nodes) {
    nodes.set(id, { ...node, properties: rename(node.properties, renamed) as ArchyMap });
  }
  return { nodes, flow, local };
}

/** Local variable in lower case -> the parts whose nodes name it, each with the first such node. */
function usersOf(graph: FlowGraph, placement: Placement): Map<string, Map<number, NodeId>> {
  const indexOf = new Map(placement.parts.map((part, index) => [partKey(part), index]));
  const users = new Map<string, Map<number, NodeId>>();
  for (const node of graph.nodes.values()) {
    const names = namesIn(node.properties);
    if (names.size === 0) continue;
    const part = indexOf.get(partKey(placement.partOf(node.id))) ?? 0;
    for (const name of names) {
      const at = users.get(name) ?? new Map<number, NodeId>();
      if (!at.has(part)) at.set(part, node.id);
      users.set(name, at);
    }
  }
  return users;
}

function partKey({ kind, refId, slot, jumps }: Part): string {
  return `${kind} ${slot ?? ""} ${jumps ?? ""} ${refId}`;
}

function startOf({ parts, division }: Placement): number {
  return Math.max(
    0,
    parts.findIndex((part) => partKey(part) === partKey(division.startUp)),
  );
}

/** Finds a part whose kind fits the variable's scope; menus have no variables. */
function fitting(variable: FlowVariable, index: number, parts: readonly Part[]): number {
  const scope = variable.name.slice(0, variable.name.indexOf(".")).toLowerCase();
  const fits = (part: Part | undefined) =>
    part !== undefined && part.kind !== "menu" && localScopeOf(part.kind).toLowerCase() === scope;
  if (fits(parts[index])) return index;
  const other = parts.findIndex(fits);
  return other < 0 ? index : other;
}

interface Clash {
  readonly at: readonly number[];
  readonly users: ReadonlyMap<string, ReadonlyMap<number, NodeId>>;
  readonly graph: FlowGraph;
  readonly sink: DiagnosticSink;
}

function clash(name: string, wanted: string, { at, users, graph, sink }: Clash): void {
  const node = users.get(name.toLowerCase())?.get(at[1] as number);
  sink.report("variable-clash", `Several tasks use '${name}', so it would become '${wanted}', which exists already.`, {
    location: (node === undefined ? undefined : graph.nodes.get(node)?.location) ?? graph.location,
    node,
    hint: "Rename one of the two.",
  });
}

/** Names of local variables in Archy properties, in lower case. */
function namesIn(value: ArchyValue): Set<string> {
  const found = new Set<string>();
  const walk = (inner: ArchyValue, key: string) => {
    if (Array.isArray(inner)) for (const item of inner) walk(item, key);
    else if (typeof inner === "object" && inner !== null) for (const [k, v] of Object.entries(inner)) walk(v, k);
    else if (typeof inner === "string" && holdsVariable(key)) {
      for (const [match] of inner.replace(TEXTS, '""').matchAll(NAME))
        if (isLocal(match)) found.add(match.toLowerCase());
    }
  };
  walk(value, "");
  return found;
}

function holdsVariable(key: string): boolean {
  return key === "exp" || key === "var" || key === "variable" || key === "outcomeVariable";
}

function rename(value: ArchyValue, names: ReadonlyMap<string, string>, key = ""): ArchyValue {
  if (Array.isArray(value)) return value.map((item) => rename(item, names, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rename(v, names, k)]));
  }
  if (typeof value !== "string" || !holdsVariable(key)) return value;
  const swap = (text: string) => text.replace(NAME, (match) => names.get(match.toLowerCase()) ?? match);
  let last = 0;
  let result = "";
  for (const text of value.matchAll(TEXTS)) {
    result += swap(value.slice(last, text.index)) + text[0];
    last = text.index + text[0].length;
  }
  return result + swap(value.slice(last));
}
