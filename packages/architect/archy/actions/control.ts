import { type ActionInfo, row } from "./row.ts";

/** Branches, loops, jumps and ends (reference/archy-actions-sdk.tsv, reference/archy-actions-observed.tsv). */
export const controlActions = [
  row("decision", {
    needs: "condition",
    outputs: "yes no",
    properties: "condition:boolean",
    observedIn:
      "workflow inboundCall inboundChat commonModule inqueueCall inboundShortMessage inboundEmail workitem botFlow surveyInvite digitalBot",
  }),
  row("switch", {
    needs: "evaluate",
    outputs: "default",
    properties: "evaluate:cases",
    observedIn: "commonModule inboundCall inboundShortMessage botFlow workflow inboundChat workitem",
    shape: "cases",
  }),
  row("loop", {
    needs: "loopCount",
    outputs: "loop",
    properties: "currentIndex:integer loopCount:integer",
    observedIn: "workflow botFlow inboundChat inqueueCall inboundCall",
    shape: "loop",
  }),
  row("loopUntil", {
    outputs: "loop",
    properties: "currentIndex:integer untilCases:pairs maxLoopCount:integer",
    shape: "loop",
  }),
  row("loopNext", { observedIn: "botFlow inboundCall workflow", terminal: true, loopEnd: "next" }),
  row("loopExit", { observedIn: "botFlow workflow inboundChat", terminal: true, loopEnd: "exit" }),
  row("callTask", {
    needs: "targetTaskRef",
    unseen: "taskInputs:bindings taskOutputs:bindings",
    calls: true,
    outputs: "default",
    properties: "targetTaskRef:taskRef",
    observedIn: "workitem digitalBot inboundShortMessage inboundCall inboundChat workflow",
  }),
  row("task", { properties: "task:actions" }),
  row("jumpToTask", {
    needs: "targetTaskRef",
    unseen: "taskInputs:bindings",
    properties: "targetTaskRef:taskRef",
    observedIn: "digitalBot inboundCall",
    terminal: true,
    jump: "targetTaskRef",
  }),
  row("jumpToMenu", {
    needs: "targetMenuRef",
    properties: "targetMenuRef:menuRef",
    observedIn: "inboundCall",
    terminal: true,
    jump: "targetMenuRef",
  }),
  row("changeState", {
    needs: "targetStateRef",
    properties: "targetStateRef:stateRef",
    observedIn: "workflow",
    terminal: true,
    jump: "targetStateRef",
  }),
  row("previousMenu", { observedIn: "inboundCall", terminal: true }),
  row("repeatMenu", { terminal: true }),
  row("endTask", {
    endsPart: true,
    properties: "outputPath:path",
    observedIn: "workitem commonModule inboundShortMessage inboundChat digitalBot workflow inboundCall",
    terminal: true,
  }),
  row("endState", { endsPart: true, observedIn: "inqueueEmail inqueueShortMessage", terminal: true }),
  row("endWorkflow", { properties: "exitReason:string", observedIn: "workflow", terminal: true }),
  row("exitBotFlow", { observedIn: "botFlow digitalBot", terminal: true }),
  row("exitWorkitemFlow", { observedIn: "workitem", terminal: true }),
  row("disconnect", {
    hangsUp: true,
    observedIn:
      "inboundCall inboundShortMessage inqueueCall digitalBot inboundEmail inboundChat outboundCall botFlow secureCall commonModule",
    terminal: true,
  }),
  row("returnToAgent", { terminal: true }),
  row("wait", {
    unnoticed: true,
    needs: "duration",
    properties: "trimDurationNearMaxRunningTime:boolean duration:duration",
    observedIn: "workflow",
  }),
  row("callCommonModule", {
    needs: "commonModule",
    calls: true,
    properties: "commonModule:commonModule",
    observedIn: "inboundCall inboundShortMessage workflow",
  }),
  row("updateData", {
    notes: true,
    needs: "statements",
    properties: "statements:statements",
    observedIn:
      "commonModule botFlow workflow inboundCall inboundShortMessage inqueueCall digitalBot inboundChat inboundEmail workitem surveyInvite",
  }),
] satisfies readonly ActionInfo[];
