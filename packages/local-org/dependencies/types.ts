import { flowTypes } from "@genesys-flows/architect";

/** One type of object in dependency tracking. */
export interface TrackedType {
  readonly id: string;
  readonly name: string;
  /** Whether its objects have versions, each with dependencies of its own. */
  readonly versioned: boolean;
}

const versioned = Object.values(flowTypes).map(({ dependencyType, title }) => ({
  id: dependencyType,
  name: title,
  versioned: true,
}));

const plain = Object.entries({
  ACDLANGUAGE: "language skill",
  ACDSKILL: "ACD skill",
  ACDWRAPUPCODE: "wrap-up code",
  COMPOSERSCRIPT: "script",
  CONTACTLIST: "contact list",
  DATAACTION: "data action",
  DATATABLE: "data table",
  EMAILROUTE: "email route",
  EMERGENCYGROUP: "emergency group",
  FLOWMILESTONE: "flow milestone",
  FLOWOUTCOME: "flow outcome",
  GROUP: "group",
  IVRCONFIGURATION: "IVR configuration",
  KNOWLEDGEBASE: "knowledge base",
  QUEUE: "queue",
  SCHEDULE: "schedule",
  SCHEDULEGROUP: "schedule group",
  SYSTEMPROMPT: "system prompt",
  USER: "user",
  USERPROMPT: "user prompt",
  WORKTYPE: "worktype",
}).map(([id, name]) => ({ id, name, versioned: false }));

/** The types that this organisation tracks, by id (reference/platform-api.md §5). */
export const trackedTypes: ReadonlyMap<string, TrackedType> = new Map(
  [...versioned, ...plain].sort((a, b) => (a.id < b.id ? -1 : 1)).map((type) => [type.id, type]),
);
