import { namedByStandIn } from "../archy/modules.ts";
import type { Scalar } from "../archy/placeholders.ts";
import type { ArchyDocument, ArchyMap } from "../archy/types.ts";
import { getText, isMap, valueAt } from "../archy/values.ts";
import { allActions } from "../archy/visit.ts";
import type { Location } from "../diagnostic.ts";
import type { Span } from "../expression/ast.ts";
import { type ParsedExpression, parseExpression } from "../expression/parse.ts";
import type { FlowGraph, FlowNode, KnownContracts, ModuleContract } from "../graph/types.ts";
import { lift } from "../lift/lift.ts";
import { type Part, partsOfDocument, partsOfGraph } from "./parts.ts";
import { type Place, placesWithin } from "./place.ts";

export interface CheckOptions extends KnownContracts {
  /** Key of the flow in its project, for display in findings. */
  readonly key?: string;
  /** The contract of a module, by display name; undefined if the project does not have the module. */
  readonly contract?: (moduleName: string) => ModuleContract | undefined;
  /** The graph of the document, if already lifted. */
  readonly graph?: FlowGraph;
  /** For a definition: the values that were substituted for `${name}`. */
  readonly filledIn?: readonly Scalar[];
}

/**
 * An action of a flow. In an export, the action has a path and, if the graph contains a node for the action, a node. In
 * a definition, the action is a node.
 */
export interface ActionOfFlow extends Place {
  readonly key: string;
  readonly body: ArchyMap;
}

export interface ExpressionPart {
  readonly part: Part;
  readonly text: string;
  readonly parsed: ParsedExpression;
}

/** The flow under check: an export by its document, a definition by its graph. */
export interface Subject {
  readonly graph: FlowGraph;
  /** Set only for an export. */
  readonly document?: ArchyDocument;
  readonly options: CheckOptions;
  /** All values in source order. */
  readonly parts: readonly Part[];
  /** The values that are expressions, parsed. */
  expressions(): readonly ExpressionPart[];
  /** Every action. In an export, this includes nested actions and the choices of menus. */
  actions(): readonly ActionOfFlow[];
  contractOf(node: FlowNode): ModuleContract | undefined;
  parse(expression: string): ParsedExpression;
  locate(place: Place): Location | undefined;
  /**
   * The location of a value's text. In a definition, the location in the source file, if that file contains the text
   * verbatim.
   */
  locatePart(part: Part): Location | undefined;
  /** The location of a part of a value's text, for example of an expression. */
  locateWithin(part: Part, span: Span): Location | undefined;
}

/** Prepares a flow for checks: lifts the document unless its graph is given. */
export function subjectOf(flow: ArchyDocument | FlowGraph, options: CheckOptions): Subject {
  const document = "body" in flow ? flow : undefined;
  const unnamed = document ? namedByStandIn(document) : new Set();
  const contract = (name: string) => (unnamed.has(name) ? undefined : options.contract?.(name));
  const graph =
    document === undefined
      ? (flow as FlowGraph)
      : (options.graph ?? lift(document, { contract: (name) => contract(name)?.outcome }));
  const parsed = new Map<string, ParsedExpression>();
  const parse = (expression: string) => {
    const known = parsed.get(expression) ?? parseExpression(expression);
    parsed.set(expression, known);
    return known;
  };
  const parts = document ? partsOfDocument(document, nodesByBody(document, graph)) : partsOfGraph(graph);
  let actions: readonly ActionOfFlow[] | undefined;
  let expressions: readonly ExpressionPart[] | undefined;
  const places = new Map<Part, (span: Span) => Location | undefined>();
  const locate = ({ node, path = node?.path }: Place) =>
    document && path ? document.locate(path) : (node?.location ?? graph.location);
  const textPlaceOf = ({ node, purpose }: Part, text: string) =>
    node && graph.textPlace?.({ node: node.id, text, under: purpose });
  const locatePart = (part: Part) => (document ? undefined : textPlaceOf(part, String(part.value))) ?? locate(part);
  const placesIn = (part: Part) => {
    const text = String(part.value);
    if (document || textPlaceOf(part, text)) return placesWithin(locatePart(part), text);
    // A definition may write an expression in parts, such as the condition of a switch in the names of its cases. In
    // that case, the location is that of the part.
    return ({ from, to }: Span) =>
      textPlaceOf(part, text.slice(from, to).replace(/^"(.*)"$/, "$1")) ?? locatePart(part);
  };
  return {
    graph,
    ...(document ? { document } : {}),
    options,
    parts,
    expressions: () => {
      expressions ??= parts
        .filter(({ kind }) => kind === "expression")
        .map((part) => ({ part, text: String(part.value), parsed: parse(String(part.value)) }));
      return expressions;
    },
    actions: () => {
      actions ??= document
        ? actionsOfDocument(document, graph)
        : [...graph.nodes.values()].map((node) => ({ key: node.kind, body: node.properties, node }));
      return actions;
    },
    contractOf: (node) => {
      const module = getText(node.properties, "module");
      return module === undefined ? undefined : contract(module);
    },
    parse,
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

function nodesByBody(document: ArchyDocument, graph: FlowGraph): ReadonlyMap<ArchyMap, FlowNode> {
  const found = new Map<ArchyMap, FlowNode>();
  for (const node of graph.nodes.values()) {
    const body = node.path && valueAt(document.body, node.path.slice(1));
    if (isMap(body)) found.set(body, node);
  }
  return found;
}

/** Whether a node calls a module, in a definition or in an export. */
export function isModuleCall({ kind }: FlowNode): boolean {
  return kind === "callModule" || kind === "callCommonModule";
}
