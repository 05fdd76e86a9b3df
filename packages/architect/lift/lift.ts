import { actionOf } from "../archy/actions/index.ts";
import { type Referable, RefResolver } from "../archy/container-refs.ts";
import { moduleContract } from "../archy/modules.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, getList, getText, isMap, singleEntry } from "../archy/values.ts";
import type { FlowContainer, FlowGraph, FlowNode, LayoutPart, NodeId, OutcomeContract } from "../graph/types.ts";
import { layoutOf, type Part } from "./layout.ts";
import { liftMenu } from "./menus.ts";
import { type After, type DraftNode, firstNode, type Place } from "./program.ts";
import { faultHandling, mergeVariables, settingsOf } from "./settings.ts";
import { actionsOf, jumpTarget, Walk } from "./walk.ts";

/**
 * Reads a document as a graph. What follows an action is a transition, also where the document leaves it to the order
 * of lists: an output path without actions goes to the next action, the end of a list to what comes after the action
 * that nests it; where nothing follows there is no transition. Jumps to tasks, states and menus are transitions, and
 * a module call with the switch on its outcome is one node (design §4). Called tasks, menus, states and bots are containers.
 *
 * @param o.contract the outcome contract of a module by its display name; without it, `Common.outcome` is read by convention
 */
export function lift(
  doc: ArchyDocument,
  o: { contract?: (moduleName: string) => OutcomeContract | undefined } = {},
): FlowGraph {
  const resolver = new RefResolver(doc);
  const module = doc.flowType === "commonModule" ? moduleContract(doc, { outcome: o.contract?.(doc.name) }) : undefined;
  const jumpPart = (jump: ArchyMap): Referable | undefined => {
    const text = jumpTarget(jump);
    return text === undefined ? undefined : resolver.resolve(text);
  };
  const walk = new Walk({
    contractOf: o.contract ?? (() => undefined),
    ...(module?.outcome ? { ownOutcome: module.outcome } : {}),
    reaches: (jump) => jumpPart(jump) !== undefined,
  });
  const { parts, root } = walkParts(doc, walk);
  const entryOf = (jump: ArchyMap): After => {
    const part = jumpPart(jump);
    return part && parts.get(part.body)?.entry;
  };
  const first = (to: After): NodeId | undefined =>
    to === undefined || typeof to === "string" ? to : firstNode(to, entryOf);
  const startRef = getText(doc.body, "startUpRef");
  const startPart = startRef === undefined ? undefined : resolver.resolve(startRef);
  const start = first(startPart ? parts.get(startPart.body)?.entry : root);

  const called = new Set<ArchyMap>();
  const nodes = new Map<NodeId, FlowNode>();
  for (const draft of walk.nodes.values()) {
    const target = calledTask(draft, resolver);
    if (target) called.add(target.body);
    nodes.set(draft.id, nodeOf(doc, draft, { first, entryOf, target }));
  }
  const all = [...parts.values()];
  const layout = layoutOf({
    body: doc.body,
    parts: all,
    startUp: startPart?.body,
    lists: walk.lists,
    nodes,
    root,
    first,
  });
  const containers: FlowContainer[] = [];
  const joined: (ArchyValue | undefined)[] = [];
  for (const [index, part] of all.entries()) {
    const isJoin = part.kind === "task" && !called.has(part.body);
    if (isJoin || part.kind === "state") joined.push(part.body["variables"]);
    if (!isJoin) {
      const { jumps: _jumps, ...container } = layout.parts[index] as LayoutPart;
      containers.push(container);
    }
  }
  const onFault = faultHandling(doc);
  return {
    type: doc.flowType,
    name: doc.name,
    ...text(doc.body, "description"),
    ...text(doc.body, "division"),
    ...text(doc.body, "defaultLanguage"),
    settings: settingsOf(doc),
    variables: mergeVariables(doc.body["variables"], doc.body["startUpTaskVariables"], ...joined),
    ...(module ? { module } : {}),
    ...(onFault ? { onFault } : {}),
    ...(start === undefined ? {} : { start }),
    nodes,
    containers,
    layout,
    get location() {
      return doc.locate([doc.flowType]);
    },
  };
}

/** Walks through all containers and start-up actions in the order of the document. */
function walkParts(doc: ArchyDocument, walk: Walk): { parts: Map<ArchyMap, Part>; root: After } {
  const parts = new Map<ArchyMap, Part>();
  const kinds = { tasks: "task", states: "state", bots: "bot" } as const;
  let root: After;
  const actions = (body: ArchyMap, kind: Part["kind"], path: ArchyPath, slot?: Part["slot"]): Place => {
    const entry: Place = { list: walk.list(actionsOf(body), [...path, "actions"]), index: 0 };
    parts.set(body, { kind, body, entry, ...(slot ? { slot } : {}) });
    return entry;
  };
  for (const key of Object.keys(doc.body)) {
    const value = doc.body[key] as ArchyValue;
    const path = [doc.flowType, key];
    if (key === "startUpTaskActions" && Array.isArray(value)) root = { list: walk.list(value, path), index: 0 };
    else if ((key === "startUpState" || key === "periodicState") && isMap(value)) {
      const entry = actions(value, "state", path, key);
      if (key === "startUpState") root = entry;
    } else if (key === "menus") {
      for (const [index, item] of getList(doc.body, key).entries()) {
        const [kind, body] = singleEntry(item) ?? [];
        if (kind !== "menu" || !isMap(body)) continue;
        for (const menu of liftMenu(walk, { kind, body, path: [...path, index, kind] })) {
          parts.set(menu.body, { kind: "menu", body: menu.body, entry: menu.node.id });
        }
      }
    } else if (Object.hasOwn(kinds, key)) {
      for (const [index, item] of getList(doc.body, key).entries()) {
        const [kind, body] = singleEntry(item) ?? [];
        const expected = kinds[key as keyof typeof kinds];
        if (kind === expected && isMap(body)) actions(body, expected, [...path, index, kind]);
      }
    }
  }
  return { parts, root };
}

/** The task that an action calls, where it is there. */
function calledTask(draft: DraftNode, resolver: RefResolver): Referable | undefined {
  const info = actionOf(draft.kind);
  const ref = get(draft.properties, "targetTaskRef");
  if (info?.properties["targetTaskRef"] === undefined || info.jump || typeof ref !== "string") return undefined;
  return resolver.resolve(ref);
}

interface Resolution {
  readonly first: (to: After) => NodeId | undefined;
  readonly entryOf: (jump: ArchyMap) => After;
  /** The task that the node calls. */
  readonly target?: Referable;
}

function nodeOf(doc: ArchyDocument, draft: DraftNode, o: Resolution): FlowNode {
  const transitions: Record<string, NodeId> = {};
  const implicit: string[] = [];
  let emptyTarget: ArchyMap | undefined;
  for (const way of draft.ways) {
    const target = o.first("jump" in way.to ? o.entryOf(way.to.jump) : way.to);
    if (target === undefined) {
      if ("jump" in way.to) emptyTarget = way.to.jump;
      continue;
    }
    transitions[way.name] = target;
    if (way.implicit) implicit.push(way.name);
  }
  const { id, kind, name, path } = draft;
  const properties = { ...draft.properties };
  if (o.target) properties["targetTaskRef"] = o.target.refId ?? "";
  const jump = actionOf(kind)?.jump;
  if (emptyTarget && jump !== undefined) properties[jump] = emptyTarget[jump] as ArchyValue;
  return {
    id,
    kind,
    name: name || id,
    ...(name ? {} : { unnamed: true as const }),
    properties,
    transitions,
    ...(implicit.length > 0 ? { implicit } : {}),
    path,
    get location() {
      return doc.locate(path);
    },
  };
}

function text<K extends string>(body: ArchyMap, key: K): { [key in K]?: string } {
  const value = getText(body, key);
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: string };
}
