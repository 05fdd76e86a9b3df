import type { FlowTypeInfo } from "./flow-types.ts";
import type { FlowType, ReferenceKind } from "./types.ts";

/** How a property names another object (reference/archy.md §b, "References by name vs GUID"). */
export interface ReferenceForm {
  readonly property: string;
  readonly kind: ReferenceKind;
  /**
   * - `literal`: `{lit: {name: X}}`
   * - `name`: `{name: X}`
   * - `key`: the name is the key of a mapping
   * - `dataAction`: `{<integration>: {dataAction: {<action>: ...}}}`
   * - `prompt`: `{lit: {name: Prompt.X}}`; the prefix distinguishes user prompts from system prompts
   * - `lookup`: `{lit: X}`, looked up when the flow runs
   */
  readonly form: "literal" | "name" | "key" | "dataAction" | "prompt" | "lookup";
  /** Required type of the target flow, by type of the referring flow. */
  readonly flowType?: (from: FlowTypeInfo) => FlowType | undefined;
  /** Set if the form applies only to one action. Otherwise, the form applies to every action and setting. */
  readonly only?: string;
}

const literal = (property: string, kind: ReferenceKind): ReferenceForm => ({ property, kind, form: "literal" });
const key = (property: string, kind: ReferenceKind, flowType?: FlowType): ReferenceForm => {
  return { property, kind, form: "key", ...(flowType && { flowType: () => flowType }) };
};
const named = (property: string, kind: ReferenceKind): ReferenceForm => ({ property, kind, form: "name" });
const prompt = (property: string): ReferenceForm => ({ property, kind: "prompt", form: "prompt" });
const lookup = (only: string, kind: ReferenceKind): ReferenceForm => {
  return { property: "findName", kind, form: "lookup", only };
};

/** Every property in which a document names another object. */
export const referenceForms: readonly ReferenceForm[] = [
  literal("targetQueue", "queue"),
  literal("queue", "queue"),
  { ...named("overrideInQueueFlow", "inqueueFlow"), flowType: (from) => from.inqueueFlow },
  { ...named("targetFlow", "flow"), flowType: () => "secureCall", only: "transferToFlowSecure" },
  { ...named("targetFlow", "flow"), flowType: () => "secureCall", only: "menuTransferToFlowSecure" },
  { ...named("targetFlow", "flow"), flowType: (from) => from.transferFlow },
  key("commonModule", "commonModule", "commonModule"),
  key("botFlow", "botFlow", "botFlow"),
  key("digitalBotFlow", "digitalBotFlow", "digitalBot"),
  { property: "category", kind: "dataAction", form: "dataAction" },
  key("dataTable", "dataTable"),
  key("screenPopScript", "script"),
  prompt("processingPrompt"),
  prompt("prompt"),
  prompt("holdMusic"),
  literal("selectedSchedule", "schedule"),
  literal("scheduleGroup", "scheduleGroup"),
  literal("emergencyGroup", "emergencyGroup"),
  literal("acdSkill", "skill"),
  literal("languageSkill", "language"),
  literal("defaultLanguageSkill", "language"),
  literal("directAgent", "user"),
  literal("targetUser", "user"),
  literal("targetGroup", "group"),
  literal("wrapupCode", "wrapupCode"),
  literal("contactList", "contactList"),
  named("flowOutcome", "flowOutcome"),
  named("flowMilestone", "flowMilestone"),
  named("worktype", "worktype"),
  named("knowledgeBase", "knowledgeBase"),
  key("settingsKnowledge", "knowledgeBase"),
  // No known export has these two properties. They use the form of all other objects that are named by a value.
  literal("skillGroup", "skillGroup"),
  literal("responseLibrary", "responseLibrary"),
  lookup("findQueue", "queue"),
  lookup("findSkill", "skill"),
  lookup("findLanguageSkill", "language"),
  lookup("findSchedule", "schedule"),
  lookup("findScheduleGroup", "scheduleGroup"),
  lookup("findEmergencyGroup", "emergencyGroup"),
  lookup("findUserPrompt", "prompt"),
  lookup("findSystemPrompt", "systemPrompt"),
  lookup("findGroup", "group"),
  lookup("findUser", "user"),
];

/**
 * Kinds of objects that typed variables, statements and literals can refer to:
 * `{queue: {variable, value: {lit: {name: X}}}}`.
 */
export const typedKinds: Readonly<Record<string, ReferenceKind>> = {
  queue: "queue",
  schedule: "schedule",
  scheduleGroup: "scheduleGroup",
  emergencyGroup: "emergencyGroup",
  skill: "skill",
  languageSkill: "language",
  prompt: "prompt",
  user: "user",
  group: "group",
  wrapupCode: "wrapupCode",
};
