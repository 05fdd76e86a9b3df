import { type ActionRow, row } from "./row.ts";

/** Properties of the interaction (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const interactionActions: readonly ActionRow[] = [
  row("setPriority", { outputs: "success failure", properties: "priority:integer" }),
  row("setSkills", { outputs: "success failure", properties: "acdSkills:skills languageSkill:languageSkill" }),
  row("setScreenPop", { properties: "screenPopScript:script", observedIn: "inboundShortMessage" }),
  row("setWrapupCode", { outputs: "success failure", properties: "wrapupCode:wrapupCode" }),
  row("setFlowOutcome", { properties: "flowOutcomeValue:text flowOutcome:flowOutcome", observedIn: "botFlow" }),
  row("initializeFlowOutcome", { properties: "flowOutcome:flowOutcome" }),
  row("addFlowMilestone", { properties: "flowMilestone:flowMilestone" }),
  row("setUtilizationLabel", { outputs: "success failure", properties: "utilizationLabel:utilizationLabel" }),
  row("clearUtilizationLabel", { outputs: "success failure" }),
];
