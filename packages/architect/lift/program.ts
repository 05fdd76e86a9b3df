import type { ArchyMap, ArchyPath } from "../archy/types.ts";
import type { NodeId } from "../graph/types.ts";

export interface Place {
  readonly list: ActionList;
  readonly index: number;
}

/** The continuation after the last item of a list: a place, a node (the head of a loop), or nothing. */
export type After = Place | NodeId | undefined;

/** A list of actions in the order of execution. */
export interface ActionList {
  readonly items: Item[];
  readonly after: After;
  /** The surrounding loop, for `loopNext` and `loopExit`. */
  readonly loop?: Loop;
  /** The output path of the node that contains the list; omitted for the list of a part. */
  readonly under?: { readonly node: NodeId; readonly transition: string };
}

export interface Loop {
  readonly head: NodeId;
  readonly done: Place;
}

/** One item: a node, a jump or an unnamed end. Jumps and unnamed ends are not nodes. */
export type Item =
  | { readonly node: NodeId }
  | { readonly jump: ArchyMap }
  | { readonly stop: true }
  | { readonly loopEnd: "next" | "exit"; readonly loop: Loop };

export interface DraftTransition {
  readonly name: string;
  readonly to: Place | { readonly jump: ArchyMap };
  /** Set if the path has no actions of its own, so that control continues with the next action. */
  readonly implicit?: true;
}

/** A node whose output paths are not resolved to nodes yet. */
export interface DraftNode {
  readonly id: NodeId;
  readonly kind: string;
  readonly name: string;
  readonly properties: ArchyMap;
  readonly path: ArchyPath;
  readonly transitions: DraftTransition[];
}

/** The final target of each jump, cached so that chains of jumps are followed once. */
const ends = new WeakMap<Item, { readonly node: NodeId | undefined }>();

/**
 * The first node at or after a place. Follows jumps and skips ends of lists. Undefined if nothing follows, or if jumps
 * form a cycle without an action. Call this only after all lists are complete.
 */
export function firstNode(from: Place, target: (jump: ArchyMap) => After): NodeId | undefined {
  const passed = new Set<Item>();
  const node = walkOn(from, target, passed);
  for (const item of passed) ends.set(item, { node });
  return node;
}

function walkOn(from: Place, target: (jump: ArchyMap) => After, passed: Set<Item>): NodeId | undefined {
  let place: After = from;
  while (place !== undefined && typeof place !== "string") {
    const item: Item | undefined = place.list.items[place.index];
    const known = item && ends.get(item);
    if (known) return known.node;
    if (item === undefined) place = place.list.after;
    else if ("node" in item) return item.node;
    else if ("stop" in item) return undefined;
    else if (passed.has(item)) return undefined;
    else {
      passed.add(item);
      if ("jump" in item) place = target(item.jump);
      else place = item.loopEnd === "next" ? item.loop.head : item.loop.done;
    }
  }
  return place;
}
