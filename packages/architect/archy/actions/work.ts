import { type ActionRow, row } from "./row.ts";

/** Surveys and work items (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const workActions: readonly ActionRow[] = [
  row("abortSurveyInvite", { properties: "disposition:string", observedIn: "surveyInvite", terminal: true }),
  row("completeSurveyInvite", {
    properties:
      "targetAddress:string inviteSubject:string inviteBody:string reminderSubject:string reminderBody:string",
    observedIn: "surveyInvite",
    terminal: true,
  }),
  row("askSurveyQuestion", {
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
];
