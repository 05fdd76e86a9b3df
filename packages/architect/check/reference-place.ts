import type { ArchyDocument, ArchyReference } from "../archy/types.ts";
import { valueAt } from "../archy/values.ts";
import { entryAt, type SourceMapEntry } from "../compile/source-map.ts";
import type { Location } from "../diagnostic.ts";
import { namesInExpression } from "../expression/names.ts";
import type { FlowGraph, NodeId } from "../graph/types.ts";
import { placesWithin } from "./place.ts";

/** A flow that is published: its document, and the graph that the document is compiled from or lifted to. */
interface PublishedFlow {
  readonly document: ArchyDocument;
  readonly graph: FlowGraph;
  readonly sourceMap: readonly SourceMapEntry[];
  readonly origin: "definition" | "export";
}

/**
 * Finds where the source of a flow has a name that its document has: in an export the name itself, also within an expression; in a
 * definition the text of the node, or the node where it writes the name otherwise, or the flow for a name in its settings.
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

/** A data action is written as `INTEGRATION/ACTION`; the document divides the two. */
function placeInDefinition(graph: FlowGraph, { reference, id, written }: InDefinition): Location | undefined {
  if (id === undefined) {
    return (reference.path[1] === "settingsErrorHandling" ? graph.onFault?.location : undefined) ?? graph.location;
  }
  const { category, name } = reference;
  const texts = category === undefined ? [written] : [`${category}/${name}`, written];
  const places = texts.map((text) => graph.textPlace?.({ node: id, text }));
  return places.find((place) => place !== undefined) ?? graph.nodes.get(id)?.location;
}

/** The name itself, where the text is an expression that has it. */
function within(scalar: Location, text: string, { kind, name }: ArchyReference): Location | undefined {
  const named = namesInExpression(text).find((one) => one.kind === kind && one.name === name);
  return named ? placesWithin(scalar, text)(named) : scalar;
}
