import { actionOf } from "../archy/actions/index.ts";
import type { ArchyMap, ArchyValue } from "../archy/types.ts";
import { isMap } from "../archy/values.ts";
import { callPaths, DONE, EACH, NEXT, outputPathsOf } from "../graph/output-paths.ts";
import type { FlowNode, NodeId, OutcomeContract } from "../graph/types.ts";
import { MAX_NESTED_LISTS } from "../limits.ts";
import { actionsOf, pathAlong } from "./actions.ts";
import { endOf, type PartKind } from "./channel.ts";
import { NestsTooDeeply } from "./depth.ts";
import { isMenu, type Part } from "./parts.ts";
import { type DocumentContent, Places } from "./references.ts";
import { isLoop } from "./structure.ts";

/** The control context of an action list during layout. */
interface Around {
  readonly kind: PartKind;
  /** The node that follows the end of the list; undefined if nothing follows. */
  readonly after: NodeId | undefined;
  /** The innermost loop around the list, and the node after it. */
  readonly loop?: { readonly head: NodeId; readonly exit: NodeId | undefined };
}

/** Nodes whose transitions nested lists cannot express, each with its preceding node. */
export interface Failure {
  readonly from: FlowNode;
  readonly nodes: readonly NodeId[];
}

export interface EmitOptions extends DocumentContent {
  readonly contract?: OutcomeContract | undefined;
}

/**
 * Lays out parts of a flow as nested lists of actions. Every node is written exactly once: nested under the node that
 * dominates it or, if several branches join at the node, after its dominator. If nested lists cannot express this, the
 * layout fails.
 */
export class Emitter {
  readonly #o: EmitOptions;
  /** The nodes where a node's branches join. */
  readonly #joins: ReadonlyMap<NodeId | undefined, readonly NodeId[]>;
  readonly #placed = new Set<NodeId>();
  readonly #reported = new Set<NodeId>();
  readonly places: Places;
  readonly nodeOf = new Map<ArchyMap, NodeId>();
  readonly failures: Failure[] = [];
  #nesting = 0;

  constructor(options: EmitOptions) {
    this.#o = options;
    this.places = new Places(options);
    const { structure, isRoot } = options.placement;
    const joins = structure.order.filter((id) => !isRoot(id) && (structure.entries.get(id) ?? 0) > 1);
    this.#joins = Map.groupBy(joins, (id) => structure.idom.get(id));
  }

  /** The body of a part without name, refId and variables: its actions, or the content of a menu. */
  part(part: Part): ArchyMap {
    const start = part.start;
    if (part.kind === "menu") return start === undefined ? {} : this.#menu(this.#node(start));
    const stray = this.#o.placement.division.strayIn(part);
    const around: Around = { kind: part.kind, after: stray };
    const actions: ArchyMap[] = [];
    if (part.jumps && start !== undefined) actions.push(...this.#jump(start));
    else if (start !== undefined) actions.push(...this.#list(start, around));
    else if (stray !== undefined) actions.push(stop(part.kind));
    if (stray !== undefined) actions.push(...this.#list(stray, { kind: part.kind, after: undefined }));
    return { actions };
  }

  /** The list of actions that begins with a node and ends where control leaves the list. */
  #list(first: NodeId, around: Around): ArchyMap[] {
    return this.#within(first, () => this.#listed(first, around));
  }

  /** Lays out a nested list. @throws NestsTooDeeply */
  #within<T>(node: NodeId, layOut: () => T): T {
    if (++this.#nesting > MAX_NESTED_LISTS) throw new NestsTooDeeply(node);
    const made = layOut();
    this.#nesting--;
    return made;
  }

  #listed(first: NodeId, around: Around): ArchyMap[] {
    const { division } = this.#o.placement;
    const list: ArchyMap[] = [];
    let current: NodeId | undefined = first;
    const pending: NodeId[] = [];
    while (current !== undefined) {
      const node = this.#node(current);
      this.#placed.add(current);
      const join = this.#join(current);
      if (join !== undefined) pending.push(join);
      const stray = division.strayBehind(current);
      if (stray !== undefined && stray !== join) pending.push(stray);
      const after: NodeId | undefined = pending.at(-1) ?? around.after;
      for (const action of this.#actions(node, { ...around, after })) list.push(action);
      const along = pathAlong(node);
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
    const { jump } = actionOf(node.kind) ?? {};
    const target = node.transitions[NEXT];
    const along = pathAlong(node);
    const nested = new Map<string, ArchyMap[]>();
    const after = along === undefined ? around.after : node.transitions[along];
    const transitions = [...outputPathsOf(node), ...(callPaths(this.#o, node) ?? [])];
    for (const transition of new Set(transitions)) {
      if (transition === along || (jump !== undefined && transition === NEXT)) continue;
      const turn = isLoop(node) && transition === EACH;
      const inner: Around = turn
        ? { ...around, after: node.id, loop: { head: node.id, exit: node.transitions[DONE] } }
        : { ...around, after };
      const actions = this.#nest(node, transition, inner);
      if (actions.length > 0) nested.set(transition, actions);
    }
    const actions = actionsOf(this.#withReferences(node, jump, target), nested, this.#o.contract);
    for (const action of actions) this.nodeOf.set(action, node.id);
    return actions;
  }

  /** The node with references to the target of a jump and to everything that the node calls or names. */
  #withReferences(node: FlowNode, jump?: string, target?: NodeId): FlowNode {
    const properties = this.places.referring(node.properties);
    if (jump !== undefined && target !== undefined)
      return { ...node, properties: { ...properties, [jump]: this.places.target(target, jump) } };
    return properties === node.properties ? node : { ...node, properties };
  }

  #nest(from: FlowNode, transition: string, around: Around): ArchyMap[] {
    const target = from.transitions[transition];
    const stray = this.#o.placement.division.strayUnder(from.id, transition);
    const inner = stray === undefined ? around : { ...around, after: stray };
    const isInline = target !== undefined && this.#isInline(target, from.id);
    const actions = isInline ? this.#list(target, inner) : this.#leave(from, target, inner);
    return stray === undefined ? actions : [...actions, ...this.#list(stray, around)];
  }

  /** The body of a menu without name and refId: its audio, settings and choices (reference/archy.md §d). */
  #menu(menu: FlowNode): ArchyMap {
    this.#placed.add(menu.id);
    const { defaultChildMenuRef: preferred, ...properties } = this.places.referring(menu.properties);
    const choices: ArchyMap[] = [];
    let reference: ArchyValue | undefined = preferred;
    const others: NodeId[] = [];
    for (const [transition, target] of Object.entries(menu.transitions)) {
      const choice = this.#withReferences(this.#node(target));
      if (!/^menu[A-Z]/.test(choice.kind)) {
        others.push(target);
        continue;
      }
      const isDefault = preferred === transition;
      if (isDefault) reference = `./choices/${choice.kind}[${choice.id}]`;
      const head: ArchyMap = choice.unnamed ? {} : { name: choice.name };
      if (isDefault || isMenu(choice)) head["refId"] = choice.id;
      const made = { [choice.kind]: { ...head, ...this.#choice(choice) } };
      this.#placed.add(choice.id);
      this.nodeOf.set(made, choice.id);
      choices.push(made);
    }
    if (others.length > 0) this.#fail(others, menu);
    const body = { ...properties, ...(reference !== undefined && { defaultChildMenuRef: reference }), choices };
    this.nodeOf.set(body, menu.id);
    return body;
  }

  /** The properties of a menu choice besides its name and refId. */
  #choice(choice: FlowNode): ArchyMap {
    if (isMenu(choice)) return this.#within(choice.id, () => this.#menu(choice));
    const { properties } = choice;
    const info = actionOf(choice.kind);
    const target = choice.transitions[NEXT];
    if (info?.jump !== undefined) {
      return target === undefined ? properties : { ...properties, [info.jump]: this.places.target(target, info.jump) };
    }
    const held = properties["task"];
    const hasTask = target !== undefined || held !== undefined || info?.properties["task"] !== undefined;
    if (!hasTask || (held !== undefined && !isMap(held))) return properties;
    return { ...properties, task: { ...held, actions: this.#nest(choice, NEXT, { kind: "task", after: undefined }) } };
  }

  /** The action that transfers control to a node outside the list; empty if the end of the list has the same effect. */
  #leave(from: FlowNode, target: NodeId | undefined, around: Around): ArchyMap[] {
    const { after, loop, kind } = around;
    if (target === after) return [];
    if (target === undefined) return [stop(kind)];
    if (target === loop?.head) return [{ loopNext: { name: this.#node(target).name } }];
    const { structure, isRoot, owner, division } = this.#o.placement;
    // A jump to a loop that contains the node would restart the loop. A jump to a called task would not return to the
    // task's caller.
    const isAnew = structure.bodies.get(target)?.has(from.id) === true || owner(target)?.called === true;
    if (isRoot(target) && (division.kept || !isAnew)) {
      const jump = this.#jump(target);
      if (jump.length > 0) return jump;
    }
    if (loop && target === loop.exit) return [{ loopExit: { name: this.#node(loop.head).name } }];
    if (!this.#reported.has(target)) this.#fail([target], from);
    return [];
  }

  /** The jump to the part that begins with a node; empty if no jump can reach the part. */
  #jump(target: NodeId): ArchyMap[] {
    const jump = this.places.jump(target);
    if (!jump) return [];
    return [{ [jump.action]: { name: `Go to ${this.#node(target).name}`, [jump.property]: jump.reference } }];
  }

  /** Whether a node is nested directly at the transition from its only source. */
  #isInline(target: NodeId, source: NodeId): boolean {
    const { structure, isRoot } = this.#o.placement;
    const once = structure.entries.get(target) === 1 && structure.idom.get(target) === source;
    return once && !isRoot(target) && !this.#placed.has(target);
  }

  /** The node where the branches of a node join, which follows that node in its list. */
  #join(id: NodeId): NodeId | undefined {
    const joins = this.#joins.get(id) ?? [];
    if (joins.length > 1) this.#fail(joins, this.#node(id));
    return joins[0];
  }

  #fail(nodes: readonly NodeId[], from: FlowNode): void {
    for (const id of nodes) this.#reported.add(id);
    this.failures.push({ from, nodes });
  }

  #node(id: NodeId): FlowNode {
    return this.#o.nodes.get(id) as FlowNode;
  }
}

/**
 * An end action that ends a path although the list continues. It has no name, so `lift` does not convert it to a node.
 */
function stop(kind: PartKind): ArchyMap {
  return { [endOf(kind)]: { none: true } };
}
