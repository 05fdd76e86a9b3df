import { type CodeTable, errorCode } from "./code-table.ts";

export const definitionCodes = {
  "no-flow-type": errorCode({
    title: "Definition without a flow type",
    explanation: "The first key of a definition is the flow's type. The value of this key is the flow's name.",
    fix: "Begin with a line such as 'inboundCall: Sales'.",
    situation: 'A definition in TypeScript does not have a flow type: `defineFlow({start: "bye", nodes: {...}})`.',
  }),
  "several-flow-types": errorCode({
    title: "Definition with two flow types",
    explanation: "A file defines exactly one flow.",
    fix: "Split it into two files.",
    example: `inboundCall: Sales
inboundEmail: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
start: bye
nodes: {bye: {disconnect: {}}}
`,
  }),
  "unknown-key": errorCode({
    title: "Unknown key",
    explanation: "Definitions do not have this key here.",
    fix: "Correct its spelling. docs/flow-files.md lists all keys.",
    example: `inboundCall: Sales
descripton: Sells contracts.
start: bye
nodes: {bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
description: Sells contracts.
start: bye
nodes: {bye: {disconnect: {}}}
`,
  }),
  "unquoted-comma": errorCode({
    title: "Unquoted comma in a value",
    explanation: "Inside braces, a comma ends a value. YAML reads the text after the comma as other keys.",
    fix: "Put the value in quotes.",
    example: "note: {setParticipantData: {caller: =Left(Call.Ani, 5)}, then: bye}",
    right: 'note: {setParticipantData: {caller: "=Left(Call.Ani, 5)"}, then: bye}',
  }),
  "missing-key": errorCode({
    title: "Missing key",
    explanation: "A required key is missing.",
    fix: "Add it.",
    example: `commonModule: Check
start: done
nodes: {done: {end: completed}}
`,
    right: `commonModule: Check
channels: [inboundCall]
start: done
nodes: {done: {end: completed}}
`,
  }),
  "key-not-for-type": errorCode({
    title: "Key of a different flow type",
    explanation: "Flows of this type do not have the key.",
    fix: "Remove it. The hint lists the flow types that have it.",
    example: `commonModule: Check
numbers: ["+13175550100"]
channels: [inboundCall]
start: done
nodes: {done: {end: completed}}
`,
    right: `commonModule: Check
channels: [inboundCall]
start: done
nodes: {done: {end: completed}}
`,
  }),
  "wrong-type": errorCode({
    title: "Value of the wrong kind",
    explanation: "The value is a string, number, list or mapping, but the key requires a different kind of value.",
    fix: "Write a value as described in the message.",
    example: "numbers: [+13175550100]",
    right: 'numbers: ["+13175550100"]',
  }),
  "invalid-value": errorCode({
    title: "Invalid value",
    explanation: "The value has the right type, but the key does not accept it.",
    fix: "Write a value as described in the message.",
    example: 'numbers: ["317 555"]',
    right: 'numbers: ["+13175550100"]',
  }),
  "reserved-name": errorCode({
    title: "Reserved name",
    explanation: "Every module has the outcome 'error' and the output 'outcome'.",
    fix: "Remove it, or choose a different name.",
    example: `commonModule: Check
channels: [inboundCall]
outcomes: [success, error]
start: who
nodes:
  who: {decision: =IsSet(Call.Ani), on: {yes: good, no: bad}}
  good: {end: success}
  bad: {end: error}
`,
    right: `commonModule: Check
channels: [inboundCall]
outcomes: [success, failure]
start: who
nodes:
  who: {decision: =IsSet(Call.Ani), on: {yes: good, no: bad}}
  good: {end: success}
  bad: {end: failure}
`,
  }),
  "no-action": errorCode({
    title: "Node without an action",
    explanation: "A node does exactly one thing.",
    fix: "Add an action.",
    example: "greet: {then: bye}",
    right: "greet: {playAudio: Hello., then: bye}",
  }),
  "several-actions": errorCode({
    title: "Node with several actions",
    explanation: "A node does exactly one thing.",
    fix: "Write one node for each action.",
    example: "greet: {playAudio: Hello., disconnect: {}}",
    right: `greet: {playAudio: Hello., then: bye}
bye: {disconnect: {}}
`,
  }),
  "unknown-action": errorCode({
    title: "Unknown action",
    explanation: "The table of Architect actions does not list the node's action.",
    fix: "Correct its spelling. docs/actions.md lists all actions.",
    example: "greet: {playAduio: Hello., then: bye}",
    right: "greet: {playAudio: Hello., then: bye}",
  }),
  "jump-action": errorCode({
    title: "Jump in a definition",
    explanation: "Transitions determine which node comes next. The compiler generates the jumps.",
    fix: "Refer to the node in a transition instead.",
    example: `greet: {playAudio: Hello., then: again}
again: {jumpToTask: {targetTaskRef: greet}}
`,
    right: `greet: {playAudio: Hello., then: again}
again: {decision: =IsSet(Call.Ani), on: {yes: queue, no: greet}}
`,
  }),
  "end-in-flow": errorCode({
    title: "Outcome in a flow that is not a module",
    explanation: "Only a common module ends with an outcome.",
    fix: "End the flow with disconnect or a transfer, or remove the transition.",
    example: `inboundCall: Sales
start: done
nodes: {done: {end: success}}
`,
    right: `inboundCall: Sales
start: done
nodes: {done: {disconnect: {}}}
`,
  }),
  "unknown-transition": errorCode({
    title: "Transition that the action does not have",
    explanation: "The name of a transition is not an output path of the action.",
    fix: "Use a name from the hint.",
    example: `ask: {collectInput: {digits: 1, into: Flow.digit}, on: {sucess: note, failure: bye}}
note: {setParticipantData: {digit: =Flow.digit}, then: bye}
`,
    right: `ask: {collectInput: {digits: 1, into: Flow.digit}, on: {success: note, failure: bye}}
note: {setParticipantData: {digit: =Flow.digit}, then: bye}
`,
  }),
  "then-not-possible": errorCode({
    title: "'then' on an action with named output paths",
    explanation: "An action with several output paths, or with none, has no 'then'.",
    fix: "Write the transitions under 'on', or remove 'then'.",
    example: "queue: {transferToAcd: Sales, then: bye}",
    right: "queue: {transferToAcd: Sales, on: {failure: bye}}",
  }),
  "duplicate-id": errorCode({
    title: "Two nodes with the same id",
    explanation: "An id must be unique within a flow, including its tasks and the fragments that it uses.",
    fix: "Change one of the two ids.",
    example: `inboundCall: Sales
start: find
nodes: {find: {callTask: look, then: bye}, bye: {disconnect: {}}}
tasks: {look: {nodes: {bye: {endTask: {}}}}}
`,
    right: `inboundCall: Sales
start: find
nodes: {find: {callTask: look, then: bye}, bye: {disconnect: {}}}
tasks: {look: {nodes: {found: {endTask: {}}}}}
`,
  }),
  "unknown-task": errorCode({
    title: "Unknown task",
    explanation: "A node calls a task that the file does not have.",
    fix: "Use a name from the hint, or add the task under 'tasks'.",
    example: `inboundCall: Sales
start: find
nodes: {find: {callTask: loook, then: bye}, bye: {disconnect: {}}}
tasks: {look: {nodes: {found: {endTask: {}}}}}
`,
    right: `inboundCall: Sales
start: find
nodes: {find: {callTask: look, then: bye}, bye: {disconnect: {}}}
tasks: {look: {nodes: {found: {endTask: {}}}}}
`,
  }),
  "unknown-fragment": errorCode({
    title: "Unknown fragment",
    explanation: "A node uses a fragment that the file does not define.",
    fix: "Use a name from the hint, or add the fragment under 'fragments'.",
    example: `inboundCall: Sales
voice: Jill
start: greet
nodes: {greet: {use: sya, then: bye}, bye: {disconnect: {}}}
fragments: {say: {start: hello, nodes: {hello: {playAudio: Hello., then: out}}, exits: [out]}}
`,
    right: `inboundCall: Sales
voice: Jill
start: greet
nodes: {greet: {use: say, then: bye}, bye: {disconnect: {}}}
fragments: {say: {start: hello, nodes: {hello: {playAudio: Hello., then: out}}, exits: [out]}}
`,
  }),
  "fragment-in-fragment": errorCode({
    title: "Fragment inside a fragment",
    explanation: "A node of a fragment uses a fragment. Fragments cannot be nested.",
    fix: "Copy the nodes, or use both fragments one after the other.",
    example: `inboundCall: Sales
voice: Jill
start: greet
nodes: {greet: {use: welcome, then: bye}, bye: {disconnect: {}}}
fragments:
  say: {start: hello, nodes: {hello: {playAudio: Hello., then: out}}, exits: [out]}
  welcome: {start: first, nodes: {first: {use: say, then: out}}, exits: [out]}
`,
    right: `inboundCall: Sales
voice: Jill
start: greet
nodes: {greet: {use: say, then: news}, news: {use: welcome, then: bye}, bye: {disconnect: {}}}
fragments:
  say: {start: hello, nodes: {hello: {playAudio: Hello., then: out}}, exits: [out]}
  welcome: {start: first, nodes: {first: {playAudio: Welcome., then: out}}, exits: [out]}
`,
  }),
  "no-cases": errorCode({
    title: "Switch or menu without cases",
    explanation: "A switch needs at least one case besides the default. A menu needs at least one choice.",
    fix: "Add a case or choice, or remove the node.",
    example: "choose: {switch: =Call.Ani, on: {default: bye}}",
    right: "choose: {switch: =Call.Ani, on: {anonymous: queue, default: bye}}",
  }),
  "not-compiled": errorCode({
    title: "Cannot be compiled",
    retired: true,
    explanation: "Flows of this type, or with these parts, can only be published from an export.",
    fix: "Put the export from Architect into flows/ unchanged, or try a newer version of this project.",
    situation: "A definition of a flow type that earlier versions could only publish as an export.",
  }),
  unstructured: errorCode({
    title: "Transitions that nested actions cannot express",
    explanation:
      "Common modules and in-queue flows have no tasks, so their actions must nest. Two branches that do not join cannot lead to the same node.",
    fix: "Let both branches lead to one node after them, or use a loop.",
    example: `commonModule: Check
channels: [inboundCall]
start: ask
nodes:
  ask: {decision: =IsSet(Call.Ani), on: {yes: done, no: wait}}
  wait: {playAudio: Please wait., then: ask}
  done: {end: completed}
`,
    right: `commonModule: Check
channels: [inboundCall]
start: turns
nodes:
  turns: {loop: {times: 3}, on: {each: ask, done: done}}
  ask: {decision: =IsSet(Call.Ani), on: {yes: done, no: wait}}
  wait: {playAudio: Please wait., then: turns}
  done: {end: completed}
`,
  }),
  "missing-value": errorCode({
    title: "Value that is not set",
    explanation: "The definition declares a value without a default, and this stack does not set the value.",
    fix: "Set it under 'genesys-flows:values' in the stack's file, or give it a default.",
    example: `inboundCall: Sales
values: {queue: {type: string}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
`,
  }),
  "unknown-value": errorCode({
    title: "Value that is not declared",
    explanation: "The definition uses a value, but does not declare the value.",
    fix: "Declare it under 'values', or correct its spelling.",
    example: `inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${quueue}", on: {failure: bye}}, bye: {disconnect: {}}}
`,
    right: `inboundCall: Sales
values: {queue: {type: string, default: Sales}}
start: to-queue
nodes: {to-queue: {transferToAcd: "\${queue}", on: {failure: bye}}, bye: {disconnect: {}}}
`,
  }),
  "wrong-value-type": errorCode({
    title: "Value of the wrong type",
    explanation: "The type of the value in the stack is not the type that the definition declares.",
    fix: "Correct the value in the stack's file, or the declaration.",
    example: `# flows/sales.yaml
inboundCall: Sales
values: {priority: {type: integer}}
start: to-queue
nodes: {to-queue: {transferToAcd: {queue: Sales, priority: "\${priority}"}, on: {failure: bye}}, bye: {disconnect: {}}}
# Pulumi.dev.yaml
genesys-flows:values: {priority: high}
`,
    right: `# flows/sales.yaml
inboundCall: Sales
values: {priority: {type: integer}}
start: to-queue
nodes: {to-queue: {transferToAcd: {queue: Sales, priority: "\${priority}"}, on: {failure: bye}}, bye: {disconnect: {}}}
# Pulumi.dev.yaml
genesys-flows:values: {priority: 5}
`,
  }),
} satisfies CodeTable;
