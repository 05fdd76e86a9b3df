import {
  actionOf,
  dominators,
  type FlowGraph,
  type FlowNode,
  flowTypes,
  getMap,
  getText,
  type NodeId,
  singleEntry,
  successors,
} from "@genesys-flows/architect";
import { textsIn } from "../secrets/inputs.ts";
import { isHeardAt } from "./heard.ts";
import { isStatement } from "./housekeeping.ts";
import { isMenu, nodesFrom, reached } from "./next.ts";
import { asksWhetherSet, boundBy, expressionsOf, initiallySet, readBy, setBy } from "./values.ts";

/** Why the failure of an action is treated as a success. */
export type TreatedAsSuccess =
  /** A node uses a result that only success sets. */
  | { readonly kind: "uses"; readonly node: FlowNode; readonly variable: string }
  /**
   * The customer gets the same message about the action's result after success and failure, and nothing reads the
   * result.
   */
  | { readonly kind: "says"; readonly node: FlowNode };

/**
 * Finds the node that treats a failure as a success, starting at the failure path's target. Returns undefined if a test
 * reads a result first, if a different action sets it first, or if the result already has a value: an initial value, or
 * a value set by an earlier action.
 *
 * If `shared` is set, the success path has the same target.
 */
export function treatedAsSuccess(
  graph: FlowGraph,
): (node: FlowNode, target: NodeId, o: { shared: boolean }) => TreatedAsSuccess | undefined {
  const initial = initiallySet(graph);
  const settersOf = settersIn(graph);
  let tree: ReturnType<typeof dominators> | undefined;
  const hasDefault = (node: FlowNode, name: string) => {
    if (initial.has(name)) return true;
    const setters = (settersOf.get(name) ?? []).filter((other) => other !== node);
    tree ??= setters.length > 0 ? dominators(graph) : undefined;
    return setters.some(({ id }) =>
      tree?.has(node.id) ? isAbove(tree, id, node.id) : nodesFrom(graph, [id]).has(node.id),
    );
  };
  return (node, target, o) => {
    const { onSuccess, onFailure } = boundBy(node);
    const slot = getText(node.properties["slot"], "name");
    const results = new Set(slot === undefined ? onSuccess : [...onSuccess, `slot.${slot.toLowerCase()}`]);
    const known = new Set([...results, ...onFailure]);
    let says: FlowNode | undefined;
    let readLater = false;
    const seen = new Set<NodeId>([node.id]);
    const waiting = [target];
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const at = graph.nodes.get(id);
      if (!at || seen.has(id)) continue;
      seen.add(id);
      const read = [...readBy(at)].filter((name) => known.has(name));
      readLater ||= read.length > 0;
      if (read.length > 0 && distinguishes(at, known)) continue;
      const variable = read.find((name) => results.has(name) && !hasDefault(node, name));
      if (variable !== undefined) return { kind: "uses", node: at, variable };
      if (bindsAny(at, results)) continue;
      if (isHeardAt(at)) {
        if (actionOf(at.kind)?.leaves || isMenu(at)) continue;
        if (isStatement(at) && claimsResultOf(node, at)) says ??= at;
      }
      waiting.push(...successors(graph, id));
    }
    const relies = o.shared && actionOf(node.kind)?.failures?.of === "data" && flowTypes[graph.type].media !== "none";
    return relies && says && !readLater ? { kind: "says", node: says } : undefined;
  };
}

/** The nodes that set each variable or bind a result to it. */
function settersIn(graph: FlowGraph): Map<string, FlowNode[]> {
  const found = new Map<string, FlowNode[]>();
  for (const node of graph.nodes.values()) {
    const names = new Set([...setBy(node).map(({ name }) => name), ...boundBy(node).onSuccess]);
    for (const name of names) found.set(name, [...(found.get(name) ?? []), node]);
  }
  return found;
}

/** Whether a node tests one of the variables, or tests whether it has a value. */
function distinguishes(node: FlowNode, names: ReadonlySet<string>): boolean {
  if (node.kind === "decision" || actionOf(node.kind)?.shape === "cases") return true;
  return expressionsOf(node).some(
    (text) => [...names].some((name) => text.toLowerCase().includes(name)) && asksWhetherSet(text),
  );
}

function bindsAny(node: FlowNode, names: ReadonlySet<string>): boolean {
  const { onSuccess } = boundBy(node);
  return [...names].some((name) => onSuccess.has(name)) || setBy(node).some(({ name }) => names.has(name));
}

function isAbove(tree: ReadonlyMap<NodeId, NodeId | undefined>, above: NodeId, id: NodeId): boolean {
  for (let at = tree.get(id); at !== undefined; at = tree.get(at)) if (at === above) return true;
  return false;
}

/** Words that state that something has been done. */
const DONE =
  /\b(?:sent|saved|stored|booked|confirm(?:ed|s)?|updated|registered|recorded|created|scheduled|cancell?ed|changed|verified|received|done|success\w*|completed?|noted)\b/i;

/** Words that are common in names of actions and in messages. */
const COMMON = new Set(
  "call data action actions get set send put post the and for with from into your you our are this that will can have has been not now please thank thanks customer caller play audio prompt say message request response update write read create find".split(
    " ",
  ),
);

/** Minimum number of leading letters that two forms of a word share. */
const STEM = 4;

/**
 * Whether the customer's message is about an action's result: it states that something has been done, or shares a word
 * with the action's name.
 */
function claimsResultOf(action: FlowNode, said: FlowNode): boolean {
  const texts = textsIn(said.properties);
  if (texts.some((text) => DONE.test(text))) return true;
  const [integration, of] = singleEntry(action.properties["category"]) ?? [];
  const dataAction = integration === undefined ? undefined : singleEntry(getMap(of, "dataAction"))?.[0];
  const about = stems([action.name, dataAction ?? ""]);
  return [...stems([said.name, ...texts])].some((stem) => about.has(stem));
}

function stems(texts: readonly string[]): Set<string> {
  const words = texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u));
  const told = words.map((word) => word.toLowerCase()).filter((word) => word.length > 2 && !COMMON.has(word));
  return new Set(told.map((word) => word.slice(0, STEM)));
}

/** Names of outcomes that always mean success. */
const SUCCESS = /^(?:success|successful|succeeded|verified|authenticated|granted|approved)$/i;

/**
 * The successful end of a module that a path reaches without anything that could turn a failure into a success: a test,
 * another action that can fail, input, or a call.
 */
export function endsInSuccess(graph: FlowGraph, from: NodeId): { node: FlowNode; outcome: string } | undefined {
  for (const node of reached(graph, [from], (at) => (decides(at) ? [] : successors(graph, at.id)))) {
    const outcome = node.kind === "end" ? getText(node.properties, "outcome") : undefined;
    if (outcome !== undefined && SUCCESS.test(outcome)) return { node, outcome };
  }
  return undefined;
}

function decides(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  return !info || info.calls || info.asks || info.failures !== undefined || Object.keys(node.transitions).length > 1;
}
