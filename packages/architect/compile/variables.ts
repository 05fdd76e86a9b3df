import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { mapTexts } from "../definition/values.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { FlowGraph, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";
import { localScopeOf } from "./channel.ts";
import type { Part } from "./parts.ts";
import type { Placement } from "./place.ts";

/** A graph in which every local variable belongs to exactly one part, with the variables of each part. */
export interface Localized {
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  readonly flow: readonly FlowVariable[];
  /** The variables of each part, by index of the part. */
  readonly local: ReadonlyMap<number, readonly FlowVariable[]>;
}

/**
 * Matches variables and string literals in an expression. Text in a string literal must not be mistaken for a variable.
 */
const NAMES_AND_TEXTS = /"(?:[^"\\]|\\.)*"|\b(?:Flow|Task|State|Common|Slot)\.[A-Za-z][A-Za-z0-9_]*/gi;

function isLocal(name: string): boolean {
  return /^(?:task|state)\./i.test(name);
}

/**
 * Assigns each local variable (`Task.`, `State.`) to the part that uses it. A variable that nodes of several parts use
 * becomes a flow variable. It is an error if the flow already has a variable of that name (design §4, "Compile"). A
 * part keeps its own variables unless another part uses them.
 */
export function localize(graph: FlowGraph, placement: Placement, sink: DiagnosticSink): Localized {
  const { parts } = placement;
  const users = usersOf(graph, placement);
  const held = parts.flatMap((part, index) => part.variables.map(({ name }) => ({ key: name.toLowerCase(), index })));
  const holders = Map.groupBy(held, ({ key }) => key);
  const taken = new Set(graph.variables.map((variable) => variable.name.toLowerCase()));
  const renamed = new Map<string, string>();
  const flow: FlowVariable[] = [];
  const local = new Map<number, FlowVariable[]>();
  const give = (index: number, variable: FlowVariable) => local.set(index, [...(local.get(index) ?? []), variable]);
  const share = (variable: FlowVariable, at: readonly number[]) => {
    const name = `Flow.${variable.name.slice(variable.name.indexOf(".") + 1)}`;
    if (taken.has(name.toLowerCase())) {
      const node = users.get(variable.name.toLowerCase())?.get(at[1] as number);
      const location = (node === undefined ? undefined : graph.nodes.get(node)?.location) ?? graph.location;
      const message = `Several tasks use '${variable.name}', so it would become '${name}', which already exists.`;
      sink.report("variable-clash", message, { location, node, hint: "Rename one of the two." });
    }
    renamed.set(variable.name.toLowerCase(), name);
    flow.push({ ...variable, name });
  };
  const isNew = (index: number) => index >= placement.division.parts.length;
  for (const variable of graph.variables) {
    const key = variable.name.toLowerCase();
    if (renamed.has(key)) continue;
    const at = [...(users.get(key)?.keys() ?? [])];
    const holding = holders.get(key)?.map(({ index }) => index);
    if (!isLocal(variable.name)) flow.push(variable);
    else if (holding) {
      if (at.some((index) => isNew(index) && !holding.includes(index))) share(variable, at);
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

/** Local variable in lower case -> the parts whose nodes name the variable, each with the first such node. */
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

/**
 * The index of the part that the variable belongs to: a part whose kind fits the variable's scope. Menus have no
 * variables.
 */
function fitting(variable: FlowVariable, index: number, parts: readonly Part[]): number {
  const scope = variable.name.slice(0, variable.name.indexOf(".")).toLowerCase();
  const fits = (part: Part | undefined) =>
    part !== undefined && part.kind !== "menu" && localScopeOf(part.kind).toLowerCase() === scope;
  if (fits(parts[index])) return index;
  const other = parts.findIndex(fits);
  return other < 0 ? index : other;
}

function namesIn(value: ArchyValue): Set<string> {
  const found = new Set<string>();
  const walk = (inner: ArchyValue, key: string) => {
    if (Array.isArray(inner)) for (const item of inner) walk(item, key);
    else if (typeof inner === "object" && inner !== null) for (const [k, v] of Object.entries(inner)) walk(v, k);
    else if (typeof inner === "string" && holdsVariable(key)) {
      for (const [match] of inner.matchAll(NAMES_AND_TEXTS)) if (isLocal(match)) found.add(match.toLowerCase());
    }
  };
  walk(value, "");
  return found;
}

function holdsVariable(key: string): boolean {
  return key === "exp" || key === "var" || key === "variable" || key === "outcomeVariable";
}

function rename(value: ArchyValue, names: ReadonlyMap<string, string>): ArchyValue {
  return mapTexts(value, (text, path) => {
    const key = path.findLast((step) => typeof step === "string") ?? "";
    if (!holdsVariable(key)) return text;
    return text.replace(NAMES_AND_TEXTS, (match) => names.get(match.toLowerCase()) ?? match);
  });
}
