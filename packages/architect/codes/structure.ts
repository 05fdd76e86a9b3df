import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

export const structureCodes = {
  "missing-start": errorCode({
    title: "No start",
    explanation: "The flow does not say where it starts.",
    fix: "Add 'start' to a definition, 'startUpRef' or 'startUpTaskActions' to an export.",
    example: "inboundCall: Sales\nnodes: {bye: {disconnect: {}}}",
  }),
  "dangling-transition": errorCode({
    title: "Transition to a node that does not exist",
    explanation: "A transition, or the start, names a node that does not exist.",
    fix: "Correct the name, or add the node.",
    example: "greet: {playAudio: Hello., then: qeue}",
  }),
  "dangling-reference": errorCode({
    title: "Reference to a part that does not exist",
    explanation: "A 'startUpRef' or 'target...Ref' names a task, menu or state that the document does not have.",
    fix: "Name a part by its path and refId: /inboundCall/tasks/task[Main_10].",
    example: 'startUpRef: "/inboundCall/tasks/task[Mian_10]"',
  }),
  "external-ref": errorCode({
    title: "Part in another file",
    inExport: "warning",
    explanation:
      "A 'ref' points to another file. Only the Archy command line merges files. The platform does not, and may refuse the flow.",
    fix: "Replace the reference with the part itself.",
    example: "- ref: audio.yaml#/actions/playAudio[hello]",
  }),
  "not-an-action": errorCode({
    title: "Not an action",
    explanation: "An item in a list of actions is not one action with its properties.",
    fix: "Write '- <action>:' and its properties two levels below.",
    example: "actions:\n  - playAudio",
  }),
  "unreachable-node": errorCode({
    title: "Unreachable node",
    inExport: "warning",
    explanation:
      "Nothing leads from the start to the node. In an export, the node usually comes after an action that ends the flow.",
    fix: "Add a transition to it, or remove it.",
    example: "- disconnect: {name: Bye}\n- playAudio: {name: Never heard}",
  }),
  "missing-call-transition": errorCode({
    title: "Module call without a transition that other nodes need",
    explanation:
      "A call has no transition for an outcome of its module, and nothing leads to some nodes of the flow. The unreachable nodes are not reported themselves.",
    fix: "Add the transition to the `on` of the call.",
    example: "check: {callModule: check, on: {completed: thanks}}\nsorry: {playAudio: Sorry., then: bye}",
  }),
  "infinite-loop": errorCode({
    title: "Flow that cannot end",
    inExport: "warning",
    explanation:
      "Every path through the flow ends in an infinite loop. The platform stops the flow after 10,000 actions.",
    fix: "Add a transition that leaves the cycle and leads to an end of the flow.",
    example: "ask: {playAudio: Again., then: ask}",
  }),
  "loop-without-exit": errorCode({
    title: "Cycle without an exit",
    inExport: "warning",
    explanation:
      "Control can enter a cycle of nodes that no transition leaves. The platform stops the flow after 10,000 actions.",
    fix: "Add a transition that leaves the cycle, at least after some turns.",
    example: "sorry: {playAudio: Sorry., then: again}\nagain: {playAudio: Again., then: sorry}",
  }),
  "duplicate-ref-id": errorCode({
    title: "Two parts with the same refId",
    explanation: "References cannot distinguish the two parts.",
    fix: "Change one of the two refIds, and correct the references to it.",
    example: "- task: {name: A, refId: x_1}\n- task: {name: B, refId: x_1}",
  }),
  "duplicate-part-name": warningCode({
    title: "Two parts with the same name",
    explanation: "Two tasks, menus or states of a flow have the same name, so people can confuse them.",
    fix: "Rename one of the two.",
    example: "- task: {name: Main, refId: a_1}\n- task: {name: Main, refId: b_2}",
  }),
  "invalid-flow-name": errorCode({
    title: "Name that the platform refuses",
    explanation:
      "A flow's name has at most 200 characters, at least one letter or digit, no slash, and does not end with '-debug'.",
    fix: "Rename the flow.",
    example: "inboundCall:\n  name: Sales/Service",
  }),
  "duplicate-name": errorCode({
    title: "Two flows with the same name",
    explanation:
      "A name is unique per flow type in an organisation, regardless of case: publishing the second flow would overwrite the first.",
    fix: "Rename one of the two.",
    example: "two files that begin with 'inboundCall: Sales'",
  }),
  "too-many-cases": errorCode({
    title: "Too many cases",
    explanation: "A switch has at most 64 cases.",
    fix: "Split it, or look the value up in a data table.",
    example: "a switch with 65 cases",
  }),
  "action-not-in-channel": errorCode({
    title: "Action that is not available in the channel",
    explanation: "It is documented that flows of this type do not have the action.",
    fix: "Use an action of the channel. The hint names one.",
    example: "inboundShortMessage with the action jumpToTask",
  }),
  "action-not-in-module-channels": errorCode({
    title: "Action that one of a module's channels does not have",
    explanation: "A module can use an action only if every flow type that may call the module has it.",
    fix: "Remove the action or the channel, or write a module for each channel.",
    example: "a module for inboundEmail and inboundCall with the action sendAutoReply",
  }),
  "undocumented-action": noteCode({
    title: "Action not seen in the channel",
    explanation: "No known export has this action in a flow of this type. The platform may accept it all the same.",
    fix: "Nothing to do if Architect offers the action there.",
    example: "secureCall with the action setLanguage",
  }),
  "unknown-output-path": warningCode({
    title: "Output path that the action does not have",
    explanation:
      "An export has actions under an output path that the action, or the task that it calls, does not have. Nothing is known to run them.",
    fix: "Use a name from the hint.",
    example: "- callData: {name: Ask, outputs: {successful: {actions: []}}}",
  }),
  "unknown-root-key": warningCode({
    title: "Key that flows of this type do not have",
    explanation:
      "Below the flow type is a key that no known export of this type has. It is published unchanged. The platform may refuse or ignore it.",
    fix: "Correct its spelling, or remove it.",
    example: "inboundCall:\n  name: Sales\n  variabless: []",
  }),
  "unknown-property": errorCode({
    title: "Property that the action does not have",
    inExport: "warning",
    explanation:
      "An action has a property that neither a known export nor the vendor's SDK has. In an export, it is published unchanged. A definition accepts only the properties of the action table.",
    fix: "Correct its spelling. docs/actions.md lists all properties. In a definition, put Archy's own properties that the table does not list under 'archy'.",
    example: "- playAudio: {name: Hello, auido: {tts: Hello}}",
  }),
  "undocumented-property": warningCode({
    title: "Property that the vendor's SDK does not have",
    explanation:
      "No known export has the action, so that its properties are those of the SDK's class. This property is not one of them.",
    fix: "Correct its spelling, unless Architect writes it so.",
    example: "- setPriority: {name: First, level: {lit: 1}}",
  }),
  "unknown-word": errorCode({
    title: "Value that the property does not have",
    inExport: "warning",
    explanation:
      "The property has a list of values in the vendor's SDK or in the API description, and this is not one of them.",
    fix: "Use a value from the hint.",
    example: "- collectInput: {name: Ask, verificationType: digits}",
  }),
  "property-form": errorCode({
    title: "Property in an unknown form",
    inExport: "warning",
    explanation: "No known export writes the property in this form.",
    fix: "Write it as the hint says.",
    example: "- transferToVoicemail: {name: Leave, destination: {queue: Support}}",
  }),
  "missing-property": warningCode({
    title: "Missing property",
    explanation: "The action does nothing without the property. Every known export of the action has it.",
    fix: "Add it.",
    example: "- playAudio: {name: Hello}",
  }),
  "misspelt-action": warningCode({
    title: "Action that looks misspelt",
    explanation:
      "An export has an unknown action whose name is almost that of a known one. It is published unchanged. The platform may refuse it.",
    fix: "Correct its spelling, unless it is a new action of the platform.",
    example: "- playAduio: {name: Hello}",
  }),
  "unknown-export-action": noteCode({
    title: "Unknown action in an export",
    explanation:
      "An export has an action that the action table does not list, perhaps a new action of the platform. It is published unchanged.",
    fix: "Nothing to do. Checks and diagrams treat it as a single step.",
    example: "- teleport: {name: Away}",
  }),
  "language-without-voice": noteCode({
    title: "Language without a voice",
    explanation: "The flow speaks texts in a language without naming a voice. The platform uses its default voice.",
    fix: "If the voice matters, name it: 'voice' in a definition, 'textToSpeech' of the language in an export.",
    example: "supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}}}",
  }),
  "language-not-supported": warningCode({
    title: "Default language that the flow does not support",
    explanation: "The default language is not among the supported languages.",
    fix: "Add it, or choose another default language.",
    example: "defaultLanguage: en-us\nsupportedLanguages: {de-de: {none: true}}",
  }),
  "placeholder-name": warningCode({
    title: "Name in angle brackets",
    explanation:
      "The name of an object is in angle brackets, as in instructions that ask you to replace it. The platform finds no object with this name.",
    fix: "Write the name of the object, or a placeholder that the stack fills in.",
    example: "to-queue: {transferToAcd: <targetQueueName>, on: {failure: bye}}",
  }),
  "literal-guid": warningCode({
    title: "Object id in a flow",
    explanation:
      "The id of an object is valid in one organisation. In another one it names nothing, or another object.",
    fix: "Name the object (FindQueue, FindUser by name), or set the id as a value of the stack.",
    example: 'FindUserById("4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f")',
  }),
  "secret-literal": errorCode({
    title: "Secret in a flow",
    inExport: "warning",
    explanation:
      "A literal looks like a secret, or the property or variable that holds it has the name of one. Everyone who can read the flow can read the secret.",
    fix: "Keep it in the credentials of the integration. Replace the secret, because it has been exposed.",
    example: 'apiKey: {lit: "k3yOfTheKingdom42"}',
  }),
} satisfies CodeTable;
