/** A module with one input, one output and the outcomes `success` and `failure`. */
export const checkModule = `commonModule: Check
channels: [inboundCall]
inputs: {tries: {type: integer, default: 3}}
outputs: {id: string}
outcomes: [success, failure]
start: ask
nodes:
  ask: {playAudio: "Please wait.", then: decide}
  decide: {decision: =Common.tries > 2, on: {"yes": good, "no": bad}}
  good: {end: success}
  bad: {end: failure}
`;

/** A call flow that calls the module \`check\`. */
export const caller = (name: string, more = "") => `inboundCall: ${name}
onFault: {say: "Sorry.", then: disconnect}
${more}start: check
nodes:
  check: {callModule: check, inputs: {tries: 2}, on: {success: queue, failure: bye, error: bye}}
  queue: {transferToAcd: Sales, on: {failure: bye}}
  bye: {playAudio: "Goodbye.", then: hang-up}
  hang-up: {disconnect: {}}
`;

/** A call flow that transfers to another by its name. */
export const transferring = (name: string, to: string) => `inboundCall: ${name}
start: go
nodes:
  go: {transferToFlow: ${to}, on: {failure: bye}}
  bye: {disconnect: {}}
`;

/** An Architect export; `{{queue}}` is a placeholder unless another name is given. */
export const exported = (name: string, queue = '"{{queue}}"') => `inboundCall:
  name: ${name}
  division: Home
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        noValue: true
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - transferToAcd:
              name: Transfer
              targetQueue:
                lit:
                  name: ${queue}
          - disconnect:
              name: Disconnect
`;

/** An Architect export of a module that says by \`Common.success\` how it ended. */
export const exportedModule = (name: string) => `commonModule:
  name: ${name}
  variables:
    - booleanVariable:
        name: Common.success
        initialValue:
          noValue: true
        isInput: false
        isOutput: true
  settingsCommonModule:
    compatibleFlowTypes:
      - flowType: inboundcall
  startUpTaskActions:
    - updateData:
        name: Done
        statements:
          - boolean:
              variable: Common.success
              value:
                lit: true
    - endTask:
        name: Exit
`;

/** Config of the stack \`test\`. */
export const stack = (entries: string) =>
  `config:\n${entries
    .trim()
    .split("\n")
    .map((line) => `  ${line}\n`)
    .join("")}`;

/** `${name}`: where a definition wants a value of the stack. */
export const placeholder = (name: string) => `\${${name}}`;
