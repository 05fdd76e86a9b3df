import {
  dominators,
  type FlowGraph,
  type FlowNode,
  type Incoming,
  NEXT,
  type NodeId,
  outputPathsOf,
  predecessors,
} from "@genesys-flows/architect";

/**
 * The target of some of a node's output paths: the steps below the branch, a node elsewhere in the outline, or nothing.
 */
export interface Branch {
  /** Names of the output paths; empty for the `next` transition. */
  readonly paths: readonly string[];
  readonly leads: { readonly block: Block } | { readonly to: NodeId; readonly back: boolean } | "nowhere";
}

export interface Step {
  readonly node: FlowNode;
  /**
   * Output paths that lead here from the step directly above. Omitted for the first step, and for a step that only
   * other steps lead to.
   */
  readonly via?: readonly string[];
  /** Set if several paths from steps above lead here. */
  readonly joins?: true;
  /** Everything that leads here, except `via` and the step above the block. */
  readonly from: readonly Incoming[];
  /** The output paths, except those to the step directly below. */
  readonly branches: readonly Branch[];
}

export type Block = readonly Step[];

export interface OutlinePart {
  readonly kind: Part["kind"];
  readonly name?: string;
  readonly block: Block;
}

/**
 * A flow as Architect shows it: steps below each other, the steps of an output path indented below it. Every node is
 * listed once. A step that several paths lead to is listed after the step where the paths diverge, at the same level.
 * Each of these paths ends with a link to the shared step. The output path with by far the most steps continues below
 * without indentation.
 */
export function outlineOf(graph: FlowGraph): OutlinePart[] {
  return partsOf(graph).map((part) => ({
    kind: part.kind,
    ...(part.name === undefined ? {} : { name: part.name }),
    block: new PartOutline(graph, part).block(part.start),
  }));
}

/**
 * A path continues without indentation if the number of nodes it leads to is at least this multiple of the nodes of all
 * other paths together.
 */
const MUCH_MORE = 2;

class PartOutline {
  readonly #graph: FlowGraph;
  readonly #part: Part;
  readonly #position: ReadonlyMap<NodeId, number>;
  readonly #children = new Map<NodeId, NodeId[]>();
  readonly #size = new Map<NodeId, number>();

  constructor(graph: FlowGraph, part: Part) {
    this.#graph = graph;
    this.#part = part;
    this.#position = new Map(part.order.map((id, index) => [id, index]));
    for (const id of part.order) {
      const above = part.dominator.get(id);
      if (above !== undefined) this.#children.set(above, [...(this.#children.get(above) ?? []), id]);
    }
    for (const id of part.order.toReversed()) {
      const below = this.#children.get(id) ?? [];
      this.#size.set(
        id,
        below.reduce((sum, child) => sum + (this.#size.get(child) ?? 0), 1),
      );
    }
  }

  block(id: NodeId, via?: readonly string[]): Step[] {
    const steps: Step[] = [];
    const waiting: { id: NodeId; via?: readonly string[] }[] = [{ id, ...(via ? { via } : {}) }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const children = this.#children.get(next.id) ?? [];
      const own = children.filter((child) => this.#leadersTo(child).every(({ from }) => from === next?.id));
      const onward = this.#onward(own);
      const node = this.#graph.nodes.get(next.id) as FlowNode;
      steps.push({
        node,
        ...(next.via ? { via: next.via } : {}),
        ...(next.via || next.id === id
          ? { from: this.#returnsTo(next.id) }
          : { joins: true as const, from: this.#incoming(next.id) }),
        branches: this.#branches(node, own, onward),
      });
      // Steps are popped from the end: first the step that continues below, then the steps to which several paths lead,
      // in order.
      waiting.push(
        ...children
          .filter((child) => !own.includes(child))
          .reverse()
          .map((child) => ({ id: child })),
      );
      if (onward !== undefined) waiting.push({ id: onward, via: pathsTo(node, onward) });
    }
    return steps;
  }

  #branches(node: FlowNode, own: readonly NodeId[], onward: NodeId | undefined): Branch[] {
    const targets = [...new Set(Object.values(node.transitions))].filter((target) => target !== onward);
    const open = outputPathsOf(node).filter((path) => path !== NEXT && !Object.hasOwn(node.transitions, path));
    return [
      ...targets.map((to): Branch => {
        const paths = pathsTo(node, to);
        if (own.includes(to)) return { paths, leads: { block: this.block(to) } };
        return { paths, leads: { to, back: this.#isBack(node.id, to) } };
      }),
      ...(open.length === 0 ? [] : [{ paths: open, leads: "nowhere" as const }]),
    ];
  }

  /** The successor of a node that continues without indentation. */
  #onward(own: readonly NodeId[]): NodeId | undefined {
    const sized = own.map((id) => ({ id, size: this.#size.get(id) ?? 0 })).sort((a, b) => b.size - a.size);
    const [largest, ...others] = sized;
    const rest = others.reduce((sum, { size }) => sum + size, 0);
    return largest && largest.size >= MUCH_MORE * rest ? largest.id : undefined;
  }

  #incoming(id: NodeId): readonly Incoming[] {
    return this.#part.incoming.get(id) ?? [];
  }

  /** Edges to a node, except back edges. */
  #leadersTo(id: NodeId): readonly Incoming[] {
    return this.#incoming(id).filter(({ from }) => !this.#isBack(from, id));
  }

  #returnsTo(id: NodeId): readonly Incoming[] {
    return this.#incoming(id).filter(({ from }) => this.#isBack(from, id));
  }

  /** Whether an edge is a back edge: every path to its start passes through its target. */
  #isBack(from: NodeId, to: NodeId): boolean {
    const [a, b] = [this.#position.get(from), this.#position.get(to)];
    if (a === undefined || b === undefined || b > a) return false;
    for (let id: NodeId | undefined = from; id !== undefined; id = this.#part.dominator.get(id))
      if (id === to) return true;
    return false;
  }
}

/** Names of the transitions from one node to another; empty for `next`. */
function pathsTo(node: FlowNode, to: NodeId): string[] {
  return Object.entries(node.transitions).flatMap(([name, target]) => (target === to && name !== NEXT ? [name] : []));
}

/** A part of a flow with its own start: the flow's start, a called task, a menu, a state, or unreachable nodes. */
interface Part {
  readonly kind: "start" | "task" | "menu" | "state" | "bot" | "stray";
  readonly name?: string;
  readonly start: NodeId;
  /** The part's own nodes, without transitions to other parts. */
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  /** The nodes of the part in topological order, ignoring cycles. */
  readonly order: readonly NodeId[];
  /** The immediate dominator of each node: the last node that every path to it passes through. */
  readonly dominator: ReadonlyMap<NodeId, NodeId | undefined>;
  readonly incoming: ReadonlyMap<NodeId, readonly Incoming[]>;
}

/** Divides a flow into parts; each node is in exactly one. */
function partsOf(graph: FlowGraph): Part[] {
  const containers = graph.containers.flatMap(({ kind, name, start }) =>
    start === undefined ? [] : [{ kind, name, start }],
  );
  const starts = new Set([
    ...(graph.start === undefined ? [] : [graph.start]),
    ...containers.map(({ start }) => start),
  ]);
  const owned = new Set<NodeId>();
  const parts: Part[] = [];
  const add = (of: Pick<Part, "kind" | "name" | "start">): void => {
    if (owned.has(of.start) || !graph.nodes.has(of.start)) return;
    const part = partFrom(graph, of, (id) => id === of.start || (!owned.has(id) && !starts.has(id)));
    for (const id of part.order) owned.add(id);
    parts.push(part);
  };
  if (graph.start !== undefined) add({ kind: "start", start: graph.start });
  for (const container of containers) add(container);
  for (const start of graph.nodes.keys()) add({ kind: "stray", start });
  return parts;
}

function partFrom(graph: FlowGraph, of: Pick<Part, "kind" | "name" | "start">, mayHold: (id: NodeId) => boolean): Part {
  const order = reversePostOrder(graph, of.start, mayHold);
  const inside = new Set(order);
  const nodes = new Map(
    order.map((id) => {
      const node = graph.nodes.get(id) as FlowNode;
      const transitions = Object.fromEntries(Object.entries(node.transitions).filter(([, to]) => inside.has(to)));
      return [id, { ...node, transitions }];
    }),
  );
  const own: FlowGraph = { ...graph, start: of.start, nodes, containers: [] };
  return { ...of, nodes, order, dominator: dominators(own), incoming: predecessors(own) };
}

function reversePostOrder(graph: FlowGraph, start: NodeId, mayHold: (id: NodeId) => boolean): NodeId[] {
  const seen = new Set([start]);
  const done: NodeId[] = [];
  const waiting = [{ id: start, next: targets(graph, start) }];
  for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
    const target = top.next.pop();
    if (target === undefined) {
      done.push(top.id);
      waiting.pop();
    } else if (!seen.has(target) && graph.nodes.has(target) && mayHold(target)) {
      seen.add(target);
      waiting.push({ id: target, next: targets(graph, target) });
    }
  }
  return done.reverse();
}

/**
 * The targets of a node in the order of its transitions. The search visits the last target first and reverses its
 * result, so the first target comes first in the result.
 */
function targets(graph: FlowGraph, id: NodeId): NodeId[] {
  return Object.values(graph.nodes.get(id)?.transitions ?? {});
}
