import { type CodeTable, errorCode } from "./code-table.ts";

/** How a definition is written. */
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
    fix: "Make two files.",
    example: "inboundCall: Sales\ninboundEmail: Sales",
  }),
  "unknown-key": errorCode({
    title: "Unknown key",
    explanation: "A definition has no such key at this place.",
    fix: "Correct its spelling; docs/flow-files.md names all keys.",
    example: "descripton: Sells things",
  }),
  "unquoted-comma": errorCode({
    title: "Expression that a comma cuts",
    explanation: "Within braces a comma ends a value: YAML reads the rest of the expression as further keys.",
    fix: "Put the expression in quotes.",
    example: "note: {setParticipantData: {reason: =Append(Flow.a, Flow.b)}}",
  }),
  "missing-key": errorCode({
    title: "Missing key",
    explanation: "A key that is needed is not there.",
    fix: "Add it.",
    example: "inboundCall: Sales\nstart: greet",
  }),
  "key-not-for-type": errorCode({
    title: "Key of another flow type",
    explanation: "Flows of this type do not have the key.",
    fix: "Remove it; the hint says who has it.",
    example: 'commonModule: Check\nnumbers: ["+13175550100"]',
  }),
  "wrong-type": errorCode({
    title: "Value of the wrong kind",
    explanation: "A text, number, list or mapping stands where something else is wanted.",
    fix: "Write what the message asks for.",
    example: "pin: 4",
  }),
  "invalid-value": errorCode({
    title: "Value that cannot be used",
    explanation: "The value is of the right kind and not one of those that are possible.",
    fix: "Write what the message asks for.",
    example: 'numbers: ["317 555"]',
  }),
  "reserved-name": errorCode({
    title: "Name with a meaning of its own",
    explanation: "The outcome 'error' and the output 'outcome' of a module always exist.",
    fix: "Leave it out, or choose another name.",
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
    fix: "Make a node of each.",
    example: "greet: {playAudio: Hello., disconnect: {}}",
  }),
  "unknown-action": errorCode({
    title: "Unknown action",
    explanation: "The node's action is none of Architect's that are known here.",
    fix: "Correct its spelling; docs/actions.md names all.",
    example: "greet: {playAduio: Hello.}",
  }),
  "jump-action": errorCode({
    title: "Jump",
    explanation: "Where control goes is written as a transition; jumps are made when the flow is compiled.",
    fix: "Let a transition name the node.",
    example: "again: {jumpToTask: {targetTaskRef: x}}",
  }),
  "end-in-flow": errorCode({
    title: "Outcome of a flow",
    explanation: "Only a common module ends with an outcome.",
    fix: "End the flow with disconnect or a transfer, or leave the transition out.",
    example: "inboundCall: Sales\nnodes: {done: {end: success}}",
  }),
  "unknown-way": errorCode({
    title: "Way on that the action does not have",
    explanation: "A transition has a name that is none of the action's outputs.",
    fix: "Use a name from the hint.",
    example: "ask: {collectInput: {...}, on: {sucess: bye}}",
  }),
  "then-not-possible": errorCode({
    title: "'then' at an action with named ways on",
    explanation: "Actions with several ways on, or with none, have no 'then'.",
    fix: "Write 'on' with the ways, or leave it out.",
    example: "bye: {disconnect: {}, then: greet}",
  }),
  "duplicate-id": errorCode({
    title: "Two nodes with one id",
    explanation: "The nodes of a flow, of its tasks and of the fragments that it uses share one space of ids.",
    fix: "Give one of the two another id.",
    example: "tasks: {find: {nodes: {greet: {endTask: {}}}}}",
  }),
  "unknown-task": errorCode({
    title: "Task that is not there",
    explanation: "A node calls a task that the file does not have.",
    fix: "Use a name from the hint, or write the task under 'tasks'.",
    example: "find: {callTask: find-custommer, then: greet}",
  }),
  "unknown-fragment": errorCode({
    title: "Fragment that is not there",
    explanation: "A node uses a fragment that the file does not have.",
    fix: "Use a name from the hint, or write the fragment under 'fragments'.",
    example: "pin: {use: ask-digit, with: {count: 4}, then: check}",
  }),
  "fragment-in-fragment": errorCode({
    title: "Fragment within a fragment",
    explanation: "A node of a fragment uses a fragment; fragments do not nest.",
    fix: "Write the nodes out, or use both fragments one after the other.",
    example: "fragments: {ask: {start: a, nodes: {a: {use: say}}}}",
  }),
  "no-cases": errorCode({
    title: "Switch or menu without cases",
    explanation: "A switch has at least one case beside the default, a menu at least one choice.",
    fix: "Add one, or leave the node out.",
    example: "choose: {switch: {}, on: {default: bye}}",
  }),
  "not-compiled": errorCode({
    title: "Cannot be compiled",
    retired: true,
    explanation: "Flows of this type, or with such parts, could be published as exports only.",
    fix: "Update; or put the export from Architect into flows/ as it is.",
    example: "botFlow: Assistant",
  }),
  unstructured: errorCode({
    title: "Ways that nesting cannot express",
    explanation:
      "Modules and in-queue flows have no tasks: their actions nest, so a node cannot be reached from two branches that do not join.",
    fix: "Let the branches join at one node after both, or use a loop.",
    example: "two branches of a module that go back to different nodes before them",
  }),
  "missing-value": errorCode({
    title: "Value that is not set",
    explanation: "The definition declares a value that has none in this stack and no default.",
    fix: "Add it under 'genesys-flows:values' in the stack's file, or give it a default.",
    example: "queue: ${queue}",
  }),
  "unknown-value": errorCode({
    title: "Value that is not declared",
    explanation: "The definition uses a value that it does not declare.",
    fix: "Declare it under 'values', or correct its spelling.",
    example: "queue: ${quueue}",
  }),
  "wrong-value-type": errorCode({
    title: "Value of another type than declared",
    explanation: "The stack gives a value of another type than the definition declares.",
    fix: "Correct the value in the stack's file, or the declaration.",
    example: "values: {attempts: integer}, and in the stack attempts: three",
  }),
} satisfies CodeTable;
