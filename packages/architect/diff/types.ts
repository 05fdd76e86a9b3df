import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";
import type { FlowContainer, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";

/**
 * One value that differs. If the value was added, `from` is omitted; if it was removed, `to` is omitted. A path
 * contains keys of mappings and indices. An index refers to the new list, with one exception: the last index in the
 * path of a removed item refers to the old list.
 */
export interface ValueChange {
  readonly path: ArchyPath;
  readonly from?: ArchyValue;
  readonly to?: ArchyValue;
}

/**
 * One output path with a new target: `from` is an id of the old graph, and `to` is an id of the new one. Each is
 * omitted if the path has no target there.
 */
export interface TransitionChange {
  readonly transition: string;
  readonly from?: NodeId;
  readonly to?: NodeId;
  /** Set if control continues at `to` without an explicit action in the new graph. */
  readonly implicit?: true;
}

/** A node as data; its properties are in normal form. */
export type NodeData = Pick<FlowNode, "kind" | "name" | "unnamed" | "properties" | "transitions" | "implicit">;

/**
 * The change to one node. If several kinds apply, the first of these is used:
 *
 * - `changed`: a property, the kind or the display name differs
 * - `rewired`: only transitions have new targets
 * - `moved`: the same content between other nodes
 * - `renamed`: the same content with a different id
 */
export type NodeChange =
  | { readonly change: "added" | "removed"; readonly id: NodeId; readonly node: NodeData; readonly location?: Location }
  | {
      readonly change: "changed" | "rewired" | "moved" | "renamed";
      readonly id: NodeId;
      /** The node's id in the old graph, if different. */
      readonly was?: NodeId;
      readonly moved?: true;
      readonly kind: string;
      readonly kindWas?: string;
      readonly name: string;
      readonly nameWas?: string;
      readonly unnamed?: true;
      /** Changed values in the node's properties. */
      readonly values: readonly ValueChange[];
      readonly transitions: readonly TransitionChange[];
      /** The node's location in the source of the new graph. */
      readonly location?: Location;
    };

/** A variable by name, ignoring case; declarations with the same name are distinguished by their order. */
export type VariableChange =
  | { readonly change: "added" | "removed"; readonly variable: FlowVariable }
  | { readonly change: "changed"; readonly variable: FlowVariable; readonly values: readonly ValueChange[] };

/** A container by kind and name; containers with the same name are distinguished by their order. */
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
      /** Changed values in the container's properties and name. */
      readonly values: readonly ValueChange[];
      readonly variables: readonly VariableChange[];
      readonly start?: { readonly from?: NodeId; readonly to?: NodeId };
    };

/** The changes from one graph to another, as plain data for `applyDiff`. */
export interface GraphDiff {
  /** In the order of the new graph, followed by removed nodes. */
  readonly nodes: readonly NodeChange[];
  readonly start?: { readonly from?: NodeId; readonly to?: NodeId };
  /** Changes outside the nodes: paths begin with `name`, `settings`, `onFault`, `module`, ... */
  readonly frame: readonly ValueChange[];
  readonly variables: readonly VariableChange[];
  readonly containers: readonly ContainerChange[];
  /** Keys of the new containers in order; omitted if the order follows from the old order. */
  readonly containerOrder?: readonly string[];
}
