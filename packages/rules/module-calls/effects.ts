import {
  type ArchyMap,
  calledContainer,
  type FlowGraph,
  type FlowNode,
  getList,
  getMap,
  getText,
  type NodeId,
  singleEntry,
  successors,
} from "@genesys-flows/architect";

/** Actions at which the caller decides how the flow continues. */
const ASKS =
  /^(collectInput|dialByExtension|menu.*|digitalMenu|waitForInput|ask.+|loopAnythingElse|communicate|jumpToMenu|previousMenu|repeatMenu|call(DigitalBot|Bot|VoiceFlow|AudioConnector|BotConnector|DialogEngineBot|Dialogflow|Lex|NuanceMix|Guide).*)$/;
/** Actions that hand the caller to somebody, or promise it. */
const HANDS_OVER = /^(transferTo.+|createCallback|returnToAgent|processVoicemailInput)$/;
const PLAYS =
  /^(playAudio|playAudioOnSilence|playEstimatedWaitTime|playPositionInQueue|playUserGreeting|playUserName)$/;
/** Actions that change nothing that anybody sees or hears, whatever follows. */
const QUIET = /^(flushAudio|wait|get.+|find.+|search.+|encryptData|decryptData|detectSilence|clearSlot|clearPostFlow)$/;

/** Whether the caller decides here, or is handed over: what follows is no repetition without a bound. */
export function asks(node: FlowNode): boolean {
  return ASKS.test(node.kind) || HANDS_OVER.test(node.kind);
}

/** Whether the caller hears something here, or is handed to somebody; a called task counts when it contains such an action. */
export function isHeardAt(graph: FlowGraph, node: FlowNode): boolean {
  if (asks(node)) return true;
  if (PLAYS.test(node.kind)) return !/^playAudio/.test(node.kind) || hasAudio(node.properties["audio"]);
  const start = calledContainer(graph, node)?.start;
  return start !== undefined && [...reachedFrom(graph, start)].some((id) => isHeardInTask(graph, id));
}

function isHeardInTask(graph: FlowGraph, id: NodeId): boolean {
  const node = graph.nodes.get(id);
  return node !== undefined && node.kind !== "callTask" && isHeardAt(graph, node);
}

/** Whether a wrapper of audio plays anything. */
export function hasAudio(audio: unknown): boolean {
  if (typeof audio !== "object" || audio === null) return false;
  const [[kind, value] = []] = Object.entries(audio);
  if (kind === undefined || kind === "noValue") return false;
  return typeof value !== "string" || value.trim() !== "";
}

/** Whether nobody can see or hear that the flow passed a node, so that two paths which differ only by it are one. */
export function isQuiet(graph: FlowGraph, node: FlowNode): boolean {
  if (node.kind === "updateData") return !writesWhatCounts(graph, node);
  if (/^playAudio/.test(node.kind)) return !hasAudio(node.properties["audio"]);
  if (node.kind === "setParticipantData") return getList(node.properties, "attributes").length === 0;
  return QUIET.test(node.kind);
}

/** Whether an `updateData` sets a variable that is read later, or that is an output of the flow. */
function writesWhatCounts(graph: FlowGraph, node: FlowNode): boolean {
  const names = assignments(node.properties).map(({ variable }) => variable.toLowerCase());
  if (names.length === 0) return false;
  if (graph.variables.some(({ name, isOutput }) => isOutput && names.includes(name.toLowerCase()))) return true;
  const later = successors(graph, node.id).flatMap((id) => [...reachedFrom(graph, id)]);
  return [...new Set(later)].some((id) => {
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

/** What an `updateData` sets. */
export function assignments(properties: ArchyMap): { readonly variable: string; readonly value: ArchyMap }[] {
  return getList(properties, "statements").flatMap((statement) => {
    const body = singleEntry(statement)?.[1];
    const variable = getText(body, "variable");
    return variable === undefined ? [] : [{ variable, value: getMap(body, "value") ?? {} }];
  });
}

/** Whether an action sets a variable: by a statement, or by binding one of its results. */
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

/** The conversation ends at a node of this kind, whatever the flow. */
export function hangsUp(node: FlowNode): boolean {
  return node.kind === "disconnect" || node.kind === "menuDisconnect";
}

/**
 * Whether a caller is hung up on where nothing follows: in a flow that takes calls. A called task returns to what called it, an
 * in-queue flow to the queue, and a secure flow to the agent.
 */
export function endHangsUp(graph: FlowGraph, id: NodeId): boolean {
  if (!/^(inbound|outbound)Call$/.test(graph.type)) return false;
  return !graph.containers.some(
    ({ kind, start }) => kind === "task" && start !== undefined && reachedFrom(graph, start).has(id),
  );
}

/** Every node that control can reach from one, itself included. */
export function reachedFrom(graph: FlowGraph, start: NodeId, stop?: NodeId): Set<NodeId> {
  const seen = new Set<NodeId>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || id === stop || !graph.nodes.has(id)) continue;
    seen.add(id);
    waiting.push(...successors(graph, id));
  }
  return seen;
}
