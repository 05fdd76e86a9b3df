import { type CodeTable, errorCode } from "./code-table.ts";

export const definitionCodes = {
  "no-flow-type": errorCode({
    title: "Definition without a flow type",
    explanation: "The first key of a definition is the flow's type, and its value the flow's name.",
    fix: "Begin with a line such as 'inboundCall: Sales'.",
    example: "name: Sales\nstart: greet",
  }),
  "several-flow-types": errorCode({
    title: "Definition with two flow types",
    explanation: "A file defines one flow.",
    fix: "Split it into two files.",
    example: "inboundCall: Sales\ninboundEmail: Sales",
  }),
  "unknown-key": errorCode({
    title: "Unknown key",
    explanation: "Definitions do not have this key here.",
    fix: "Correct its spelling. docs/flow-files.md lists all keys.",
    example: "descripton: Sells things",
  }),
  "unquoted-comma": errorCode({
    title: "Unquoted comma in a value",
    explanation:
      "Inside braces, a comma ends the value: YAML reads the rest of the text or expression as further keys.",
    fix: "Put the value in quotes.",
    example: "note: {setParticipantData: {reason: =Append(Flow.a, Flow.b)}}",
  }),
  "missing-key": errorCode({
    title: "Missing key",
    explanation: "A required key is missing.",
    fix: "Add it.",
    example: "inboundCall: Sales\nstart: greet",
  }),
  "key-not-for-type": errorCode({
    title: "Key of another flow type",
    explanation: "Flows of this type do not have the key.",
    fix: "Remove it. The hint says which flow types have it.",
    example: 'commonModule: Check\nnumbers: ["+13175550100"]',
  }),
  "wrong-type": errorCode({
    title: "Value of the wrong kind",
    explanation: "The value is a text, number, list or mapping where the key requires another kind.",
    fix: "Write a value as the message describes it.",
    example: "pin: 4",
  }),
  "invalid-value": errorCode({
    title: "Invalid value",
    explanation: "The value is of the right kind, but the key does not accept it.",
    fix: "Write a value as the message describes it.",
    example: 'numbers: ["317 555"]',
  }),
  "reserved-name": errorCode({
    title: "Reserved name",
    explanation: "Every module has the outcome 'error' and the output 'outcome'.",
    fix: "Remove it, or choose another name.",
    example: "outcomes: [success, error]",
  }),
  "no-action": errorCode({
    title: "Node without an action",
    explanation: "A node does exactly one thing.",
    fix: "Name its action.",
    example: "greet: {then: bye}",
  }),
  "several-actions": errorCode({
    title: "Node with several actions",
    explanation: "A node does exactly one thing.",
    fix: "Make one node for each action.",
    example: "greet: {playAudio: Hello., disconnect: {}}",
  }),
  "unknown-action": errorCode({
    title: "Unknown action",
    explanation: "The table of Architect actions does not list the node's action.",
    fix: "Correct its spelling. docs/actions.md lists all actions.",
    example: "greet: {playAduio: Hello.}",
  }),
  "jump-action": errorCode({
    title: "Jump in a definition",
    explanation: "A transition says where control goes. Compilation writes the jumps.",
    fix: "Name the node in a transition.",
    example: "again: {jumpToTask: {targetTaskRef: x}}",
  }),
  "end-in-flow": errorCode({
    title: "Outcome in a flow that is not a module",
    explanation: "Only a common module ends with an outcome.",
    fix: "End the flow with disconnect or a transfer, or remove the transition.",
    example: "inboundCall: Sales\nnodes: {done: {end: success}}",
  }),
  "unknown-transition": errorCode({
    title: "Transition that the action does not have",
    explanation: "The name of a transition is not an output path of the action.",
    fix: "Use a name from the hint.",
    example: "ask: {collectInput: {...}, on: {sucess: bye}}",
  }),
  "then-not-possible": errorCode({
    title: "'then' on an action with named output paths",
    explanation: "An action with several output paths, or with none, has no 'then'.",
    fix: "Write the transitions under 'on', or remove 'then'.",
    example: "bye: {disconnect: {}, then: greet}",
  }),
  "duplicate-id": errorCode({
    title: "Two nodes with the same id",
    explanation: "An id is unique in a flow, its tasks and the fragments that it uses.",
    fix: "Change one of the two ids.",
    example: "tasks: {find: {nodes: {greet: {endTask: {}}}}}",
  }),
  "unknown-task": errorCode({
    title: "Unknown task",
    explanation: "A node calls a task that the file does not have.",
    fix: "Use a name from the hint, or add the task under 'tasks'.",
    example: "find: {callTask: find-custommer, then: greet}",
  }),
  "unknown-fragment": errorCode({
    title: "Unknown fragment",
    explanation: "A node uses a fragment that the file does not have.",
    fix: "Use a name from the hint, or add the fragment under 'fragments'.",
    example: "pin: {use: ask-digit, with: {count: 4}, then: check}",
  }),
  "fragment-in-fragment": errorCode({
    title: "Fragment inside a fragment",
    explanation: "A node of a fragment uses a fragment; fragments do not nest.",
    fix: "Write the nodes out, or use both fragments one after the other.",
    example: "fragments: {ask: {start: a, nodes: {a: {use: say}}}}",
  }),
  "no-cases": errorCode({
    title: "Switch or menu without cases",
    explanation: "A switch needs at least one case besides the default. A menu needs at least one choice.",
    fix: "Add one, or remove the node.",
    example: "choose: {switch: {}, on: {default: bye}}",
  }),
  "not-compiled": errorCode({
    title: "Cannot be compiled",
    retired: true,
    explanation: "Flows of this type, or with these parts, could only be published as exports.",
    fix: "Update this project, or put the export from Architect into flows/ unchanged.",
    example: "botFlow: Assistant",
  }),
  unstructured: errorCode({
    title: "Transitions that nested actions cannot express",
    explanation:
      "Common modules and in-queue flows have no tasks: their actions nest, so two branches that do not join cannot lead to the same node.",
    fix: "Join the branches at one node after both, or use a loop.",
    example: "two branches of a module that lead back to different earlier nodes",
  }),
  "missing-value": errorCode({
    title: "Value that is not set",
    explanation: "The definition declares a value without a default, and this stack does not set it.",
    fix: "Set it under 'genesys-flows:values' in the stack's file, or give it a default.",
    example: "queue: ${queue}",
  }),
  "unknown-value": errorCode({
    title: "Value that is not declared",
    explanation: "The definition uses a value that it does not declare.",
    fix: "Declare it under 'values', or correct its spelling.",
    example: "queue: ${quueue}",
  }),
  "wrong-value-type": errorCode({
    title: "Value that does not have its declared type",
    explanation: "The stack sets a value of another type than the definition declares.",
    fix: "Correct the value in the stack's file, or the declaration.",
    example: "values: {attempts: integer}, and in the stack attempts: three",
  }),
} satisfies CodeTable;
