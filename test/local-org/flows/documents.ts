/** A common module with one input and two outputs. `say` is what it plays. */
export function greeter(o: { name?: string; say?: string; flowTypes?: string[]; actions?: string } = {}): string {
  const { name = "Greeter", say = "Welcome.", flowTypes = ["inboundcall"] } = o;
  return `commonModule:
  name: ${name}
  description: Says who we are
  variables:
    - stringVariable: {name: Common.caller, initialValue: {noValue: true}, isInput: true, isOutput: false}
    - stringVariable: {name: Common.outcome, initialValue: {lit: error}, isInput: false, isOutput: true}
    - integerVariable: {name: Common.attempts, initialValue: {lit: 0}, isInput: false, isOutput: true}
  settingsCommonModule:
    compatibleFlowTypes: [${flowTypes.map((type) => `{flowType: ${type}}`).join(", ")}]
  startUpTaskActions:
    - playAudio: {name: Say, audio: {tts: ${JSON.stringify(say)}}}
${o.actions ?? ""}
    - endTask: {name: End}
`;
}

/** The call to a common module as an action. */
export function callOf(
  module = "Greeter",
  body = "{inputs: {Common.caller: {exp: Call.Ani}}, outputs: {Common.outcome: {var: Flow.outcome}}}",
): string {
  return `callCommonModule: {name: Call ${module}, commonModule: {${module}: {ver_latestPublished: ${body}}}}`;
}

/** An inbound call flow with one task of the given actions, ended by a disconnect, and the variable that they may use. */
export function inbound(name: string, actions: readonly string[] = [], top = ""): string {
  const outcome = "    - stringVariable: {name: Flow.outcome, initialValue: {noValue: true}}\n";
  const variables = actions.join("\n").includes("Flow.outcome") ? `  variables:\n${outcome}` : "";
  return `inboundCall:
  name: ${name}
  defaultLanguage: en-us
  startUpRef: "/inboundCall/tasks/task[start]"
${variables}${top}
  tasks:
    - task:
        name: Start
        refId: start
        actions:
${[...actions, "disconnect: {name: Bye}"].map((action) => `          - ${action}`).join("\n")}
`;
}

export const SEED = `
organisation: {name: Test}
divisions: [{name: Billing}]
users:
  - {name: Robin Meyer, email: robin@example.com}
queues: [{name: Sales}, {name: Support}]
integrations:
  - name: CRM
    dataActions:
      - {name: Verify PIN, inputs: {pin: string}, outputs: {id: string}}
didPools: [{start: "+13175550100", end: "+13175550199"}]
clients:
  - {id: local, secret: local}
  - {id: architect, secret: architect, user: Robin Meyer}
`;
