import { namedByStandIn } from "../archy/modules.ts";
import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyDocument, ArchyMap, ArchyPath, ArchyValue } from "../archy/types.ts";
import { get, isMap } from "../archy/values.ts";
import { allActions } from "../archy/visit.ts";
import type { Location } from "../diagnostic.ts";
import type { Span } from "../expression/ast.ts";
import { type ParsedExpression, parseExpression } from "../expression/parse.ts";
import type { DataActions, FlowGraph, FlowNode, ModuleContract } from "../graph/types.ts";
import { lift } from "../lift/lift.ts";
import { type Part, partsOfDocument, partsOfGraph } from "./parts.ts";
import { type Place, placesWithin } from "./place.ts";

/** What a check may need besides the flow itself. */
export interface CheckOptions {
  /** Key of the flow in its project, for the findings. */
  readonly key?: string;
  /** The contract of a module, by its display name; undefined for a module that is not in the project. */
  readonly contract?: (moduleName: string) => ModuleContract | undefined;
  /** The contracts of data actions that are known. */
  readonly dataActions?: DataActions;
  /** The graph of the document, if it is lifted already. */
  readonly graph?: FlowGraph;
  /** Of a definition: the values that were filled in where it says `${name}`. */
  readonly filledIn?: readonly Scalar[];
}

/** An action of a flow: in an export with its path, and its node if the graph has one; in a definition a node. */
export interface ActionOfFlow extends Place {
  readonly key: string;
  readonly body: ArchyMap;
}

/** The flow under check: an export by its document, a definition by its graph. */
export interface Subject {
  readonly graph: FlowGraph;
  /** Of an export only. */
  readonly document?: ArchyDocument;
  readonly options: CheckOptions;
  /** All values in the order of the text. */
  readonly parts: readonly Part[];
  /** Every action; in an export at any depth, with the choices of menus. */
  actions(): readonly ActionOfFlow[];
  contractOf(node: FlowNode): ModuleContract | undefined;
  parse(expression: string): ParsedExpression;
  locate(place: Place): Location | undefined;
  /** The place of a value's text; in a definition, the place in the source file if the text is there verbatim. */
  locatePart(part: Part): Location | undefined;
  /** The place of a part of a value's text, for example of an expression. */
  locateWithin(part: Part, span: Span): Location | undefined;
}

/** Prepares a flow for checks: a document is lifted unless its graph is given. */
export function subjectOf(flow: ArchyDocument | FlowGraph, options: CheckOptions): Subject {
  const document = "body" in flow ? flow : undefined;
  const unnamed = document ? namedByStandIn(document) : new Set();
  const contract = (name: string) => (unnamed.has(name) ? undefined : options.contract?.(name));
  const graph =
    document === undefined
      ? (flow as FlowGraph)
      : (options.graph ?? lift(document, { contract: (name) => contract(name)?.outcome }));
  const parsed = new Map<string, ParsedExpression>();
  let actions: readonly ActionOfFlow[] | undefined;
  const places = new Map<Part, (span: Span) => Location | undefined>();
  const locate = ({ path, node }: Place) =>
    document && path ? document.locate(path) : (node?.location ?? graph.location);
  const textPlaceOf = ({ node, purpose }: Part, text: string) =>
    node && graph.textPlace?.({ node: node.id, text, under: purpose });
  const locatePart = (part: Part) => (document ? undefined : textPlaceOf(part, String(part.value))) ?? locate(part);
  const placesIn = (part: Part) => {
    const text = String(part.value);
    if (document || textPlaceOf(part, text)) return placesWithin(locatePart(part), text);
    // Of an expression that the definition writes in parts, such as a switch over the names of its cases: the part.
    return ({ from, to }: Span) =>
      textPlaceOf(part, text.slice(from, to).replace(/^"(.*)"$/, "$1")) ?? locatePart(part);
  };
  return {
    graph,
    ...(document ? { document } : {}),
    options,
    parts: document ? partsOfDocument(document, nodesByBody(document, graph)) : partsOfGraph(graph),
    actions: () => {
      actions ??= document
        ? actionsOfDocument(document, graph)
        : [...graph.nodes.values()].map((node) => ({ key: node.kind, body: node.properties, node }));
      return actions;
    },
    contractOf: (node) => {
      const module = get(node.properties, "module");
      return typeof module === "string" ? contract(module) : undefined;
    },
    parse: (expression) => {
      const known = parsed.get(expression) ?? parseExpression(expression);
      parsed.set(expression, known);
      return known;
    },
    locate,
    locatePart,
    locateWithin: (part, span) => {
      const known = places.get(part) ?? placesIn(part);
      places.set(part, known);
      return known(span);
    },
  };
}

function actionsOfDocument(document: ArchyDocument, graph: FlowGraph): ActionOfFlow[] {
  const byPath = new Map([...graph.nodes.values()].flatMap((node) => (node.path ? [[node.path.join("/"), node]] : [])));
  return allActions(document).map((action) => ({ ...action, node: byPath.get(action.path.join("/")) }));
}

/** The node of each action body in the document. */
function nodesByBody(document: ArchyDocument, graph: FlowGraph): ReadonlyMap<ArchyMap, FlowNode> {
  const found = new Map<ArchyMap, FlowNode>();
  for (const node of graph.nodes.values()) {
    const body = node.path && valueAt(document, node.path);
    if (isMap(body)) found.set(body, node);
  }
  return found;
}

/** The value at a path of a document, which begins with its root key. */
export function valueAt(document: ArchyDocument, path: ArchyPath): ArchyValue | undefined {
  let value: ArchyValue | undefined = document.body;
  for (const step of path.slice(1)) {
    value = Array.isArray(value) ? value[step as number] : get(value, String(step));
  }
  return value;
}
