import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

export const structureCodes = {
  "missing-start": errorCode({
    title: "No start",
    explanation: "The flow does not say where it starts.",
    fix: "Add 'start' to a definition, or 'startUpRef' or 'startUpTaskActions' to an export.",
    example: `inboundCall: Sales
nodes: {bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
  }),
  "dangling-transition": errorCode({
    title: "Transition to a node that does not exist",
    explanation: "A transition, or the start, names a node that does not exist.",
    fix: "Correct the name, or add the node.",
    example: "greet: {playAudio: Hello., then: qeue}",
    right: "greet: {playAudio: Hello., then: queue}",
  }),
  "dangling-reference": errorCode({
    title: "Reference to a part that does not exist",
    explanation: "A 'startUpRef' or 'target...Ref' names a task, menu or state that does not exist in the document.",
    fix: "Refer to a part by its path and refId: /inboundCall/tasks/task[Main_10].",
    example: `inboundCall:
  name: Sales
  startUpRef: /inboundCall/tasks/task[Mian_10]
  tasks:
    - task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}
`,
    right: `inboundCall:
  name: Sales
  startUpRef: /inboundCall/tasks/task[Main_10]
  tasks:
    - task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}
`,
  }),
  "external-ref": errorCode({
    title: "Part in another file",
    inExport: "warning",
    explanation:
      "A 'ref' points to another file. Only the Archy command line merges files. The platform does not merge files, and may refuse the flow.",
    fix: "Replace the reference with the part itself.",
    example: "- ref: audio.yaml#/actions/playAudio[hello]",
    right: "- playAudio: {name: Hello, audio: {tts: Hello.}}",
  }),
  "not-an-action": errorCode({
    title: "Not an action",
    explanation: "An item in a list of actions is not one action with its properties.",
    fix: "Write '- <action>:', and indent its properties two levels deeper.",
    example: "- disconnect",
    right: "- disconnect: {name: Bye}",
  }),
  "unreachable-node": errorCode({
    title: "Unreachable node",
    inExport: "warning",
    explanation:
      "Nothing leads from the start to the node. In an export, the node usually comes after an action that ends the flow.",
    fix: "Add a transition to it, or remove it.",
    example: `greet: {playAudio: Hello., then: bye}
thanks: {playAudio: Thank you., then: bye}
bye: {disconnect: {}}
`,
    right: `greet: {playAudio: Hello., then: thanks}
thanks: {playAudio: Thank you., then: bye}
bye: {disconnect: {}}
`,
  }),
  "missing-call-transition": errorCode({
    title: "Module call without a transition that other nodes need",
    explanation:
      "A call has no transition for an outcome of its module, so some nodes of the flow are unreachable. Those nodes are not reported separately.",
    fix: "Add the transition to the `on` of the call.",
    example: `check: {callModule: check, on: {success: queue, failure: bye}}
sorry: {playAudio: Sorry., then: bye}
`,
    right: `check: {callModule: check, on: {success: queue, failure: bye, error: sorry}}
sorry: {playAudio: Sorry., then: bye}
`,
  }),
  "infinite-loop": errorCode({
    title: "Flow that cannot end",
    inExport: "warning",
    explanation:
      "Every path through the flow ends in an infinite loop. The platform stops the flow after 10,000 actions.",
    fix: "Add a transition that leaves the cycle and leads to an end of the flow.",
    example: "ask: {playAudio: Please wait., then: ask}",
    right: "ask: {playAudio: Please wait., then: queue}",
  }),
  "loop-without-exit": errorCode({
    title: "Cycle without an exit",
    inExport: "warning",
    explanation:
      "The flow can enter a cycle of nodes that no transition leaves. The platform stops the flow after 10,000 actions.",
    fix: "Add a transition that leaves the cycle, at least after a number of iterations.",
    example: `ask: {decision: '=Call.Ani == ""', on: {yes: sorry, no: queue}}
sorry: {playAudio: Sorry., then: again}
again: {playAudio: Please call again., then: sorry}
`,
    right: `ask: {decision: '=Call.Ani == ""', on: {yes: sorry, no: queue}}
sorry: {playAudio: Sorry., then: again}
again: {playAudio: Please call again., then: bye}
`,
  }),
  "duplicate-ref-id": errorCode({
    title: "Two parts with the same refId",
    explanation: "References cannot distinguish the two parts.",
    fix: "Change one of the two refIds, and correct the references to it.",
    example: `inboundCall:
  name: Sales
  startUpRef: ./tasks/task[Main_10]
  tasks:
    - task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}
    - task: {name: Other, refId: Main_10, actions: []}
`,
    right: `inboundCall:
  name: Sales
  startUpRef: ./tasks/task[Main_10]
  tasks:
    - task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}
    - task: {name: Other, refId: Other_11, actions: []}
`,
  }),
  "duplicate-part-name": warningCode({
    title: "Two parts with the same name",
    explanation: "Two tasks, menus or states of a flow have the same name, so people can confuse them.",
    fix: "Rename one of the two.",
    example: `inboundCall:
  name: Sales
  startUpRef: ./tasks/task[Main_10]
  tasks:
    - task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}
    - task: {name: Main, refId: Other_11, actions: []}
`,
    right: `inboundCall:
  name: Sales
  startUpRef: ./tasks/task[Main_10]
  tasks:
    - task: {name: Main, refId: Main_10, actions: [{disconnect: {name: Bye}}]}
    - task: {name: Other, refId: Other_11, actions: []}
`,
  }),
  "invalid-flow-name": errorCode({
    title: "Name that the platform refuses",
    explanation:
      "A flow's name must have 1 to 200 characters, including at least one letter or digit. It must not contain a slash or end with '-debug'.",
    fix: "Rename the flow.",
    example: "inboundCall: Sales/Service",
    right: "inboundCall: Sales and service",
  }),
  "duplicate-name": errorCode({
    title: "Two flows with the same name",
    explanation:
      "A flow's name must be unique per flow type in an organisation, regardless of case. Publishing the second flow would overwrite the first.",
    fix: "Rename one of the two.",
    example: `# flows/sales.yaml
inboundCall: Sales
# flows/service.yaml
inboundCall: Sales
`,
    right: `# flows/sales.yaml
inboundCall: Sales
# flows/service.yaml
inboundCall: Service
`,
  }),
  "too-many-cases": errorCode({
    title: "Too many cases",
    explanation: "A switch has at most 64 cases.",
    fix: "Split the switch, or look up the value in a data table.",
    situation: "A `switch` has 65 cases.",
  }),
  "action-not-in-channel": errorCode({
    title: "Action that is not available in the channel",
    explanation: "According to the vendor's documentation, flows of this type do not have the action.",
    fix: "Use an action that is available in the channel. The hint names one.",
    example: "reply: {sendAutoReply: {messageBody: Thank you.}, then: bye}",
    right: "reply: {playAudio: Thank you., then: bye}",
  }),
  "action-not-in-module-channels": errorCode({
    title: "Action that one of a module's channels does not have",
    explanation: "A module can use an action only if every flow type that may call the module has it.",
    fix: "Remove the action or the channel, or write one module per channel.",
    example: `commonModule: Check
channels: [inboundCall, inboundEmail]
start: greet
nodes: {greet: {playAudio: Hello., then: done}, done: {end: completed}}
`,
    right: `commonModule: Check
channels: [inboundCall]
start: greet
nodes: {greet: {playAudio: Hello., then: done}, done: {end: completed}}
`,
  }),
  "undocumented-action": noteCode({
    title: "Action not seen in the channel",
    explanation: "No known export has this action in a flow of this type. The platform may still accept it.",
    fix: "If Architect offers the action there, do nothing.",
    situation: "An inbound call flow has the action `setLanguage`, which no known export of this type has.",
  }),
  "unknown-output-path": warningCode({
    title: "Output path that the action does not have",
    explanation:
      "An export has actions under an output path that does not exist in the action or in the task that it calls. As far as is known, the platform never runs them.",
    fix: "Use a name from the hint.",
    example:
      "- callData: {name: Ask, category: {CRM: {}}, outputs: {successful: {actions: [{disconnect: {name: Bye}}]}}}",
    right: "- callData: {name: Ask, category: {CRM: {}}, outputs: {success: {actions: [{disconnect: {name: Bye}}]}}}",
  }),
  "unknown-root-key": warningCode({
    title: "Key that flows of this type do not have",
    explanation:
      "No known export of this flow type has this top-level key. The key is published unchanged. The platform may refuse or ignore it.",
    fix: "Correct its spelling, or remove it.",
    example: `inboundCall:
  name: Sales
  variabless: []
`,
    right: `inboundCall:
  name: Sales
  variables: []
`,
  }),
  "unknown-property": errorCode({
    title: "Property that the action does not have",
    inExport: "warning",
    explanation:
      "An action has a property that does not occur in any known export or in the vendor's SDK. In an export, the property is published unchanged. A definition accepts only the properties of the action table.",
    fix: "Correct its spelling. docs/actions.md lists all properties. In a definition, put Archy properties that the table does not list under 'archy'.",
    example: "queue: {transferToAcd: {queue: Sales, prioriti: 3}, on: {failure: bye}}",
    right: "queue: {transferToAcd: {queue: Sales, priority: 3}, on: {failure: bye}}",
  }),
  "undocumented-property": warningCode({
    title: "Property that the vendor's SDK does not have",
    explanation:
      "No known export has the action, so its known properties come from the SDK's class. The class does not have this property.",
    fix: "Correct its spelling, unless Architect really writes the property this way.",
    example: `inboundEmail:
  name: Sales
  startUpRef: ./states/state[Main_10]
  states:
    - state: {name: Main, refId: Main_10, actions: [{setPriority: {name: First, level: {lit: 1}}}]}
`,
    right: `inboundEmail:
  name: Sales
  startUpRef: ./states/state[Main_10]
  states:
    - state: {name: Main, refId: Main_10, actions: [{setPriority: {name: First, priority: {lit: 1}}}]}
`,
  }),
  "unknown-word": errorCode({
    title: "Undocumented value of a property",
    inExport: "warning",
    explanation: "The value is not among those that the vendor's SDK or the API description lists for the property.",
    fix: "Use a value from the hint.",
    example: `ask: {collectInput: {digits: 1, into: Task.digits, verificationType: digits}, on: {success: say, failure: bye}}
say: {playAudio: =Task.digits, then: bye}
`,
    right: `ask: {collectInput: {digits: 1, into: Task.digits, verificationType: none}, on: {success: say, failure: bye}}
say: {playAudio: =Task.digits, then: bye}
`,
  }),
  "property-form": errorCode({
    title: "Property in an unknown format",
    inExport: "warning",
    explanation: "No known export writes the property in this format.",
    fix: "Write the property in the format that the hint shows.",
    example: "leave: {transferToVoicemail: {destination: {queue: Support}}, on: {failure: bye}}",
    right:
      "leave: {transferToVoicemail: {destination: {queue: {targetQueue: {lit: {name: Support}}}}}, on: {failure: bye}}",
  }),
  "missing-property": warningCode({
    title: "Missing property",
    explanation: "The action does nothing without the property. Every known export of the action has it.",
    fix: "Add it.",
    example: "- playAudio: {name: Hello}",
    right: "- playAudio: {name: Hello, audio: {tts: Hello.}}",
  }),
  "misspelt-action": warningCode({
    title: "Action that looks misspelt",
    explanation:
      "An export has an unknown action with a name similar to the name of a known action. The action is published unchanged. The platform may refuse it.",
    fix: "Correct its spelling, unless it is a new action of the platform.",
    example: "- playAduio: {name: Hello, audio: {tts: Hello.}}",
    right: "- playAudio: {name: Hello, audio: {tts: Hello.}}",
  }),
  "unknown-export-action": noteCode({
    title: "Unknown action in an export",
    explanation:
      "An export has an action that the action table does not list. It may be a new action of the platform. The action is published unchanged.",
    fix: "Nothing to do. Checks and diagrams treat the action as a single step.",
    example: "- teleport: {name: Away}",
    right: "- disconnect: {name: Away}",
  }),
  "language-without-voice": noteCode({
    title: "Language without a voice",
    explanation:
      "The flow speaks text in a language for which it does not specify a voice. The platform uses its default voice.",
    fix: "If the voice matters, specify it: 'voice' in a definition, 'textToSpeech' of the language in an export.",
    example: `inboundCall: Sales
start: greet
nodes: {greet: {playAudio: Hello., then: bye}, bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
voice: Jill
start: greet
nodes: {greet: {playAudio: Hello., then: bye}, bye: {disconnect: {}}}
`,
  }),
  "language-not-supported": warningCode({
    title: "Default language that the flow does not support",
    explanation: "The default language is not among the supported languages.",
    fix: "Add it, or choose a different default language.",
    example: `inboundCall:
  name: Sales
  defaultLanguage: en-us
  supportedLanguages: {de-de: {none: true}}
`,
    right: `inboundCall:
  name: Sales
  defaultLanguage: de-de
  supportedLanguages: {de-de: {none: true}}
`,
  }),
  "placeholder-name": warningCode({
    title: "Name in angle brackets",
    explanation:
      "The name of an object is in angle brackets, as in an instruction to replace it. The platform cannot find an object with this name.",
    fix: "Write the name of the object, or a placeholder that the stack fills in.",
    example: "to-queue: {transferToAcd: <targetQueueName>, on: {failure: bye}}",
    right: "to-queue: {transferToAcd: Sales, on: {failure: bye}}",
  }),
  "literal-guid": warningCode({
    title: "Object id in a flow",
    explanation:
      "The id of an object is valid in only one organisation. In another organisation, the id identifies nothing or the wrong object.",
    fix: "Use the name of the object (FindQueue, FindUser by name), or set the id as a value of the stack.",
    example: "find: {transferToAcd: '=FindQueueById(\"4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f\")', on: {failure: bye}}",
    right: "find: {transferToAcd: '=FindQueue(\"Sales\")', on: {failure: bye}}",
  }),
  "secret-literal": errorCode({
    title: "Secret in a flow",
    inExport: "warning",
    explanation:
      "A literal looks like a secret, or the name of its property or variable suggests one. Everyone who can read the flow can read the secret.",
    fix: "Move it to the credentials of an integration. Then replace the secret, because it has been exposed.",
    example:
      "find: {callData: {action: CRM/Find, inputs: {apiKey: k3yOfTheKingdom42}}, on: {success: queue, failure: bye, timeout: bye}}",
    right: "find: {callData: {action: CRM/Find}, on: {success: queue, failure: bye, timeout: bye}}",
  }),
} satisfies CodeTable;
