import { flowTypes } from "../archy/flow-types.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import type { FlowGraph, FlowVariable } from "../graph/types.ts";
import { channelOf } from "./channel.ts";
import type { Emitter } from "./emit.ts";
import type { Part } from "./parts.ts";
import type { Placement } from "./place.ts";
import type { Localized } from "./variables.ts";

export interface LaidOut {
  readonly placement: Placement;
  readonly variables: Localized;
  /** The body of each part, in the order of the parts. */
  readonly lists: readonly ArchyMap[];
  readonly emitter: Emitter;
}

/** Builds the body of the document. Adds the nodes of menus to `nodeOf`. */
export function bodyOf(given: FlowGraph, { placement, variables, lists: own, emitter }: LaidOut): ArchyMap {
  const { places } = emitter;
  const { onFault } = given;
  const graph: FlowGraph = {
    ...given,
    settings: places.referring(given.settings),
    ...(onFault ? { onFault: { ...onFault, then: places.referring(onFault.then) } } : {}),
  };
  const channel = channelOf(graph.type);
  const parts = placement.parts.map((part) => ({ ...part, properties: places.referring(part.properties) }));
  const startUp = parts[placement.division.parts.indexOf(placement.division.startUp)] as Part;
  const bodies = parts.map((part, index) => {
    const actions = own[index] as ArchyMap;
    return {
      part,
      body: partBody(part, parts, actions, variables.local.get(index)),
      node: emitter.nodeOf.get(actions),
    };
  });
  for (const part of places.made) {
    bodies.push({ part, body: partBody(part, parts, emitter.part(part)), node: undefined });
  }
  const lists: ArchyMap = {};
  const others = graph.layout?.others ?? {};
  for (const { key, item } of new Set([...channel.lists, ...allLists])) {
    const items = bodies.filter(({ part }) => part.kind === item && part.slot === undefined);
    const made = items.map(({ body, node }) => {
      const one = { [item]: body };
      if (node !== undefined) emitter.nodeOf.set(one, node);
      return one;
    });
    const all: ArchyValue[] = [...made, ...(others[key] ?? [])];
    if (all.length > 0) lists[key] ??= all;
  }
  for (const { part, body } of bodies) if (part.slot !== undefined) lists[part.slot] = body;
  const alone = bodies.find(({ part }) => part.kind === "list");
  const { name, description, division, defaultLanguage, start, layout } = graph;
  const hasStart = start !== undefined || layout?.startUp !== undefined;
  const declared = [...variables.flow.map(declaration), ...(others["variables"] ?? [])];
  return {
    name,
    ...(description !== undefined && { description }),
    ...(division !== undefined && { division }),
    ...(channel.refersToStart && hasStart && { startUpRef: places.reference(startUp) }),
    ...(defaultLanguage !== undefined && { defaultLanguage }),
    ...beforeVariables(graph.settings),
    ...(declared.length > 0 && { variables: declared }),
    ...frame(graph),
    ...lists,
    ...(alone ? startUpTask(alone.body) : {}),
  };
}

/** The lists for every kind of part. A document may contain kinds of parts that are not known for its flow type. */
const allLists = Object.values(flowTypes).flatMap(({ containers }) => containers);

function startUpTask({ variables, actions }: ArchyMap): ArchyMap {
  return { ...(variables !== undefined && { startUpTaskVariables: variables }), startUpTaskActions: actions ?? [] };
}

const EARLY = ["supportedLanguages", "initialGreeting"];

function beforeVariables(settings: ArchyMap): ArchyMap {
  return Object.fromEntries(EARLY.flatMap((key) => (key in settings ? [[key, settings[key]]] : []))) as ArchyMap;
}

/** The keys that are neither variables nor actions: the channels of a module, the settings and the fault handling. */
function frame(graph: FlowGraph): ArchyMap {
  const rest = Object.fromEntries(Object.entries(graph.settings).filter(([key]) => !EARLY.includes(key)));
  const { onFault, module } = graph;
  if (module) {
    const channels = module.channels.map((channel) => ({ flowType: flowTypes[channel].query }));
    rest["settingsCommonModule"] = {
      compatibleFlowTypes: channels,
      ...(rest["settingsCommonModule"] as ArchyMap | undefined),
    };
  }
  if (onFault) {
    rest["settingsErrorHandling"] = {
      errorHandling: onFault.then,
      ...(onFault.say === undefined ? {} : { preHandlingAudio: onFault.say }),
      ...(rest["settingsErrorHandling"] as ArchyMap | undefined),
    };
  }
  return rest as ArchyMap;
}

/** @param actions the actions, or the content of a menu */
function partBody(
  part: Part,
  parts: readonly Part[],
  actions: ArchyMap,
  variables: readonly FlowVariable[] = [],
): ArchyMap {
  const isNew = Object.keys(part.properties).every((key) => key === "outputPaths") && part.variables.length === 0;
  const shared = isNew && parts.some((other) => other !== part && other.kind === part.kind && other.name === part.name);
  return {
    name: shared ? part.refId || part.name : part.name || part.refId,
    ...(part.refId === "" ? {} : { refId: part.refId }),
    ...part.properties,
    ...(variables.length > 0 && { variables: variables.map(declaration) }),
    ...actions,
  };
}

function declaration({ name, type, initialValue, isInput, isOutput, description, more }: FlowVariable): ArchyMap {
  return {
    [`${type}Variable`]: {
      name,
      ...(description === undefined ? {} : { description }),
      initialValue,
      isInput,
      isOutput,
      ...more,
    },
  };
}
