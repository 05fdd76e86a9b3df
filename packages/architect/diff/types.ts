import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";
import type { FlowContainer, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";

/**
 * One value that differs; a side where it is not there has no key. Keys of a path are those of mappings. An index
 * counts in the new list, except at the end of the path of an item that was removed: there it counts in the old one.
 */
export interface ValueChange {
  readonly path: ArchyPath;
  readonly from?: ArchyValue;
  readonly to?: ArchyValue;
}

/** One output path that leads elsewhere: `from` is an id of the old graph, `to` one of the new; absent where nothing follows. */
export interface TransitionChange {
  readonly transition: string;
  readonly from?: NodeId;
  readonly to?: NodeId;
  /** In the new graph, control falls through to `to` without an action of its own. */
  readonly implicit?: true;
}

/** A node as data; its properties are in normal form. */
export type NodeData = Pick<FlowNode, "kind" | "name" | "unnamed" | "properties" | "transitions" | "implicit">;

/**
 * What became of one node. Of several that hold, the first names the change:
 *
 * - `changed`: a property, the kind or the display name differs
 * - `rewired`: only output paths lead elsewhere
 * - `moved`: it says the same between other nodes than before
 * - `renamed`: it says the same under another id
 */
export type NodeChange =
  | { readonly change: "added" | "removed"; readonly id: NodeId; readonly node: NodeData; readonly location?: Location }
  | {
      readonly change: "changed" | "rewired" | "moved" | "renamed";
      readonly id: NodeId;
      /** Its id in the old graph, where that is another. */
      readonly was?: NodeId;
      readonly moved?: true;
      readonly kind: string;
      readonly kindWas?: string;
      /** Display name. */
      readonly name: string;
      readonly nameWas?: string;
      readonly unnamed?: true;
      /** Of its properties. */
      readonly values: readonly ValueChange[];
      readonly transitions: readonly TransitionChange[];
      /** Where it stands in the new graph. */
      readonly location?: Location;
    };

/** A variable by name without regard to case; of several declarations of one name, by their order. */
export type VariableChange =
  | { readonly change: "added" | "removed"; readonly variable: FlowVariable }
  | { readonly change: "changed"; readonly variable: FlowVariable; readonly values: readonly ValueChange[] };

/** A container by its kind and name; of several with one name, by their order. */
export type ContainerChange =
  | {
      readonly change: "added" | "removed";
      readonly kind: FlowContainer["kind"];
      readonly key: string;
      readonly container: FlowContainer;
    }
  | {
      readonly change: "changed";
      readonly kind: FlowContainer["kind"];
      readonly key: string;
      /** Of its properties and name. */
      readonly values: readonly ValueChange[];
      readonly variables: readonly VariableChange[];
      readonly start?: { readonly from?: NodeId; readonly to?: NodeId };
    };

/** What changed from one graph to another: plain data. `applyDiff` makes the one of the other. */
export interface GraphDiff {
  /** In the order of the new graph; then what was removed. */
  readonly nodes: readonly NodeChange[];
  readonly start?: { readonly from?: NodeId; readonly to?: NodeId };
  /** What the graph says beside its nodes: paths begin with `name`, `settings`, `onFault`, `module`, ... */
  readonly frame: readonly ValueChange[];
  readonly variables: readonly VariableChange[];
  readonly containers: readonly ContainerChange[];
  /** Keys of the new containers in order, where that does not follow from the old order. */
  readonly containerOrder?: readonly string[];
}
