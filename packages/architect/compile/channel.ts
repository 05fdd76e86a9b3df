import { flowTypes } from "../archy/flow-types.ts";
import type { FlowType } from "../archy/types.ts";

/** How a flow type holds its actions, and how control goes from one part to another (reference/archy.md §a, §d). */
export interface Channel {
  /** The parts that a jump can reach; absent where the flow is one list of actions. */
  readonly parts?: {
    readonly list: "tasks" | "states";
    readonly item: "task" | "state";
    readonly jump: "jumpToTask" | "changeState";
    readonly target: "targetTaskRef" | "targetStateRef";
  };
  /** Scope of the variables that live in one part alone. */
  readonly localScope: "Task" | "State";
  /** The action that ends a part before its last action. */
  readonly end: "endTask" | "endState";
}

const tasks: Channel = {
  parts: { list: "tasks", item: "task", jump: "jumpToTask", target: "targetTaskRef" },
  localScope: "Task",
  end: "endTask",
};

const states: Channel = {
  parts: { list: "states", item: "state", jump: "changeState", target: "targetStateRef" },
  localScope: "State",
  end: "endState",
};

const single: Channel = { localScope: "Task", end: "endTask" };

/** How to compile a flow type; undefined for one that can only be published as an export. */
export function channelOf(type: FlowType): Channel | undefined {
  const { startUp, containers, media } = flowTypes[type];
  if (startUp === "actions") return single;
  if (startUp !== "ref") return undefined;
  if (media === "call") return tasks;
  const isBot = containers.some(({ item }) => item === "bot");
  return !isBot && containers.some(({ item }) => item === "state") ? states : undefined;
}
