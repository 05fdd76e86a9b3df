import { type ContainerInfo, flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";

/** A container of a document, or `list` for the start-up actions of a flow without containers. */
export type PartKind = ContainerInfo["item"] | "list";

/**
 * The locations of the actions in a document of a flow type (reference/archy.md §a, §d), from the table of flow types.
 */
export interface Channel {
  readonly start: PartKind;
  /** The kind of part that several transitions can jump to; omitted for a type without jumps. */
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

/** Scope of variables that exist within a single part. */
export function localScopeOf(kind: PartKind): "Task" | "State" {
  return kind === "state" ? "State" : "Task";
}

/** An action that jumps to a part, and the property that names the part. */
export interface Jump {
  readonly action: string;
  readonly target: string;
}

/** The action that jumps to a kind of part. No action jumps to a bot. */
export const jumpTo: Readonly<Partial<Record<PartKind, Jump>>> = {
  task: { action: "jumpToTask", target: "targetTaskRef" },
  menu: { action: "jumpToMenu", target: "targetMenuRef" },
  state: { action: "changeState", target: "targetStateRef" },
};

/** The action that ends a part early. */
export function endOf(kind: PartKind): "endTask" | "endState" {
  return kind === "state" ? "endState" : "endTask";
}

/** The action that jumps to a given kind of item in a document; undefined if no action jumps to such an item. */
export function jumpToItem(item: string): Jump | undefined {
  return jumpTo[item as PartKind];
}
