import type { FlowType } from "./types.ts";

/** A list of named parts below the root key: `tasks: [{task: {...}}]`. */
export interface ContainerInfo {
  readonly key: "tasks" | "menus" | "states" | "bots";
  readonly item: "task" | "menu" | "state" | "bot";
}

/** A key of `settingsErrorHandling.errorHandling` (reference/archy.md §a). */
export type FaultTarget = "disconnect" | "queue" | "endWorkflow" | "endFlow" | "exit" | "endInQueueState";

/** The properties of one flow type (reference/archy.md §a). */
export interface FlowTypeInfo {
  readonly type: FlowType;
  /** The name in messages. */
  readonly title: string;
  /** `Flow.type` of the platform API. */
  readonly apiType: string;
  /** Lower-case name, as in a query parameter or a module's `compatibleFlowTypes`. */
  readonly query: string;
  /** Object type in dependency tracking (reference/platform-api.md). */
  readonly dependencyType: string;
  /** How the flow starts: with a reference, a list of actions, or a start-up state. */
  readonly startUp: "ref" | "actions" | "state";
  readonly containers: readonly ContainerInfo[];
  /**
   * `start` is the container that a compiled flow starts with. `join` is the container for nodes that several
   * transitions jump to; a type without `join` has no jumps. Omitted for a type that has only nested actions.
   */
  readonly divided?: { readonly start: ContainerInfo["item"]; readonly join?: ContainerInfo["item"] };
  /**
   * The possible keys of `settingsErrorHandling.errorHandling`. The key that ends the flow is first. `queue` is listed
   * if a transfer is possible.
   */
  readonly faults: readonly FaultTarget[];
  readonly variableScope: "Flow" | "Common";
  readonly media: "call" | "email" | "message" | "chat" | "none";
  /** Whether the document has `settingsErrorHandling`. Common modules and survey invites do not have it. */
  readonly errorHandling: boolean;
  /** Type of the in-queue flow that a transfer from a flow of this type names. */
  readonly inqueueFlow?: FlowType;
  /** Type of the target of `transferToFlow` in a flow of this type. */
  readonly transferFlow?: FlowType;
  /** Whether a common module can declare this type as compatible, so that flows of this type may call it. */
  readonly callsModules: boolean;
}

const tasks: ContainerInfo = { key: "tasks", item: "task" };
const menus: ContainerInfo = { key: "menus", item: "menu" };
const states: ContainerInfo = { key: "states", item: "state" };
const bots: ContainerInfo = { key: "bots", item: "bot" };

type Row = Pick<FlowTypeInfo, "title" | "startUp" | "containers" | "media"> & Partial<FlowTypeInfo>;

function complete(type: FlowType, row: Row): FlowTypeInfo {
  const { apiType = type.toUpperCase(), errorHandling = true } = row;
  return {
    type,
    apiType,
    query: apiType.toLowerCase(),
    dependencyType: apiType === "WORKFLOW" ? apiType : `${apiType}FLOW`,
    variableScope: "Flow",
    errorHandling,
    callsModules: true,
    faults: errorHandling ? ["disconnect", "queue"] : [],
    ...row,
  };
}

const byState = { start: "state", join: "state" } as const;
const inTasks = { startUp: "ref", containers: [menus, tasks], divided: { start: "task", join: "task" } } as const;
const inStates = { startUp: "ref", containers: [states, tasks], divided: byState } as const;
/** Exports of digital bots contain jumps to tasks, but no jumps to bots. */
const inBots = { startUp: "ref", containers: [bots, tasks], divided: { start: "bot", join: "task" } } as const;
const inActions = { startUp: "actions", containers: [] } as const;
const inQueue = { startUp: "state", containers: [], divided: { start: "state" }, faults: ["endInQueueState"] } as const;

const call = { media: "call", inqueueFlow: "inqueueCall", transferFlow: "inboundCall" } as const;
const email = { media: "email", inqueueFlow: "inqueueEmail", transferFlow: "inboundEmail" } as const;
const message = { media: "message", inqueueFlow: "inqueueShortMessage", transferFlow: "inboundShortMessage" } as const;

const rows: Readonly<Record<FlowType, Row>> = {
  inboundCall: { title: "inbound call flow", ...inTasks, ...call },
  outboundCall: { title: "outbound call flow", ...inTasks, ...call },
  secureCall: { title: "secure call flow", ...inTasks, ...call },
  inqueueCall: { title: "in-queue call flow", ...inActions, ...call },
  commonModule: {
    title: "common module",
    ...inActions,
    media: "none",
    variableScope: "Common",
    errorHandling: false,
    callsModules: false,
  },
  inboundEmail: { title: "inbound email flow", ...inStates, ...email },
  inboundShortMessage: { title: "inbound message flow", ...inStates, ...message },
  inboundChat: { title: "inbound chat flow", ...inStates, media: "chat", transferFlow: "inboundChat" },
  workflow: { title: "workflow", ...inStates, faults: ["endWorkflow"], media: "none" },
  workitem: { title: "work item flow", ...inStates, faults: ["endFlow"], media: "none" },
  botFlow: { title: "bot flow", apiType: "BOT", ...inBots, faults: ["exit"], media: "none" },
  digitalBot: { title: "digital bot flow", ...inBots, faults: ["exit"], media: "none" },
  surveyInvite: {
    title: "survey invite flow",
    startUp: "ref",
    containers: [states],
    divided: byState,
    media: "none",
    errorHandling: false,
  },
  inqueueShortMessage: { title: "in-queue message flow", ...inQueue, ...message },
  inqueueEmail: { title: "in-queue email flow", ...inQueue, ...email },
};

/** All flow types with known Archy documents, by root key (reference/archy.md §a). */
export const flowTypes = Object.fromEntries(
  Object.entries(rows).map(([type, row]) => [type, complete(type as FlowType, row)]),
) as Readonly<Record<FlowType, FlowTypeInfo>>;

const byApiName = new Map(Object.values(flowTypes).map((info) => [info.query, info]));

/**
 * The flow type with an API name such as `INBOUNDCALL` or `inboundcall`; undefined if no Archy documents of the type
 * are known.
 */
export function flowTypeOfApi(name: string): FlowTypeInfo | undefined {
  return byApiName.get(name.toLowerCase());
}

export function isFlowType(key: string): key is FlowType {
  return Object.hasOwn(flowTypes, key);
}

/** A flow type's title with its article: `an inbound call flow`. */
export function article(title: string): string {
  return `${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
