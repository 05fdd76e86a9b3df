import {
  type ArchyMap,
  actionOf,
  calledContainer,
  type FlowGraph,
  type FlowNode,
  getList,
  type NodeId,
  successors,
} from "@genesys-flows/architect";
import { isHeardAt as isHeardInNode } from "../paths/heard.ts";
import { isMenu, nodesFrom } from "../paths/next.ts";
import { assigned } from "../paths/values.ts";
import { isModuleCall } from "./calls.ts";

/** Whether the caller decides or is transferred at this node. A repetition through such a node is limited. */
export function asks(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  return isMenu(node) || (info !== undefined && (info.asks || info.leaves || isBotCall(node)));
}

/** Whether a node calls a bot or another flow that interacts with the caller. */
function isBotCall(node: FlowNode): boolean {
  return actionOf(node.kind)?.calls === true && node.kind !== "callTask" && !isModuleCall(node);
}

/**
 * Whether the caller hears something or is transferred at this node; a called task counts if it contains such an
 * action.
 */
export function isHeardAt(graph: FlowGraph, node: FlowNode): boolean {
  if (isModuleCall(node)) return false;
  if (asks(node) || isHeardInNode(node)) return true;
  const start = calledContainer(graph, node)?.start;
  return start !== undefined && [...nodesFrom(graph, [start])].some((id) => isHeardInTask(graph, id));
}

function isHeardInTask(graph: FlowGraph, id: NodeId): boolean {
  const node = graph.nodes.get(id);
  return node !== undefined && node.kind !== "callTask" && isHeardAt(graph, node);
}

/** Whether nobody notices a node. Two paths that differ only in such nodes count as equal. */
export function isQuiet(graph: FlowGraph, node: FlowNode): boolean {
  if (node.kind === "updateData") return !writesWhatCounts(graph, node);
  const info = actionOf(node.kind);
  if (info === undefined || info.unnoticed) return info !== undefined;
  if (info.properties["attributes"] === "pairs") return getList(node.properties, "attributes").length === 0;
  return info.heard && !info.leaves && !isHeardInNode(node);
}

/** Whether a node can be the last action of a flow: it says something without a question, or records something. */
export function isClosing(node: FlowNode): boolean {
  const info = actionOf(node.kind);
  if (info === undefined) return false;
  return info.hangsUp || info.endsPart || info.notes || (info.heard && !info.asks && !info.leaves && !info.calls);
}

/** Whether an `updateData` sets a variable that is read later or is an output of the flow. */
function writesWhatCounts(graph: FlowGraph, node: FlowNode): boolean {
  const names = assigned(node).map(({ name }) => name);
  if (names.length === 0) return false;
  if (graph.variables.some(({ name, isOutput }) => isOutput && names.includes(name.toLowerCase()))) return true;
  return [...nodesFrom(graph, successors(graph, node.id))].some((id) => {
    const properties = graph.nodes.get(id)?.properties;
    return properties !== undefined && names.some((name) => readsName(properties, name));
  });
}

/** Whether a value reads a variable; setting it does not count. */
function readsName(properties: ArchyMap, name: string): boolean {
  const text = JSON.stringify(properties, (key, value) =>
    (key === "variable" || key === "var") && typeof value === "string" ? "" : value,
  ).toLowerCase();
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[a-z0-9_]/.test(text[at + name.length] ?? "")) return true;
  }
  return false;
}

/** Whether an action sets a variable, by a statement or by binding one of its results. */
export function sets(node: FlowNode, variable: string): boolean {
  const wanted = variable.toLowerCase();
  let found = false;
  JSON.stringify(node.properties, (key, value) => {
    if ((key === "variable" || key === "var") && typeof value === "string" && value.toLowerCase() === wanted) {
      found = true;
    }
    return value;
  });
  return found;
}

/**
 * Whether the caller is disconnected if no action follows. This is true in flows that handle calls. A called task
 * returns to its caller, an in-queue flow to the queue, and a secure flow to the agent.
 */
export function endHangsUp(graph: FlowGraph, id: NodeId): boolean {
  if (!/^(inbound|outbound)Call$/.test(graph.type)) return false;
  return !graph.containers.some(
    ({ kind, start }) => kind === "task" && start !== undefined && nodesFrom(graph, [start]).has(id),
  );
}
