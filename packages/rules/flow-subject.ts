import {
  type ArchyDocument,
  archyPathText,
  type CheckSubject,
  checkSubject,
  type FlowGraph,
  type FlowNode,
  type Location,
  lift,
  type ModuleContract,
  NameMap,
  type OutcomeContract,
  type Scalar,
} from "@genesys-flows/architect";

/** A flow as the rules see it, regardless of its source. */
export interface FlowSubject {
  /** The flow's key in the project; for a bare resource, the resource's name. */
  readonly key: string;
  /** Whether the source is a definition or an export. */
  readonly origin: "definition" | "export";
  /** The nodes of the flow and its transitions. */
  readonly graph: FlowGraph;
  /** The flow as seen by the kernel's checks: values with their locations, parsed expressions, actions. */
  readonly parts: CheckSubject;
  /** Settings of the resource that publishes the flow; undefined if unknown. */
  readonly resource?: ResourceFacts;
  /** The interface of a module, on which its callers rely; undefined for an unknown module. */
  contractOf(module: string): ModuleContract | undefined;
  /** The name that a node has in the source, and the location of the node. */
  placeOf(node: FlowNode): { readonly node: string; readonly location: Location | undefined };
  /** Location of the flow's fault handling. If the flow has no fault handling, the location of the flow itself. */
  readonly faultPlace: Location | undefined;
  /** The location of the flow. */
  readonly place: Location | undefined;
}

export interface ResourceFacts {
  /** Whether an update takes the lock from the person who has the flow checked out. */
  readonly forceUnlock?: boolean;
}

/** A flow in a project, with its graph. */
export interface SourceFlow extends Pick<FlowSubject, "key" | "origin" | "graph" | "resource"> {
  readonly document: ArchyDocument;
  readonly filledIn?: readonly Scalar[] | undefined;
  contractOf?(module: string): ModuleContract | undefined;
}

/** A flow in a project, based on its source. */
export function sourceSubject(flow: SourceFlow): FlowSubject {
  const { key, origin, graph, document, filledIn } = flow;
  const contractOf = flow.contractOf ?? (() => undefined);
  const options = { key, contract: contractOf, ...(filledIn && { filledIn }) };
  let parts: CheckSubject | undefined;
  return {
    key,
    origin,
    graph,
    ...(flow.resource && { resource: flow.resource }),
    get parts() {
      parts ??= origin === "export" ? checkSubject(document, { ...options, graph }) : checkSubject(graph, options);
      return parts;
    },
    contractOf,
    placeOf: (node) => ({
      node: node.id,
      location: origin === "export" && node.path ? document.locate(node.path) : (node.location ?? graph.location),
    }),
    get faultPlace() {
      return origin === "export"
        ? document.locate([document.flowType, "settingsErrorHandling"])
        : (graph.onFault?.location ?? graph.location);
    },
    get place() {
      return origin === "export" ? document.locate([document.flowType]) : graph.location;
    },
  };
}

type FactPlace = Pick<Location, "file" | "line"> & Partial<Pick<Location, "column">>;

/** The content of a compiled document's sidecar: the sources of its actions. */
export interface CompiledFacts {
  readonly key: string;
  readonly origin: "definition" | "export";
  readonly file: string;
  readonly nodes: readonly (FactPlace & { readonly path: string; readonly node: string })[];
  readonly calls: readonly { readonly module: string; readonly outcome?: OutcomeContract }[];
  readonly onFaultLocation: FactPlace;
  /** The location of the flow itself; the start of the file if unknown. */
  readonly location?: FactPlace;
  readonly filledIn?: readonly Scalar[];
}

/**
 * A flow based on its published document.
 * @param facts from the sidecar. Omit them for a document that was not compiled here: it is treated as an export
 * @throws DiagnosticError when the document cannot be converted to a graph
 */
export function compiledSubject(
  document: ArchyDocument,
  { key, facts, resource }: { key: string; facts?: CompiledFacts | undefined; resource?: ResourceFacts },
): FlowSubject {
  const outcomes = new NameMap(facts?.calls.map((call) => [call.module, call.outcome]));
  const graph = lift(document, { contract: (module) => outcomes.get(module) });
  const origin = facts?.origin ?? "export";
  const byPath = new Map(facts?.nodes.map((entry) => [entry.path, entry]));
  const located = ({ file, line, column = 1 }: FactPlace): Location => ({ file, line, column });
  const places = new Map<FlowNode, ReturnType<FlowSubject["placeOf"]>>();
  const place = (node: FlowNode) => {
    const entry = node.path && byPath.get(archyPathText(document, node.path));
    return entry
      ? { node: entry.node, location: located(entry) }
      : { node: node.id, location: document.locate(node.path ?? [document.flowType]) };
  };
  let parts: CheckSubject | undefined;
  return {
    key,
    origin,
    graph,
    ...(resource && { resource }),
    get parts() {
      const filledIn = facts?.filledIn;
      parts ??= checkSubject(document, { key, graph, ...(filledIn && { filledIn }) });
      return parts;
    },
    contractOf: () => undefined,
    placeOf: (node) => {
      const known = places.get(node) ?? place(node);
      places.set(node, known);
      return known;
    },
    get faultPlace() {
      return facts ? located(facts.onFaultLocation) : document.locate([document.flowType, "settingsErrorHandling"]);
    },
    get place() {
      return facts ? located(facts.location ?? { file: facts.file, line: 1 }) : document.locate([document.flowType]);
    },
  };
}
