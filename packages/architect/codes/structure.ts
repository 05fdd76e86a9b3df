import { type CodeTable, errorCode, noteCode, warningCode } from "./code-table.ts";

/** How the parts of a flow hang together. */
export const structureCodes = {
  "missing-start": errorCode({
    title: "No start",
    explanation: "The flow does not say where it starts.",
    fix: "Add 'start' to a definition, 'startUpRef' or 'startUpTaskActions' to an export.",
    example: "inboundCall: Sales\nnodes: {bye: {disconnect: {}}}",
  }),
  "dangling-transition": errorCode({
    title: "Transition to nowhere",
    explanation: "A transition, or the start, names a node that is not there.",
    fix: "Correct the name, or add the node.",
    example: "greet: {playAudio: Hello., then: qeue}",
  }),
  "dangling-reference": errorCode({
    title: "Reference to nowhere",
    explanation: "A 'startUpRef' or 'target...Ref' names a task, menu or state that the document does not have.",
    fix: "Name a part by its place and refId: /inboundCall/tasks/task[Main_10].",
    example: 'startUpRef: "/inboundCall/tasks/task[Mian_10]"',
  }),
  "external-ref": errorCode({
    title: "Part in another file",
    inExport: "warning",
    explanation:
      "A 'ref' leads to another file. Only the Archy command line puts files together; the platform does not, and may refuse the flow.",
    fix: "Put the part in the place of the reference.",
    example: "- ref: audio.yaml#/actions/playAudio[hello]",
  }),
  "not-an-action": errorCode({
    title: "Not an action",
    explanation: "An item of a list of actions is not one action with its properties.",
    fix: "Write '- <action>:' and its properties two levels below.",
    example: "actions:\n  - playAudio",
  }),
  "unreachable-node": errorCode({
    title: "Node that nothing leads to",
    inExport: "warning",
    explanation:
      "No way from the start comes to the node. In Architect this happens behind an action that ends the flow.",
    fix: "Let a way lead to it, or remove it.",
    example: "- disconnect: {name: Bye}\n- playAudio: {name: Never heard}",
  }),
  "no-way-to-end": errorCode({
    title: "Flow that cannot end",
    inExport: "warning",
    explanation: "Whatever happens, the flow goes round in a circle; the platform stops it after 10,000 actions.",
    fix: "Let a way out of the circle end the flow.",
    example: "ask: {playAudio: Again., then: ask}",
  }),
  "loop-without-exit": errorCode({
    title: "Circle without a way out",
    inExport: "warning",
    explanation:
      "Control can come into a circle of nodes that no way leaves; the platform stops it after 10,000 actions.",
    fix: "Let one of its ways leave the circle, after some turns at least.",
    example: "sorry: {playAudio: Sorry., then: again}\nagain: {playAudio: Again., then: sorry}",
  }),
  "duplicate-ref-id": errorCode({
    title: "Two parts with one refId",
    explanation: "A reference to it cannot tell the two apart.",
    fix: "Give one of the two another refId, and correct the references to it.",
    example: "- task: {name: A, refId: x_1}\n- task: {name: B, refId: x_1}",
  }),
  "duplicate-part-name": warningCode({
    title: "Two parts with one name",
    explanation: "Two tasks, menus or states of a flow have one name, so that people mistake one for the other.",
    fix: "Rename one of the two.",
    example: "- task: {name: Main, refId: a_1}\n- task: {name: Main, refId: b_2}",
  }),
  "invalid-flow-name": errorCode({
    title: "Name that the platform refuses",
    explanation:
      "A flow's name has at most 200 characters, a letter or digit, no slash, and does not end with '-debug'.",
    fix: "Rename the flow.",
    example: "inboundCall:\n  name: Sales/Service",
  }),
  "duplicate-name": errorCode({
    title: "Two flows with one name",
    explanation:
      "Names are unique per flow type in an organisation, whatever their case: the second would be published over the first.",
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
    title: "Action that the channel does not have",
    explanation: "It is attested that flows of this type do not have the action.",
    fix: "Use an action of the channel; the hint names one.",
    example: "inboundShortMessage with the action jumpToTask",
  }),
  "action-not-in-module-channels": errorCode({
    title: "Action that one of a module's channels does not have",
    explanation: "A module has only the actions that all flow types have which may call it.",
    fix: "Leave the action out, or the channel; or make a module for each.",
    example: "a module for inboundEmail and inboundCall with the action sendAutoReply",
  }),
  "action-not-attested": noteCode({
    title: "Action that no export shows in the channel",
    explanation: "No known export has this action in a flow of this type. That proves nothing: the platform decides.",
    fix: "Nothing, if Architect offers the action there.",
    example: "secureCall with the action setLanguage",
  }),
  "unknown-output-path": warningCode({
    title: "Output path that the action does not have",
    explanation:
      "An action of an export has actions under an output path that the action does not have, or the called task does not name. Nothing is known that would take it.",
    fix: "Use a name from the hint.",
    example: "- callData: {name: Ask, outputs: {successful: {actions: []}}}",
  }),
  "unknown-root-key": warningCode({
    title: "Key that flows of the type do not have",
    explanation:
      "Below the flow's type is a key that no known export of such a flow has. It is published as it is; the platform may refuse it or pass over it.",
    fix: "Correct its spelling, or remove it.",
    example: "inboundCall:\n  name: Sales\n  variabless: []",
  }),
  "unknown-property": errorCode({
    title: "Property that the action does not have",
    inExport: "warning",
    explanation:
      "An action has a property that no known export of it has, nor the vendor's SDK. In an export it is published as it is; a definition has the properties of the action table only.",
    fix: "Correct its spelling; docs/actions.md names all. In a definition, Archy's own properties that are not known here go under 'archy'.",
    example: "- playAudio: {name: Hello, auido: {tts: Hello}}",
  }),
  "property-form": errorCode({
    title: "Property in another form",
    inExport: "warning",
    explanation: "A property is written in another form than in every known export.",
    fix: "Write it as the hint says.",
    example: "- transferToVoicemail: {name: Leave, destination: {queue: Support}}",
  }),
  "missing-property": warningCode({
    title: "Property that every export has",
    explanation: "An action lacks the property without which it does nothing. Every known export of the action has it.",
    fix: "Add it.",
    example: "- playAudio: {name: Hello}",
  }),
  "misspelt-action": warningCode({
    title: "Action that looks misspelt",
    explanation:
      "An export has an action that is not known here, and one that is known is spelled nearly so. It is published as it is; the platform may refuse it.",
    fix: "Correct its spelling, unless it is an action of a newer platform.",
    example: "- playAduio: {name: Hello}",
  }),
  "unknown-export-action": noteCode({
    title: "Action of a newer platform",
    explanation: "An export has an action that is not known here. It is published as it is.",
    fix: "Nothing. Checks and diagrams see it as a single step.",
    example: "- teleport: {name: Away}",
  }),
  "language-without-voice": noteCode({
    title: "Language without a voice",
    explanation:
      "The flow speaks texts in a language for which it names no voice: the platform takes a default of its own.",
    fix: "Name a voice, if it matters which: 'voice' in a definition, 'textToSpeech' of the language in an export.",
    example: "supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}}}",
  }),
  "language-not-supported": warningCode({
    title: "Default language that the flow does not have",
    explanation: "The default language is not among the supported languages.",
    fix: "Add it, or name another as default.",
    example: "defaultLanguage: en-us\nsupportedLanguages: {de-de: {none: true}}",
  }),
  "placeholder-name": warningCode({
    title: "Name that somebody is to fill in",
    explanation:
      "An object is named in angle brackets, as instructions write what is to be replaced. The platform finds no object under such a name.",
    fix: "Write the name of the object, or a placeholder that the stack fills in.",
    example: "to-queue: {transferToAcd: <targetQueueName>, on: {failure: bye}}",
  }),
  "literal-guid": warningCode({
    title: "Id in the text of a flow",
    explanation: "The id of an object belongs to one organisation; in another one it names nothing, or something else.",
    fix: "Name the object (FindQueue, FindUser by name), or give the id as a value of the stack.",
    example: 'FindUserById("4c0ecd1d-5b3c-4d3b-9f0f-1a2b3c4d5e6f")',
  }),
  "secret-literal": errorCode({
    title: "Secret in the text of a flow",
    inExport: "warning",
    explanation:
      "A literal has the shape of a secret, or the name of what gets it says that it is one. Whoever may read the flow reads it.",
    fix: "Keep it in the credentials of the integration. Replace it, for it has been written down.",
    example: 'apiKey: {lit: "k3yOfTheKingdom42"}',
  }),
} satisfies CodeTable;
