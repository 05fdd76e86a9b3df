import type { ArchyDocument, ArchyReference } from "../archy/types.ts";
import { valueAt } from "../archy/values.ts";
import { entryAt, type SourceMapEntry } from "../compile/source-map.ts";
import type { Location } from "../diagnostic.ts";
import { namesInExpression } from "../expression/names.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { placesWithin } from "./place.ts";

/** A published flow: its document, and the graph that the document was compiled from or lifted to. */
interface PublishedFlow {
  readonly document: ArchyDocument;
  readonly graph: FlowGraph;
  readonly sourceMap: readonly SourceMapEntry[];
  readonly origin: "definition" | "export";
}

/**
 * Locates a name from a flow's document in the flow's source. In an export, that is the location of the name, even
 * within an expression. In a definition, it is the text in the node, the node if the node writes the name differently,
 * or the flow if the name is in the settings.
 */
export function referencePlaces(
  flow: PublishedFlow,
): (reference: ArchyReference) => { readonly node?: NodeId; readonly location?: Location | undefined } {
  const { document, graph, sourceMap, origin } = flow;
  const entry = entryAt(document, sourceMap);
  return (reference) => {
    const id = entry(reference.path)?.node;
    const text = valueAt(document.body, reference.path.slice(1));
    const written = typeof text === "string" ? text : String(reference.path.at(-1));
    const scalar = origin === "export" ? reference.location : placeInDefinition(graph, { reference, id, written });
    return { ...(id !== undefined && { node: id }), location: scalar && within(scalar, written, reference) };
  };
}

interface InDefinition {
  readonly reference: ArchyReference;
  readonly id: NodeId | undefined;
  readonly written: string;
}

/** A definition contains a data action as `INTEGRATION/ACTION`. The document contains the two names separately. */
function placeInDefinition(graph: FlowGraph, { reference, id, written }: InDefinition): Location | undefined {
  if (id === undefined) {
    return (reference.path[1] === "settingsErrorHandling" ? graph.onFault?.location : undefined) ?? graph.location;
  }
  const { category, name } = reference;
  const texts = category === undefined ? [written] : [`${category}/${name}`, written];
  const places = texts.map((text) => graph.textPlace?.({ node: id, text }));
  return places.find((place) => place !== undefined) ?? graph.nodes.get(id)?.location;
}

/** The name itself, if the text is an expression that contains it. */
function within(scalar: Location, text: string, { kind, name }: ArchyReference): Location | undefined {
  const named = namesInExpression(text).find((one) => one.kind === kind && one.name === name);
  return named ? placesWithin(scalar, text)(named) : scalar;
}
