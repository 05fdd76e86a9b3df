import { type ActionInfo, row } from "./row.ts";

/** Data actions, tables, schedules and attributes (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const dataActions = [
  row("callData", {
    fails: "data failure timeout",
    needs: "category",
    unseen: "failureOutputs:bindings",
    outputs: "success failure timeout",
    properties: "category:dataAction timeout:duration processingPrompt:prompt",
    observedIn:
      "workflow inboundCall commonModule inboundShortMessage botFlow inboundEmail outboundCall inqueueCall inboundChat secureCall surveyInvite",
  }),
  row("callDataSecure", {
    fails: "data failure timeout",
    outputs: "success failure timeout",
    properties: "timeout:duration processingPrompt:prompt category:dataAction",
  }),
  row("callDecisionTable", { fails: "data failure", outputs: "success failure", properties: "input:json output:json" }),
  row("dataTableLookup", {
    fails: "lookup notFound failure",
    needs: "lookupValue dataTable",
    unseen: "failureOutputs:bindings",
    outputs: "found notFound failure",
    properties: "lookupValue:string dataTable:dataTable",
    observedIn: "inboundCall workflow",
  }),
  row("evaluateSchedule", {
    needs: "evaluationType",
    outputs: "active inactive",
    properties: "evaluationType:schedule",
    observedIn: "inboundShortMessage inboundCall",
  }),
  row("evaluateScheduleGroup", {
    outputs: "open closed holiday emergency",
    properties:
      "inServiceSchedules:stringCollection evaluate:value scheduleGroup:scheduleGroup emergencyGroup:emergencyGroup",
    observedIn: "inboundCall inboundShortMessage",
  }),
  row("encryptData", {
    unnoticed: true,
    fails: "data failure",
    outputs: "success failure",
    properties: "dataToEncrypt:json encryptedData:string",
  }),
  row("decryptData", {
    unnoticed: true,
    fails: "data failure",
    outputs: "success failure",
    properties: "dataToDecrypt:string decryptedData:json",
  }),
  row("extractSecureData", { properties: "statements:statements" }),
  row("getParticipantData", {
    unnoticed: true,
    needs: "attributes",
    properties: "attributes:pairs",
    observedIn: "inboundShortMessage inboundCall inboundChat",
  }),
  row("setParticipantData", {
    notes: true,
    needs: "attributes",
    properties: "attributes:pairs",
    observedIn: "inboundShortMessage inboundCall inqueueCall inboundChat secureCall commonModule",
  }),
  row("getConversationData", {
    unnoticed: true,
    fails: "lookup notFound",
    needs: "attributes",
    outputs: "found notFound",
    properties: "conversationId:string participantId:string attributes:pairs",
    observedIn: "workflow",
  }),
  row("setConversationData", {
    notes: true,
    needs: "attributes",
    unseen: "failureOutputs:bindings",
    outputs: "success failure",
    properties: "conversationId:string participantId:string attributes:pairs",
    observedIn: "workflow",
  }),
  row("getSecuredData", {
    unnoticed: true,
    fails: "data failure",
    outputs: "success failure",
    properties: "conversationId:string attributes:pairs",
  }),
  row("setSecuredData", {
    notes: true,
    outputs: "success failure",
    properties: "conversationId:string attributes:pairs",
  }),
  row("getResponse", {
    unnoticed: true,
    words: { responseBodyHandling: "convertToHtml convertToMarkdown none removeAllFormatting" },
    fails: "data failure",
    outputs: "success failure",
    properties:
      "responseSubstitutions:bindings performSubstitutions:flag responseBodyHandling:string valueResponseBody:string",
  }),
] satisfies readonly ActionInfo[];

/** Shared properties of all lookups, which have no side effects. */
export const lookup = { unnoticed: true, fails: "lookup notFound", outputs: "found notFound" } as const;
const byName = { ...lookup, properties: "findResult:value findName:string" } as const;
export const byId = { ...lookup, properties: "findResult:value findId:string" } as const;

/** Lookups by name or id (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const findActions = [
  row("findEmergencyGroup", { ...byName, results: "findResult:emergencyGroup" }),
  row("findGrammar", byName),
  row("findGrammarById", byId),
  row("findGroup", { ...byName, results: "findResult:group" }),
  row("findKnowledgeBaseDocumentById", byId),
  row("findLanguageSkill", { ...byName, results: "findResult:languageSkill" }),
  row("findQueue", {
    ...lookup,
    results: "findResult:queue",
    needs: "findName",
    properties: "findName:string findResult:value",
    observedIn: "inboundChat inboundEmail inboundShortMessage inboundCall",
  }),
  row("findQueueById", {
    ...lookup,
    results: "findResult:queue",
    properties: "findId:string findResult:value",
    observedIn: "inboundChat",
  }),
  row("findSchedule", { ...byName, results: "findResult:schedule" }),
  row("findScheduleGroup", { ...byName, results: "findResult:scheduleGroup" }),
  row("findSkill", { ...byName, results: "findResult:skill" }),
  row("findSystemPrompt", { ...byName, results: "findResult:prompt" }),
  row("findUser", { ...byName, results: "findResult:user" }),
  row("findUserById", { ...byId, results: "findResult:user" }),
  row("findUserPrompt", { ...byName, results: "findResult:prompt" }),
  row("findUsersById", {
    ...lookup,
    outputs: "found partiallyFound notFound",
    properties: "findResult:value findIds:stringCollection",
  }),
  row("findUtilizationLabel", byName),
] satisfies readonly ActionInfo[];
