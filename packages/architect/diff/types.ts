import type { ArchyPath, ArchyValue } from "../archy/types.ts";
import type { Location } from "../diagnostic.ts";
import type { FlowContainer, FlowNode, FlowVariable, NodeId } from "../graph/types.ts";

/**
 * One value that differs; a side without the value has no key. Keys of a path are those of mappings. An index is one of the
 * new list, except at the end of the path of a removed item: there it is one of the old list.
 */
export interface ValueChange {
  readonly path: ArchyPath;
  readonly from?: ArchyValue;
  readonly to?: ArchyValue;
}

/** One output path with a new target: `from` is an id of the old graph, `to` one of the new; absent when nothing follows. */
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
 * What changed in one node. If several apply, the first one in this list:
 *
 * - `changed`: a property, the kind or the display name differs
 * - `rewired`: only transitions have new targets
 * - `moved`: the same content between other nodes
 * - `renamed`: the same content under another id
 */
export type NodeChange =
  | { readonly change: "added" | "removed"; readonly id: NodeId; readonly node: NodeData; readonly location?: Location }
  | {
      readonly change: "changed" | "rewired" | "moved" | "renamed";
      readonly id: NodeId;
      /** Its id in the old graph, if that differs. */
      readonly was?: NodeId;
      readonly moved?: true;
      readonly kind: string;
      readonly kindWas?: string;
      readonly name: string;
      readonly nameWas?: string;
      readonly unnamed?: true;
      /** Of its properties. */
      readonly values: readonly ValueChange[];
      readonly transitions: readonly TransitionChange[];
      /** Its place in the new graph. */
      readonly location?: Location;
    };

/** A variable by name without case; several declarations of one name by their order. */
export type VariableChange =
  | { readonly change: "added" | "removed"; readonly variable: FlowVariable }
  | { readonly change: "changed"; readonly variable: FlowVariable; readonly values: readonly ValueChange[] };

/** A container by its kind and name; several of one name by their order. */
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

/** What changed from one graph to another, as plain data for `applyDiff`. */
export interface GraphDiff {
  /** In the order of the new graph, then removed nodes. */
  readonly nodes: readonly NodeChange[];
  readonly start?: { readonly from?: NodeId; readonly to?: NodeId };
  /** Changes outside the nodes: paths begin with `name`, `settings`, `onFault`, `module`, ... */
  readonly frame: readonly ValueChange[];
  readonly variables: readonly VariableChange[];
  readonly containers: readonly ContainerChange[];
  /** Keys of the new containers in order, if that does not follow from the old order. */
  readonly containerOrder?: readonly string[];
}
