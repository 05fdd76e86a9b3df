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
    fails: "data failure",
    outputs: "success failure",
    properties: "dataToEncrypt:json encryptedData:string",
  }),
  row("decryptData", {
    fails: "data failure",
    outputs: "success failure",
    properties: "dataToDecrypt:string decryptedData:json",
  }),
  row("extractSecureData", { properties: "statements:statements" }),
  row("getParticipantData", {
    needs: "attributes",
    properties: "attributes:pairs",
    observedIn: "inboundShortMessage inboundCall inboundChat",
  }),
  row("setParticipantData", {
    needs: "attributes",
    properties: "attributes:pairs",
    observedIn: "inboundShortMessage inboundCall inqueueCall inboundChat secureCall commonModule",
  }),
  row("getConversationData", {
    fails: "lookup notFound",
    needs: "attributes",
    outputs: "found notFound",
    properties: "conversationId:string participantId:string attributes:pairs",
    observedIn: "workflow",
  }),
  row("setConversationData", {
    needs: "attributes",
    unseen: "failureOutputs:bindings",
    outputs: "success failure",
    properties: "conversationId:string participantId:string attributes:pairs",
    observedIn: "workflow",
  }),
  row("getSecuredData", {
    fails: "data failure",
    outputs: "success failure",
    properties: "conversationId:string attributes:pairs",
  }),
  row("setSecuredData", { outputs: "success failure", properties: "conversationId:string attributes:pairs" }),
  row("getResponse", {
    fails: "data failure",
    outputs: "success failure",
    properties:
      "responseSubstitutions:bindings performSubstitutions:flag responseBodyHandling:string valueResponseBody:string",
  }),
] satisfies readonly ActionInfo[];

/** Looking something up by name or id (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const findActions = [
  row("findEmergencyGroup", {
    fails: "lookup notFound",
    results: "findResult:emergencyGroup",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findGrammar", {
    fails: "lookup notFound",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findGrammarById", {
    fails: "lookup notFound",
    outputs: "found notFound",
    properties: "findResult:value findId:string",
  }),
  row("findGroup", {
    fails: "lookup notFound",
    results: "findResult:group",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findKnowledgeBaseDocumentById", {
    fails: "lookup notFound",
    outputs: "found notFound",
    properties: "findResult:value findId:string",
  }),
  row("findLanguageSkill", {
    fails: "lookup notFound",
    results: "findResult:languageSkill",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findQueue", {
    fails: "lookup notFound",
    results: "findResult:queue",
    needs: "findName",
    outputs: "found notFound",
    properties: "findName:string findResult:value",
    observedIn: "inboundChat inboundEmail inboundShortMessage inboundCall",
  }),
  row("findQueueById", {
    fails: "lookup notFound",
    results: "findResult:queue",
    outputs: "found notFound",
    properties: "findId:string findResult:value",
    observedIn: "inboundChat",
  }),
  row("findSchedule", {
    fails: "lookup notFound",
    results: "findResult:schedule",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findScheduleGroup", {
    fails: "lookup notFound",
    results: "findResult:scheduleGroup",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findSkill", {
    fails: "lookup notFound",
    results: "findResult:skill",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findSystemPrompt", {
    fails: "lookup notFound",
    results: "findResult:prompt",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findUser", {
    fails: "lookup notFound",
    results: "findResult:user",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findUserById", {
    fails: "lookup notFound",
    results: "findResult:user",
    outputs: "found notFound",
    properties: "findResult:value findId:string",
  }),
  row("findUserPrompt", {
    fails: "lookup notFound",
    results: "findResult:prompt",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
  row("findUsersById", {
    fails: "lookup notFound",
    outputs: "found partiallyFound notFound",
    properties: "findResult:value findIds:stringCollection",
  }),
  row("findUtilizationLabel", {
    fails: "lookup notFound",
    outputs: "found notFound",
    properties: "findResult:value findName:string",
  }),
] satisfies readonly ActionInfo[];
