import { type ActionRow, row } from "./row.ts";

/** The customer and the journey (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const customerActions: readonly ActionRow[] = [
  row("getExternalContact", {
    outputs: "found notFound",
    properties: "externalResult:externalContact externalId:string",
    observedIn: "workflow",
  }),
  row("getExternalOrganization", {
    outputs: "found notFound",
    properties: "externalId:string externalResult:externalOrganization",
  }),
  row("promoteExternalContact", {
    outputs: "success failure",
    properties: "externalId:string externalResult:externalContact",
  }),
  row("searchExternalContacts", {
    outputs: "matchExact matchMultiple notFound",
    properties: "externalResults:externalContactCollection searchTerm:string",
  }),
  row("setExternalTag", { outputs: "failure", properties: "externalTag:string", next: true }),
  row("getAssignedCustomerIntents", {
    outputs: "found notFound failure",
    properties: "externalContactId:string getAssignedCustomerIntentsResult:assignedCustomerIntentCollection",
  }),
  row("getJourneyOutcome", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("getJourneyOutcomeScoresBySession", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("getJourneySegment", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("getJourneySession", { outputs: "found notFound", properties: "findResult:value findId:string" }),
  row("getJourneySessionsByExternalContact", {
    outputs: "found notFound",
    properties: "findResult:value findId:string",
  }),
];
