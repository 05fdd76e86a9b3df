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

/** A module snapshot in a flow: the version that the flow holds, and the currently published version. */
export interface Held {
  readonly module: string;
  readonly version: string;
  readonly published: string;
}

/** A runnable flow, as published, with the module versions that it holds. */
export interface RunnableFlow {
  readonly name: string;
  readonly type: FlowType;
  /** Key of the flow in the project, if it has one. */
  readonly key?: string;
  readonly version?: string;
  /** The modules that the flow holds; omitted for an unpublished flow. */
  readonly holds?: readonly Held[];
  readonly graph: FlowGraph;
  /** A module by name, in the version that this flow holds; undefined for an unknown module. */
  readonly module: (name: string) => RunnableFlow | undefined;
  /** The place of a node in the edited source. */
  readonly sourceOf?: (node: FlowNode) => { readonly node: NodeId; readonly location?: Location } | undefined;
}

/**
 * Prepares a published document.
 * @param o.contract returns the outcome contract of a module by its display name, as for `lift`
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

/** A variable's name without its scope: `pin` for `Common.pin`. */
export const bareName = (name: string): string => name.slice(name.indexOf(".") + 1);

/** The place of a node, for events and questions. */
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

/** Whether a node is nested in another one, such as an action in a loop body. */
export function isNestedIn({ path }: FlowNode, { path: outer }: FlowNode): boolean {
  if (!path || !outer || outer.length >= path.length) return false;
  return outer.every((part, at) => part === path[at]);
}

const parsed = new Map<string, Expression>();
/**
 * Maximum number of cached expressions. A project has thousands of expressions, and a long-running server evaluates
 * even more.
 */
const KEPT = 20_000;

/** The syntax tree of an expression, cached by text. @throws EvaluationError when the text is not an expression */
export function expressionOf(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const result = parseExpression(text);
  if (!result.ok) throw new EvaluationError(result.problem.message);
  if (parsed.size >= KEPT) parsed.clear();
  parsed.set(text, result.expression);
  return result.expression;
}
