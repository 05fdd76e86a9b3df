import {
  type ArchyDocument,
  type FlowGraph,
  type FlowNode,
  type FlowType,
  type Location,
  lift,
  type NodeId,
  type OutcomeContract,
} from "@genesys-flows/architect";
import { type Expression, parseExpression } from "@genesys-flows/architect/expression";
import { EvaluationError } from "../expression/values.ts";
import type { Place } from "./types.ts";

/** A module of which a flow has a snapshot: the version that it holds, and the one that is published now. */
export interface Held {
  readonly module: string;
  readonly version: string;
  readonly published: string;
}

/** A flow that can run, as it is published, with the versions of the modules that it holds. */
export interface RunnableFlow {
  readonly name: string;
  readonly type: FlowType;
  /** Its key in the project, where it has one. */
  readonly key?: string;
  readonly version?: string;
  /** The modules that it holds; absent for one that is not published. */
  readonly holds?: readonly Held[];
  readonly graph: FlowGraph;
  /** The module by its name, in the version that this flow holds; undefined for one that is not known. */
  readonly module: (name: string) => RunnableFlow | undefined;
  /** The place of a node in the source that people edit. */
  readonly sourceOf?: (node: FlowNode) => { readonly node: NodeId; readonly location?: Location } | undefined;
}

/**
 * Prepares a published document.
 * @param o.contract outcome contract of a module by its display name, as `lift` takes it
 */
export function runnable(
  document: ArchyDocument,
  o: Pick<RunnableFlow, "module" | "sourceOf" | "version" | "holds" | "key"> & {
    readonly contract?: (moduleName: string) => OutcomeContract | undefined;
  },
): RunnableFlow {
  const { contract, ...rest } = o;
  const graph = lift(document, contract ? { contract } : {});
  return { ...rest, name: graph.name, type: graph.type, graph };
}

/** A variable without its scope: `pin` of `Common.pin`. */
export const bareName = (name: string): string => name.slice(name.indexOf(".") + 1);

/** Where a node is, for events and questions. */
export function placeOf(flow: RunnableFlow, node?: FlowNode): Place {
  const source = node && flow.sourceOf?.(node);
  const location = source?.location ?? node?.location;
  return {
    flow: flow.name,
    type: flow.type,
    ...(flow.key !== undefined && { key: flow.key }),
    ...(flow.version !== undefined && { version: flow.version }),
    ...(node && { node: source?.node ?? node.id, kind: node.kind }),
    ...(location && { location }),
  };
}

/** Whether a node is nested in another one, as an action in a turn of a loop. */
export function isNestedIn({ path }: FlowNode, { path: outer }: FlowNode): boolean {
  if (!path || !outer || outer.length >= path.length) return false;
  return outer.every((part, at) => part === path[at]);
}

const parsed = new Map<string, Expression>();
/** Expressions that are kept at most; a project has thousands, a server that runs for days sees more. */
const KEPT = 20_000;

/** The tree of an expression; each text is parsed once. @throws EvaluationError for a text that is none */
export function expressionOf(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const result = parseExpression(text);
  if (!result.ok) throw new EvaluationError(result.problem.message);
  if (parsed.size >= KEPT) parsed.clear();
  parsed.set(text, result.expression);
  return result.expression;
}
