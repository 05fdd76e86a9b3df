import { own } from "../../own.ts";

/** A kind of object in the terms of the platform's audits. */
export interface AuditedType {
  readonly service: string;
  readonly entityType: string;
}

/**
 * Names of services and entity types: the enumerations of the vendor's SDK for Java (`AuditTopicAuditLogMessage`);
 * their order there shows which entity type belongs to which service. For a kind without an entity type there, the name
 * is assumed.
 */
const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Architect: {
    ...{ flow: "Flow", flowLogLevel: "FlowLogLevel", flowLogLevelDefault: "FlowLogLevelDefault" },
    ...{
      flowOutcome: "FlowOutcome",
      flowMilestone: "FlowMilestone",
      prompt: "Prompt",
      promptResource: "PromptResource",
    },
  },
  ContactCenter: { queue: "Queue", wrapupCode: "WrapupCode" },
  Datatables: { dataTable: "Schema", dataTableRow: "Row" },
  Directory: { user: "User" },
  Emails: { emailDomain: "InboundDomain", emailRoute: "InboundRoute" },
  Groups: { group: "DirectoryGroup", skillGroup: "SkillGroup" },
  Integrations: {
    integration: "Integration",
    credential: "Credential",
    dataAction: "Action",
    actionDraft: "ActionDraft",
  },
  Knowledge: { knowledgeBase: "KnowledgeBase" },
  Messaging: { messageRecipient: "ConversationRecipient" },
  Outbound: { contactList: "ContactList" },
  PeoplePermissions: { division: "Division" },
  ProcessAutomation: { trigger: "Trigger" },
  ResponseManagement: { responseLibrary: "Library" },
  Routing: { skill: "Skill", language: "Language" },
  Scripter: { script: "ComposerScript" },
  TaskManagement: { worktype: "Worktype" },
  Telephony: {
    ...{ ivr: "IVR", schedule: "Schedule", scheduleGroup: "ScheduleGroup", emergencyGroup: "EmergencyGroup" },
    ...{ didPool: "DIDPool", extensionPool: "ExtensionPool" },
  },
};

const BY_KIND: Readonly<Record<string, AuditedType>> = Object.fromEntries(
  Object.entries(TYPES).flatMap(([service, types]) =>
    Object.entries(types).map(([kind, entityType]) => [kind, { service, entityType }] as const),
  ),
);

/** The audited type of a kind. A kind that is not in the table belongs to Directory under its own name. */
export function auditedType(kind: string): AuditedType {
  return own(BY_KIND, kind) ?? { service: "Directory", entityType: kind };
}

/** Actions that are recorded for every object. */
const USUAL = ["Create", "Update", "Delete", "Move"];
const MORE: Readonly<Record<string, readonly string[]>> = {
  Flow: ["Checkin", "Checkout", "Deactivate", "Publish", "Revert", "Save"],
  Queue: ["MemberAdd", "MemberRemove", "MemberUpdate", "WrapupCodeAdd", "WrapupCodeRemove"],
};

/** The services, entity types and actions that can be queried (`AuditQueryServiceMapping`). */
export function serviceMapping(): { name: string; entities: { name: string; actions: string[] }[] }[] {
  return Object.entries(TYPES).map(([name, types]) => ({
    name,
    entities: Object.values(types).map((type) => ({ name: type, actions: [...USUAL, ...(own(MORE, type) ?? [])] })),
  }));
}
