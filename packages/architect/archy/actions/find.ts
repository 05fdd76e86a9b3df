import { type ActionRow, row } from "./row.ts";

/** Looking something up by name or id (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const findActions: readonly ActionRow[] = [
  row("findEmergencyGroup", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findGrammar", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findGrammarById", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("findGroup", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findKnowledgeBaseDocumentById", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("findLanguageSkill", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findQueue", {
    needs: "findName",
    outputs: "found notFound",
    properties: "findName:string findResult:value",
    observedIn: "inboundChat inboundEmail inboundShortMessage inboundCall",
  }),
  row("findQueueById", {
    outputs: "found notFound",
    properties: "findId:string findResult:value",
    observedIn: "inboundChat",
  }),
  row("findSchedule", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findScheduleGroup", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findSkill", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findSystemPrompt", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findUser", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findUserById", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("findUserPrompt", { outputs: "found notFound", properties: "findResult:value findName:string" }),
  row("findUsersById", {
    outputs: "found partiallyFound notFound",
    properties: "findResult:value findIds:stringCollection",
  }),
  row("findUtilizationLabel", { outputs: "found notFound", properties: "findResult:value findName:string" }),
];
