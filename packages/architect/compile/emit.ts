import type { ArchyMap } from "../archy/types.ts";
import type { DiagnosticSink } from "../diagnostic.ts";
import type { FlowNode, NodeId, OutcomeContract } from "../graph/types.ts";
import { DONE, EACH, waysOf } from "../graph/ways.ts";
import { actionsOf } from "./actions.ts";
import type { Channel } from "./channel.ts";
import type { Parts } from "./place.ts";
import { isLoop, type Structure } from "./structure.ts";
import { wayAlong } from "./ways.ts";

/** Where control is when a list of actions is laid out. */
interface Around {
  /** The node that control comes to at the end of the list; undefined when nothing follows there. */
  readonly after: NodeId | undefined;
  /** The innermost loop around the list, and what comes after it. */
  readonly loop?: { readonly head: NodeId; readonly exit: NodeId | undefined };
}

export interface EmitOptions {
  readonly structure: Structure;
  readonly parts: Parts;
  readonly channel: Channel;
  /** What people call the flow type. */
  readonly title: string;
  /** Text of a reference to the part that begins at a node. */
  readonly reference: (root: NodeId) => string;
  /** The outcome contract of the module that is compiled. */
  readonly contract?: OutcomeContract;
  readonly sink: DiagnosticSink;
}

/**
 * Lays parts of a flow out as nested lists of actions. Every node is put in exactly one place: under the node that
 * dominates it, or, where several ways join, after that node. What nested lists cannot say is reported as
 * `unstructured`; nothing is ever written twice.
 */
export class Emitter {
  readonly #o: EmitOptions;
  readonly #joins = new Map<NodeId, NodeId[]>();
  readonly #placed = new Set<NodeId>();
  readonly #reported = new Set<NodeId>();
  /** The node that each action was made of. */
  readonly nodeOf = new Map<ArchyMap, NodeId>();

  constructor(options: EmitOptions) {
    this.#o = options;
    const { structure, parts } = options;
    for (const id of structure.order) {
      const above = structure.idom.get(id);
      if (above === undefined || parts.isRoot(id) || (structure.entries.get(id) ?? 0) < 2) continue;
      this.#joins.set(above, [...(this.#joins.get(above) ?? []), id]);
    }
  }

  /** The actions of the part that begins at a node. */
  part(root: NodeId): ArchyMap[] {
    return this.#list(root, { after: undefined });
  }

  /** The list of actions that begins with a node, up to where control leaves it. */
  #list(first: NodeId, around: Around): ArchyMap[] {
    const list: ArchyMap[] = [];
    let current: NodeId | undefined = first;
    const pending: NodeId[] = [];
    while (current !== undefined) {
      const node = this.#o.structure.node(current);
      this.#placed.add(current);
      const join = this.#join(current);
      if (join !== undefined) pending.push(join);
      const after: NodeId | undefined = pending.at(-1) ?? around.after;
      list.push(...this.#actions(node, { ...around, after }));
      const along = wayAlong(node);
      const target = along === undefined ? undefined : node.transitions[along];
      current = undefined;
      if (along !== undefined) {
        if (target !== undefined && this.#isInline(target, node.id)) current = target;
        else list.push(...this.#leave(node, target, { ...around, after }));
      }
      current ??= pending.pop();
    }
    return list;
  }

  #actions(node: FlowNode, around: Around): ArchyMap[] {
    const along = wayAlong(node);
    const nested = new Map<string, ArchyMap[]>();
    const after = along === undefined ? around.after : node.transitions[along];
    for (const way of waysOf(node)) {
      if (way === along) continue;
      const turn = isLoop(node) && way === EACH;
      const inner: Around = turn
        ? { after: node.id, loop: { head: node.id, exit: node.transitions[DONE] } }
        : { ...around, after };
      const actions = this.#nest(node, node.transitions[way], inner);
      if (actions.length > 0) nested.set(way, actions);
    }
    const actions = actionsOf(node, nested, { contract: this.#o.contract });
    for (const action of actions) this.nodeOf.set(action, node.id);
    return actions;
  }

  #nest(from: FlowNode, target: NodeId | undefined, around: Around): ArchyMap[] {
    if (target !== undefined && this.#isInline(target, from.id)) return this.#list(target, around);
    return this.#leave(from, target, around);
  }

  /** What takes control to a node that stands elsewhere; nothing where the end of the list does. */
  #leave(from: FlowNode, target: NodeId | undefined, { after, loop }: Around): ArchyMap[] {
    const { parts, channel } = this.#o;
    if (target === after) return [];
    if (target === undefined) return [{ [channel.end]: { none: true } }];
    if (parts.isRoot(target) && channel.parts) {
      const name = this.#o.structure.node(target).name;
      return [{ [channel.parts.jump]: { name: `Go to ${name}`, [channel.parts.target]: this.#o.reference(target) } }];
    }
    if (target === loop?.head) return [{ loopNext: { name: this.#o.structure.node(target).name } }];
    if (loop && target === loop.exit) return [{ loopExit: { name: this.#o.structure.node(loop.head).name } }];
    if (!this.#reported.has(target)) this.#unstructured([from.id, target], from);
    return [];
  }

  /** Whether a node is put right where its only source leads to it. */
  #isInline(target: NodeId, source: NodeId): boolean {
    const { structure, parts } = this.#o;
    const once = structure.entries.get(target) === 1 && structure.idom.get(target) === source;
    return once && !parts.isRoot(target) && !this.#placed.has(target);
  }

  /** The node in which ways from a node join, which stands after it in its list. */
  #join(id: NodeId): NodeId | undefined {
    const joins = this.#joins.get(id) ?? [];
    if (joins.length > 1) this.#unstructured(joins, this.#o.structure.node(id));
    return joins[0];
  }

  #unstructured(nodes: readonly NodeId[], from: FlowNode): void {
    for (const id of nodes) this.#reported.add(id);
    const names = nodes.map((id) => `'${id}'`).join(" and ");
    const where = this.#o.channel.parts ? "Within the turns of a loop" : `In a ${this.#o.title}`;
    this.#o.sink.error("unstructured", `${where}, the ways at ${names} cannot be laid out as nested actions.`, {
      location: from.location,
      node: from.id,
      hint: "Let ways join in one node that follows the node where they part; go back through a 'loop' node only.",
    });
  }
}
