import { actionOf } from "../archy/actions/index.ts";
import { type Referable, RefResolver } from "../archy/container-refs.ts";
import { moduleContract } from "../archy/modules.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { getList, getMap, getText, isMap } from "../archy/values.ts";
import { pathsOfTask } from "../graph/output-paths.ts";
import { intentTasks, withTargets } from "../graph/targets.ts";
import type { FlowContainer, FlowGraph, FlowNode, LayoutPart, NodeId, OutcomeContract } from "../graph/types.ts";
import { ITEMS, layoutOf, type Part, type Walked } from "./layout.ts";
import { liftMenu } from "./menus.ts";
import { type After, type DraftNode, firstNode, type Place } from "./program.ts";
import { faultHandling, mergeVariables, settingsOf } from "./settings.ts";
import { actionsOf, jumpTarget, Walk } from "./walk.ts";

/**
 * Converts a document to a graph. What follows an action becomes a transition, even if the document expresses it by the
 * order of a list: an output path without actions continues with the next action, and the end of a nested list
 * continues with the action after the one that contains it. If nothing follows, no transition exists. Jumps to tasks,
 * states and menus are transitions; a module call with the switch on its outcome is one node (design §4). Called tasks,
 * menus, states and bots are containers.
 *
 * @param o.contract returns the outcome contract of a module by display name; default: the convention for
 * `Common.outcome`
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
    pathsOf: (key, body) => {
      const task = key === "callTask" ? jumpPart(body) : undefined;
      return task && pathsOfTask(task.body);
    },
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

  const all = [...parts.values()];
  const called = new Set<ArchyMap>();
  const named = <V extends ArchyValue>(value: V): V =>
    withTargets(value, (kind, text) => {
      const part = resolver.resolve(text);
      const refId = part && parts.get(part.body)?.kind === kind ? part.refId : undefined;
      if (part && refId !== undefined) called.add(part.body);
      return refId ?? text;
    });
  const nodes = new Map<NodeId, FlowNode>();
  for (const draft of walk.nodes.values()) nodes.set(draft.id, nodeOf(doc, draft, { first, entryOf, named }));
  const settings = named(settingsOf(doc));
  const onFault = faultHandling(doc, named);
  const intents = intentTasks({ type: doc.flowType, settings });
  for (const { kind, body } of all) if (kind === "task" && intents.has(getText(body, "name") ?? "")) called.add(body);
  const layout = layoutOf({
    body: doc.body,
    parts: all,
    startUp: startPart?.body,
    lists: walk.lists,
    nodes,
    root,
    first,
    named,
  });
  const containers: FlowContainer[] = [];
  const joined: (ArchyValue | undefined)[] = [];
  for (const [index, part] of all.entries()) {
    const isJoin = part.kind === "task" && !called.has(part.body);
    if (isJoin || part.kind === "state" || part.kind === "bot") joined.push(part.body["variables"]);
    if (!isJoin) {
      const { jumps: _jumps, ...container } = layout.parts[index] as LayoutPart;
      containers.push(container);
    }
  }
  return {
    type: doc.flowType,
    name: doc.name,
    ...textsOf(doc.body, ["description", "division", "defaultLanguage"]),
    settings,
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

/** Walks all containers and start-up actions in document order. */
function walkParts(doc: ArchyDocument, walk: Walk): { parts: Map<ArchyMap, Part>; root: After } {
  const parts = new Map<ArchyMap, Part>();
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
    } else if (Object.hasOwn(ITEMS, key)) {
      const kind = ITEMS[key] as Part["kind"];
      for (const [index, item] of getList(doc.body, key).entries()) {
        const body = getMap(item, kind);
        if (!body || Object.keys(item as ArchyMap).length > 1) continue;
        const at = [...path, index, kind];
        if (kind !== "menu") actions(body, kind, at);
        else
          for (const menu of liftMenu(walk, { kind, body, path: at }))
            parts.set(menu.body, { kind, body: menu.body, entry: menu.node.id });
      }
    }
  }
  return { parts, root };
}

interface Resolution extends Pick<Walked, "first" | "named"> {
  readonly entryOf: (jump: ArchyMap) => After;
}

function nodeOf(doc: ArchyDocument, draft: DraftNode, o: Resolution): FlowNode {
  const transitions: Record<string, NodeId> = {};
  const implicit: string[] = [];
  let emptyTarget: ArchyMap | undefined;
  for (const transition of draft.transitions) {
    const target = o.first("jump" in transition.to ? o.entryOf(transition.to.jump) : transition.to);
    if (target === undefined) {
      if ("jump" in transition.to) emptyTarget = transition.to.jump;
      continue;
    }
    transitions[transition.name] = target;
    if (transition.implicit) implicit.push(transition.name);
  }
  const { id, kind, name, path } = draft;
  const jump = actionOf(kind)?.jump;
  const { [jump ?? ""]: own, ...rest } = draft.properties;
  // The target of a jump becomes a transition. A jump without a target stays unchanged.
  const left = emptyTarget && jump !== undefined ? emptyTarget[jump] : own;
  const properties =
    jump === undefined
      ? o.named(draft.properties)
      : { ...o.named(rest), ...(left === undefined ? {} : { [jump]: left }) };
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

function textsOf<K extends string>(body: ArchyMap, keys: readonly K[]): { [key in K]?: string } {
  const texts = keys.filter((key) => getText(body, key) !== undefined).map((key) => [key, body[key]]);
  return Object.fromEntries(texts) as { [key in K]?: string };
}
