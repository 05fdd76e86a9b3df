import type { FlowType } from "./types.ts";

/** A list of named parts below the root key: `tasks: [{task: {...}}]`. */
export interface ContainerInfo {
  /** Key of the list in the document: `tasks`. */
  readonly key: "tasks" | "menus" | "states" | "bots";
  /** Key of one item: `task`. */
  readonly item: "task" | "menu" | "state" | "bot";
}

/** A key of `settingsErrorHandling.errorHandling` (reference/archy.md §a). */
export type FaultTarget = "disconnect" | "queue" | "endWorkflow" | "endFlow" | "exit" | "endInQueueState";

/** The properties of one flow type (reference/archy.md §a). */
export interface FlowTypeInfo {
  /** Root key of the document. */
  readonly type: FlowType;
  /** The name in messages. */
  readonly title: string;
  /** `Flow.type` of the platform API. */
  readonly apiType: string;
  /** Lower-case name, as in a query parameter or a module's `compatibleFlowTypes`. */
  readonly query: string;
  /** Object type in dependency tracking (reference/platform-api.md). */
  readonly dependencyType: string;
  /** How the flow starts: at a reference, with a list of actions, or in a start-up state. */
  readonly startUp: "ref" | "actions" | "state";
  readonly containers: readonly ContainerInfo[];
  /**
   * The container that a compiled flow starts with, and the container for nodes that several transitions reach by a jump;
   * absent for a type with nested actions only. A type without `join` has no jumps.
   */
  readonly divided?: { readonly start: ContainerInfo["item"]; readonly join?: ContainerInfo["item"] };
  /** The possible keys of `settingsErrorHandling.errorHandling`: the one that ends comes first, `queue` where a transfer is possible. */
  readonly faults: readonly FaultTarget[];
  /** Scope of the flow's own variables. */
  readonly variableScope: "Flow" | "Common";
  readonly media: "call" | "email" | "message" | "chat" | "none";
  /** Whether the document has `settingsErrorHandling`; a common module and a survey invite do not. */
  readonly errorHandling: boolean;
  /** The in-queue flow that a transfer from here names. */
  readonly inqueueFlow?: FlowType;
  /** The type that `transferToFlow` from here leads to. */
  readonly transferFlow?: FlowType;
  /** Whether a common module may declare itself compatible with this type and be called from it. */
  readonly callsModules: boolean;
}

const tasks: ContainerInfo = { key: "tasks", item: "task" };
const menus: ContainerInfo = { key: "menus", item: "menu" };
const states: ContainerInfo = { key: "states", item: "state" };
const bots: ContainerInfo = { key: "bots", item: "bot" };

type Row = Omit<
  FlowTypeInfo,
  "type" | "query" | "dependencyType" | "variableScope" | "errorHandling" | "callsModules" | "faults"
> &
  Partial<FlowTypeInfo>;

function row(type: FlowType, rest: Row): FlowTypeInfo {
  const { apiType } = rest;
  const faults = rest.errorHandling === false ? [] : (["disconnect", "queue"] as const);
  const defaults = { variableScope: "Flow", errorHandling: true, callsModules: true, faults } as const;
  const dependencyType = apiType === "WORKFLOW" ? apiType : `${apiType}FLOW`;
  return { type, query: apiType.toLowerCase(), dependencyType, ...defaults, ...rest };
}

const byTask = { start: "task", join: "task" } as const;
const byState = { start: "state", join: "state" } as const;
/** Exports of digital bots have jumps to a task, but none to a bot. */
const byBot = { start: "bot", join: "task" } as const;
const call = { media: "call", inqueueFlow: "inqueueCall", transferFlow: "inboundCall" } as const;
const email = { media: "email", inqueueFlow: "inqueueEmail", transferFlow: "inboundEmail" } as const;
const message = {
  media: "message",
  inqueueFlow: "inqueueShortMessage",
  transferFlow: "inboundShortMessage",
} as const;

/** All flow types with known Archy documents, by root key (reference/archy.md §a). */
export const flowTypes: Readonly<Record<FlowType, FlowTypeInfo>> = {
  inboundCall: row("inboundCall", {
    title: "inbound call flow",
    apiType: "INBOUNDCALL",
    startUp: "ref",
    containers: [menus, tasks],
    divided: byTask,
    ...call,
  }),
  outboundCall: row("outboundCall", {
    title: "outbound call flow",
    apiType: "OUTBOUNDCALL",
    startUp: "ref",
    containers: [menus, tasks],
    divided: byTask,
    ...call,
  }),
  secureCall: row("secureCall", {
    title: "secure call flow",
    apiType: "SECURECALL",
    startUp: "ref",
    containers: [menus, tasks],
    divided: byTask,
    ...call,
  }),
  inqueueCall: row("inqueueCall", {
    title: "in-queue call flow",
    apiType: "INQUEUECALL",
    startUp: "actions",
    containers: [],
    ...call,
  }),
  commonModule: row("commonModule", {
    title: "common module",
    apiType: "COMMONMODULE",
    startUp: "actions",
    containers: [],
    media: "none",
    variableScope: "Common",
    errorHandling: false,
    callsModules: false,
  }),
  inboundEmail: row("inboundEmail", {
    title: "inbound email flow",
    apiType: "INBOUNDEMAIL",
    startUp: "ref",
    containers: [states, tasks],
    divided: byState,
    ...email,
  }),
  inboundShortMessage: row("inboundShortMessage", {
    title: "inbound message flow",
    apiType: "INBOUNDSHORTMESSAGE",
    startUp: "ref",
    containers: [states, tasks],
    divided: byState,
    ...message,
  }),
  inboundChat: row("inboundChat", {
    title: "inbound chat flow",
    apiType: "INBOUNDCHAT",
    startUp: "ref",
    containers: [states, tasks],
    divided: byState,
    media: "chat",
    transferFlow: "inboundChat",
  }),
  workflow: row("workflow", {
    title: "workflow",
    apiType: "WORKFLOW",
    startUp: "ref",
    containers: [states, tasks],
    divided: byState,
    faults: ["endWorkflow"],
    media: "none",
  }),
  workitem: row("workitem", {
    title: "work item flow",
    apiType: "WORKITEM",
    startUp: "ref",
    containers: [states, tasks],
    divided: byState,
    faults: ["endFlow"],
    media: "none",
  }),
  botFlow: row("botFlow", {
    title: "bot flow",
    apiType: "BOT",
    startUp: "ref",
    containers: [bots, tasks],
    divided: byBot,
    faults: ["exit"],
    media: "none",
  }),
  digitalBot: row("digitalBot", {
    title: "digital bot flow",
    apiType: "DIGITALBOT",
    startUp: "ref",
    containers: [bots, tasks],
    divided: byBot,
    faults: ["exit"],
    media: "none",
  }),
  surveyInvite: row("surveyInvite", {
    title: "survey invite flow",
    apiType: "SURVEYINVITE",
    startUp: "ref",
    containers: [states],
    divided: byState,
    media: "none",
    errorHandling: false,
  }),
  inqueueShortMessage: row("inqueueShortMessage", {
    title: "in-queue message flow",
    apiType: "INQUEUESHORTMESSAGE",
    startUp: "state",
    containers: [],
    divided: { start: "state" },
    faults: ["endInQueueState"],
    ...message,
  }),
  inqueueEmail: row("inqueueEmail", {
    title: "in-queue email flow",
    apiType: "INQUEUEEMAIL",
    startUp: "state",
    containers: [],
    divided: { start: "state" },
    faults: ["endInQueueState"],
    ...email,
  }),
};

const byApiName = new Map(Object.values(flowTypes).map((info) => [info.query, info]));

/** The flow type with an API name such as `INBOUNDCALL` or `inboundcall`; undefined for a type without Archy documents. */
export function flowTypeOfApi(name: string): FlowTypeInfo | undefined {
  return byApiName.get(name.toLowerCase());
}

/** Whether a root key is a known flow type. */
export function isFlowType(key: string): key is FlowType {
  return Object.hasOwn(flowTypes, key);
}
