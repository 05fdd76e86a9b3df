import { type ContainerInfo, flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";

/** A container of a document, or `list` for the start-up actions of a flow that has no containers. */
export type PartKind = ContainerInfo["item"] | "list";

/** How a flow type holds its actions (reference/archy.md §a, §d), from the table of flow types. */
export interface Channel {
  /** The kind of the part that a flow starts with. */
  readonly start: PartKind;
  /** The kind of the parts that several transitions reach by a jump; absent for a type without jumps. */
  readonly join?: ContainerInfo["item"];
  /** The lists of parts in the order of exports. */
  readonly lists: readonly ContainerInfo[];
  /** Whether the document names its start. */
  readonly refersToStart: boolean;
}

/** How to compile a flow type. */
export function channelOf(type: FlowType): Channel {
  const { divided, containers, startUp } = flowTypes[type];
  return {
    start: divided?.start ?? "list",
    ...(divided?.join === undefined ? {} : { join: divided.join }),
    lists: containers,
    refersToStart: startUp === "ref",
  };
}

/** Scope of the variables that exist in one part only. */
export function localScopeOf(kind: PartKind): "Task" | "State" {
  return kind === "state" ? "State" : "Task";
}

/** The action that jumps to a part, and its property that names the part; no action jumps to a bot. */
export const jumpTo: Readonly<Partial<Record<PartKind, { readonly action: string; readonly target: string }>>> = {
  task: { action: "jumpToTask", target: "targetTaskRef" },
  menu: { action: "jumpToMenu", target: "targetMenuRef" },
  state: { action: "changeState", target: "targetStateRef" },
};

/** The action that ends a part before its last action. */
export function endOf(kind: PartKind): "endTask" | "endState" {
  return kind === "state" ? "endState" : "endTask";
}
