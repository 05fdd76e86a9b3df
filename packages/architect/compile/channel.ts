import { type ContainerInfo, flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";

/** A container of a document, or `list` for the start-up actions of a flow that has no containers. */
export type PartKind = ContainerInfo["item"] | "list";

/** How a flow type holds its actions (reference/archy.md §a, §d), from the table of flow types. */
export interface Channel {
  readonly start: PartKind;
  /** The kind of the parts that several transitions reach by a jump; absent for a type without jumps. */
  readonly join?: ContainerInfo["item"];
  readonly lists: readonly ContainerInfo[];
  readonly refersToStart: boolean;
}

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

/** An action that jumps to a part, and its property that names the part. */
export interface Jump {
  readonly action: string;
  readonly target: string;
}

/** The action that jumps to a part; none jumps to a bot. */
export const jumpTo: Readonly<Partial<Record<PartKind, Jump>>> = {
  task: { action: "jumpToTask", target: "targetTaskRef" },
  menu: { action: "jumpToMenu", target: "targetMenuRef" },
  state: { action: "changeState", target: "targetStateRef" },
};

/** The action that ends a part before its last action. */
export function endOf(kind: PartKind): "endTask" | "endState" {
  return kind === "state" ? "endState" : "endTask";
}

/** The action that jumps to an item of a document's lists; undefined for one that no action jumps to. */
export function jumpToItem(item: string): Jump | undefined {
  return jumpTo[item as PartKind];
}
