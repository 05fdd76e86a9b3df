import type { ReferenceKind } from "@genesys-flows/architect";

/** The organisation's facts about one kind of reference in documents. */
export interface ReferenceKindInfo {
  /** The kind's name in messages. */
  readonly noun: string;
  /** Kind of objects in the directory; omitted for flows, which are found by type and name. */
  readonly directoryKind?: string;
  /** Type in dependency tracking (reference/platform-api.md §5). A flow has the type of its kind. */
  readonly dependencyType?: string;
  /** Set if the target is a flow: either embedded by a call, or the target of a transfer. */
  readonly flow?: "embedded" | "target";
}

/** How each kind of reference is resolved, named and tracked. */
export const referenceKinds: Readonly<Record<ReferenceKind, ReferenceKindInfo>> = {
  commonModule: { noun: "common module", flow: "embedded" },
  botFlow: { noun: "bot flow", flow: "embedded" },
  digitalBotFlow: { noun: "digital bot flow", flow: "embedded" },
  flow: { noun: "flow", flow: "target" },
  inqueueFlow: { noun: "in-queue flow", flow: "target" },
  dataAction: { noun: "data action", directoryKind: "dataAction", dependencyType: "DATAACTION" },
  queue: { noun: "queue", directoryKind: "queue", dependencyType: "QUEUE" },
  dataTable: { noun: "data table", directoryKind: "dataTable", dependencyType: "DATATABLE" },
  prompt: { noun: "user prompt", directoryKind: "prompt", dependencyType: "USERPROMPT" },
  systemPrompt: { noun: "system prompt", directoryKind: "systemPrompt", dependencyType: "SYSTEMPROMPT" },
  schedule: { noun: "schedule", directoryKind: "schedule", dependencyType: "SCHEDULE" },
  scheduleGroup: { noun: "schedule group", directoryKind: "scheduleGroup", dependencyType: "SCHEDULEGROUP" },
  emergencyGroup: { noun: "emergency group", directoryKind: "emergencyGroup", dependencyType: "EMERGENCYGROUP" },
  skill: { noun: "skill", directoryKind: "skill", dependencyType: "ACDSKILL" },
  language: { noun: "language skill", directoryKind: "language", dependencyType: "ACDLANGUAGE" },
  script: { noun: "script", directoryKind: "script", dependencyType: "COMPOSERSCRIPT" },
  flowOutcome: { noun: "flow outcome", directoryKind: "flowOutcome", dependencyType: "FLOWOUTCOME" },
  flowMilestone: { noun: "flow milestone", directoryKind: "flowMilestone", dependencyType: "FLOWMILESTONE" },
  wrapupCode: { noun: "wrap-up code", directoryKind: "wrapupCode", dependencyType: "ACDWRAPUPCODE" },
  contactList: { noun: "contact list", directoryKind: "contactList", dependencyType: "CONTACTLIST" },
  knowledgeBase: { noun: "knowledge base", directoryKind: "knowledgeBase", dependencyType: "KNOWLEDGEBASE" },
  worktype: { noun: "worktype", directoryKind: "worktype", dependencyType: "WORKTYPE" },
  user: { noun: "user", directoryKind: "user", dependencyType: "USER" },
  group: { noun: "group", directoryKind: "group", dependencyType: "GROUP" },
  skillGroup: { noun: "skill group", directoryKind: "skillGroup" },
  responseLibrary: { noun: "response library", directoryKind: "responseLibrary" },
};

/** Kinds of objects in the directory by their type in dependency tracking, without flows. */
export const kindsByType: ReadonlyMap<string, string> = new Map(
  Object.values(referenceKinds).flatMap(({ dependencyType, directoryKind }) =>
    dependencyType && directoryKind ? [[dependencyType, directoryKind] as const] : [],
  ),
);
