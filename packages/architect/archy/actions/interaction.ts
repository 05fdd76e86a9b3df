import { byId, lookup } from "./data.ts";
import { type ActionInfo, row } from "./row.ts";

/** Properties of the interaction (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const interactionActions = [
  row("setPriority", { notes: true, outputs: "success failure", properties: "priority:integer" }),
  row("setSkills", {
    notes: true,
    outputs: "success failure",
    properties: "acdSkills:skills languageSkill:languageSkill",
  }),
  row("setScreenPop", { notes: true, properties: "screenPopScript:script", observedIn: "inboundShortMessage" }),
  row("setWrapupCode", { notes: true, outputs: "success failure", properties: "wrapupCode:wrapupCode" }),
  row("setFlowOutcome", {
    notes: true,
    words: { flowOutcomeValue: "SUCCESS FAILURE" },
    properties: "flowOutcomeValue:text flowOutcome:flowOutcome",
    observedIn: "botFlow",
  }),
  row("initializeFlowOutcome", { notes: true, properties: "flowOutcome:flowOutcome" }),
  row("addFlowMilestone", { notes: true, properties: "flowMilestone:flowMilestone" }),
  row("setUtilizationLabel", {
    notes: true,
    outputs: "success failure",
    properties: "utilizationLabel:utilizationLabel",
  }),
  row("clearUtilizationLabel", { outputs: "success failure" }),
] satisfies readonly ActionInfo[];

/** The customer and the journey (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const customerActions = [
  row("getExternalContact", {
    ...lookup,
    properties: "externalResult:externalContact externalId:string",
    observedIn: "workflow",
  }),
  row("getExternalOrganization", { ...lookup, properties: "externalId:string externalResult:externalOrganization" }),
  row("promoteExternalContact", {
    outputs: "success failure",
    properties: "externalId:string externalResult:externalContact",
  }),
  row("searchExternalContacts", {
    unnoticed: true,
    fails: "lookup notFound",
    outputs: "matchExact matchMultiple notFound",
    properties: "externalResults:externalContactCollection searchTerm:string",
  }),
  row("setExternalTag", { notes: true, outputs: "failure", properties: "externalTag:string", next: true }),
  row("getAssignedCustomerIntents", {
    unnoticed: true,
    fails: "lookup notFound failure",
    outputs: "found notFound failure",
    properties: "externalContactId:string getAssignedCustomerIntentsResult:assignedCustomerIntentCollection",
  }),
  row("getJourneyOutcome", byId),
  row("getJourneyOutcomeScoresBySession", byId),
  row("getJourneySegment", byId),
  row("getJourneySession", byId),
  row("getJourneySessionsByExternalContact", byId),
] satisfies readonly ActionInfo[];

/** Surveys and work items (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const workActions = [
  row("abortSurveyInvite", {
    words: { disposition: "error optOut" },
    properties: "disposition:string",
    observedIn: "surveyInvite",
    terminal: true,
  }),
  row("completeSurveyInvite", {
    properties:
      "targetAddress:string inviteSubject:string inviteBody:string reminderSubject:string reminderBody:string",
    observedIn: "surveyInvite",
    terminal: true,
  }),
  row("askSurveyQuestion", {
    heard: true,
    properties:
      "surveyQuestion:surveyQuestion surveyQuestionResult:surveyQuestion questionCondition:boolean answer:communication followUpQuestion:communication notApplicable:string question:communication customizeNoInput:boolean customizeNoMatch:boolean noInput:communication noInputReprompts:communicationCollection noMatch:communication noMatchReprompts:communicationCollection voiceEndOfInputTimeout:duration",
  }),
  row("disconnectWorkitem", {
    outputs: "success failure",
    properties: "failureOutputs:bindings",
    observedIn: "workitem",
  }),
  row("terminateWorkitem", { outputs: "success failure" }),
  row("updateWorkitem", { outputs: "success failure", properties: "statements:statements" }),
] satisfies readonly ActionInfo[];
