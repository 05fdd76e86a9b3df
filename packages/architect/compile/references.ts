import type { ArchyValue, FlowType } from "../archy/types.ts";
import { withTargets } from "../graph/targets.ts";
import type { FlowContainer, FlowNode, NodeId } from "../graph/types.ts";
import { jumpTo, type PartKind } from "./channel.ts";
import { isMenu, type Part } from "./parts.ts";
import type { Placement } from "./place.ts";

const listOf: Readonly<Record<PartKind, string>> = {
  task: "tasks",
  state: "states",
  menu: "menus",
  bot: "bots",
  list: "",
};

export interface DocumentContent {
  readonly type: FlowType;
  readonly placement: Placement;
  readonly nodes: ReadonlyMap<NodeId, FlowNode>;
  readonly containers: readonly FlowContainer[];
}

/** References between the parts of a document (reference/archy.md §f). */
export class Places {
  readonly #o: DocumentContent;
  readonly #menuAround: ReadonlyMap<NodeId, FlowNode>;
  readonly #byStart: ReadonlyMap<NodeId | undefined, Part[]>;
  readonly #parts: ReadonlyMap<string, Part>;
  /** Menus that are choices of another menu, by refId. */
  readonly #menus: ReadonlyMap<string, FlowNode>;
  /** Parts that only jump to another part. They exist because a reference requires a part of their kind. */
  readonly made: Part[] = [];

  constructor(o: DocumentContent) {
    const { placement, nodes, containers } = o;
    this.#o = o;
    this.#parts = new Map(placement.parts.map((part) => [`${part.kind} ${part.refId}`, part]));
    this.#byStart = Map.groupBy(placement.parts, ({ start }) => start);
    const menus = containers.filter(({ kind }) => kind === "menu");
    this.#menus = new Map(
      menus.flatMap(({ refId, start = "" }) => {
        const node = nodes.get(start);
        return node ? [[refId, node]] : [];
      }),
    );
    const around = [...nodes.values()].filter(isMenu);
    this.#menuAround = new Map(around.flatMap((menu) => Object.values(menu.transitions).map((id) => [id, menu])));
  }

  reference(part: Part): string {
    return `/${this.#o.type}/${listOf[part.kind]}/${part.kind}[${part.refId}]`;
  }

  /** The jump to the part that begins with a node; undefined if no jump can reach the part. */
  jump(target: NodeId): { readonly action: string; readonly property: string; readonly reference: string } | undefined {
    const node = this.#o.nodes.get(target);
    const owner = this.#o.placement.owner(target);
    const part = owner && isNamed(owner) ? owner : this.#byStart.get(target)?.find((candidate) => isNamed(candidate));
    const kind = node && isMenu(node) ? "menu" : part?.kind;
    const jump = kind && jumpTo[kind];
    if (!kind || !jump) return undefined;
    const reference = node && isMenu(node) ? this.#menuReference(node) : this.reference(part as Part);
    return { action: jump.action, property: jump.target, reference };
  }

  /** The reference to a node in a given property: `targetTaskRef`, `targetMenuRef` or `targetStateRef`. */
  target(target: NodeId, property: string): string {
    const wanted = Object.entries(jumpTo).find(([, jump]) => jump?.target === property)?.[0] as PartKind | undefined;
    const node = this.#o.nodes.get(target);
    if (wanted === "menu" && node && isMenu(node)) return this.#menuReference(node);
    const parts = [...(this.#byStart.get(target) ?? []), ...this.made.filter((part) => part.start === target)];
    const own = this.#o.placement.owner(target);
    const found = own?.kind === wanted ? own : parts.find((part) => part.kind === wanted);
    if (found) return this.reference(found);
    const kind = wanted ?? "task";
    const part: Part = {
      kind,
      refId: `to-${target}`,
      name: `To ${node?.name ?? target}`,
      start: target,
      jumps: true,
      variables: [],
      properties: {},
    };
    this.made.push(part);
    return this.reference(part);
  }

  /** A value in which names of containers are replaced by references. Any other value is unchanged. */
  referring<V extends ArchyValue>(value: V): V {
    return withTargets(value, (kind, text) => {
      const part = this.#parts.get(`${kind} ${text}`);
      if (part) return this.reference(part);
      const menu = kind === "menu" ? this.#menus.get(text) : undefined;
      return menu ? this.#menuReference(menu) : text;
    });
  }

  #menuReference(node: FlowNode): string {
    const around = this.#menuAround.get(node.id);
    const owner = this.#o.placement.owner(node.id);
    if (owner?.kind === "menu") return this.reference(owner);
    if (!around) return `/${this.#o.type}/menus/menu[${node.id}]`;
    return `${this.#menuReference(around)}/choices/${node.kind}[${node.id}]`;
  }
}

function isNamed(part: Part): boolean {
  return jumpTo[part.kind] !== undefined && part.slot === undefined;
}
