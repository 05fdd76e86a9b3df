import { flowTypes } from "../archy/flow-types.ts";
import { archyFromBody } from "../archy/print.ts";
import type { ArchyMap } from "../archy/types.ts";
import { DiagnosticSink } from "../diagnostic.ts";
import { reachable } from "../graph/reach.ts";
import type { FlowContainer, FlowGraph, FlowVariable, NodeId } from "../graph/types.ts";
import { type Channel, channelOf } from "./channel.ts";
import { Emitter } from "./emit.ts";
import { type Parts, partsOf } from "./place.ts";
import { sourceMapOf } from "./source-map.ts";
import { structureOf } from "./structure.ts";
import type { CompileInput, CompileResult } from "./types.ts";
import { localize } from "./variables.ts";

/**
 * Makes the Archy document of a graph (design §4, "Compile"). Flows with tasks or states: a node that several
 * transitions reach becomes one, reached by a jump; the rest nests. Common modules and in-queue flows: nested actions
 * only. An action's name is its node's, so that `lift` finds the nodes again.
 *
 * @throws DiagnosticError `unstructured` with the nodes that nested actions cannot express; `variable-clash`;
 *   `missing-start`; `unreachable-node`; `not-compiled` for a flow type or a graph that can only be published as an export.
 */
export function compile({ graph, file = graph.location?.file ?? graph.name }: CompileInput): CompileResult {
  const sink = new DiagnosticSink();
  const channel = channelOf(graph.type);
  const start = graph.start !== undefined && graph.nodes.has(graph.start) ? graph.start : undefined;
  if (!channel || graph.containers.some((part) => !isLaidOut(part, graph))) {
    const what = channel ? "Menus and called tasks" : `Flows of the type ${graph.type}`;
    sink.error("not-compiled", `${what} cannot be compiled; they are published as exports.`, {
      location: graph.location,
      hint: "Put the export from Architect into flows/ as it is.",
    });
  }
  if (start === undefined) {
    sink.error("missing-start", "The flow has no start.", { location: graph.location });
  }
  sink.throwIfErrors();
  const reached = reachable({ ...graph, containers: [] });
  for (const node of graph.nodes.values()) {
    if (reached.has(node.id)) continue;
    sink.error("unreachable-node", `No way leads to the node '${node.id}'.`, {
      location: node.location,
      node: node.id,
    });
  }
  return layOut({ ...graph, start: start as NodeId }, { channel: channel as Channel, file, sink });
}

/** Whether a part comes of laying the flow out anyway: a state that the start reaches. Menus and called tasks do not. */
function isLaidOut({ kind, start }: FlowContainer, graph: FlowGraph): boolean {
  return kind === "state" && (start === undefined || reachable(graph).has(start));
}

function layOut(
  graph: FlowGraph & { readonly start: NodeId },
  { channel, file, sink }: { channel: Channel; file: string; sink: DiagnosticSink },
): CompileResult {
  const hasParts = channel.parts !== undefined;
  const parts = partsOf(structureOf(graph), { hasParts });
  const { nodes, flow, local } = localize(graph, parts, channel, sink);
  const structure = structureOf({ ...graph, nodes });
  const reference = (root: NodeId) => `/${graph.type}/${channel.parts?.list}/${channel.parts?.item}[${root}]`;
  const emitter = new Emitter({
    structure,
    parts,
    channel,
    title: flowTypes[graph.type].title,
    reference,
    contract: graph.module?.outcome,
    sink,
  });
  const lists = parts.roots.map((root) => ({ root, actions: emitter.part(root) }));
  sink.throwIfErrors();
  const body: ArchyMap = {
    ...head(graph),
    ...(hasParts ? { startUpRef: reference(graph.start) } : {}),
    ...(graph.defaultLanguage === undefined ? {} : { defaultLanguage: graph.defaultLanguage }),
    ...beforeVariables(graph.settings),
    ...(flow.length > 0 ? { variables: flow.map(declaration) } : {}),
    ...frame(graph),
    ...(hasParts
      ? {
          [channel.parts?.list as string]: lists.map(({ root, actions }) =>
            partBody({ root, actions, graph, parts, channel, local }),
          ),
        }
      : {
          ...(local.size > 0 ? { startUpTaskVariables: [...local.values()].flat().map(declaration) } : {}),
          startUpTaskActions: lists[0]?.actions ?? [],
        }),
  };
  const document = archyFromBody(graph.type, body, { file });
  return { document, sourceMap: sourceMapOf(graph, body, { nodeOf: emitter.nodeOf, file }) };
}

function head({ name, description, division }: FlowGraph): ArchyMap {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(division === undefined ? {} : { division }),
  };
}

/** Settings that exports write before the variables. */
const EARLY = ["supportedLanguages", "initialGreeting"];

function beforeVariables(settings: ArchyMap): ArchyMap {
  return Object.fromEntries(EARLY.flatMap((key) => (key in settings ? [[key, settings[key]]] : []))) as ArchyMap;
}

/** What stands between the variables and the actions: the channels of a module, settings, fault handling. */
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

interface Part {
  readonly root: NodeId;
  readonly actions: ArchyMap[];
  readonly graph: FlowGraph;
  readonly parts: Parts;
  readonly channel: Channel;
  readonly local: ReadonlyMap<NodeId, readonly FlowVariable[]>;
}

function partBody({ root, actions, graph, parts, channel, local }: Part): ArchyMap {
  const variables = local.get(root) ?? [];
  const wanted = graph.nodes.get(root)?.name ?? root;
  const shared = parts.roots.some((other) => other !== root && graph.nodes.get(other)?.name === wanted);
  return {
    [channel.parts?.item as string]: {
      name: shared ? root : wanted,
      refId: root,
      ...(variables.length > 0 ? { variables: variables.map(declaration) } : {}),
      actions,
    },
  };
}

function declaration({ name, type, initialValue, isInput, isOutput, description }: FlowVariable): ArchyMap {
  return {
    [`${type}Variable`]: {
      name,
      ...(description === undefined ? {} : { description }),
      initialValue,
      isInput,
      isOutput,
    },
  };
}
