// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${name}` is a value of the definition language
/** A flow with a mistake, and the codes of what must be found in it. */
export interface WrongInput {
  readonly title: string;
  readonly codes: readonly string[];
  readonly text: string;
  readonly values?: Readonly<Record<string, string | number | boolean>>;
}

const flowOf = (nodes: string, more = "") => `inboundCall: Sales\n${more}start: greet\nnodes:\n${nodes}`;
const moduleText = (nodes: string, more = "") =>
  `commonModule: Check\nchannels: [inboundCall]\n${more}start: first\nnodes:\n${nodes}`;
const bye = "  bye: {disconnect: {}}\n";

/** One row for each diagnostic code of a definition, at least. */
export const wrongInputs: readonly WrongInput[] = [
  { title: "not YAML", codes: ["not-yaml"], text: "inboundCall: Sales\nnodes: {greet: {playAudio: Hello.}\n" },
  { title: "no mapping", codes: ["wrong-type"], text: "- inboundCall\n" },
  {
    title: "a key twice",
    codes: ["duplicate-key"],
    text: flowOf(`  greet: {playAudio: Hello.}\n  greet: {disconnect: {}}\n`),
  },
  {
    title: "no flow type",
    codes: ["no-flow-type"],
    text: "inboundCal: Sales\nstart: a\nnodes: {a: {disconnect: {}}}\n",
  },
  {
    title: "two flow types",
    codes: ["several-flow-types"],
    text: "inboundCall: Sales\ninboundEmail: Sales\nstart: a\nnodes: {a: {disconnect: {}}}\n",
  },
  { title: "unknown key", codes: ["unknown-key"], text: flowOf(`  greet: {disconnect: {}}\n`, "descripton: Sells\n") },
  {
    title: "words for what the platform has in another way",
    codes: ["unknown-key", "unknown-key", "unknown-action", "unknown-action", "unknown-action"],
    text: flowOf(
      `  greet: {callModule: pin-authentication, timeout: 5, on: {success: look, failure: bye, error: bye}}\n` +
        `  look: {callData: {action: CRM/Find}, timeout: {seconds: 5}, on: {success: bye, failure: bye, timeout: bye}}\n` +
        `  bye: {disconnect: {}, enabled: false}\n`,
      "enabled: false\ntimeout: 5\n",
    ),
  },
  {
    title: "a disposition, which flows do not have",
    codes: ["unknown-property"],
    text: flowOf("  greet: {disconnect: {disposition: sold}}\n"),
  },
  {
    title: "a text with a comma in braces",
    codes: ["unquoted-comma"],
    text: moduleText(`  first: {end: completed}\n`, "inputs: {a: {type: string, description: The id, if known}}\n"),
  },
  {
    title: "a text with a comma before one word",
    codes: ["unquoted-comma"],
    text: flowOf(`  greet: {playAudio: Hello, world, then: bye}\n${bye}`),
  },
  {
    title: "a text with a colon and no quotes",
    codes: ["not-yaml"],
    text: flowOf(`  greet:\n    playAudio: Hello: world\n    then: bye\n${bye}`),
  },
  {
    title: "a text with a colon in braces",
    codes: ["not-yaml"],
    text: flowOf(`  greet: {playAudio: Hello: world, then: bye}\n${bye}`),
  },
  {
    title: "an expression with a colon and no quotes",
    codes: ["not-yaml"],
    text: flowOf(`  greet:\n    updateData:\n      Flow.a: =Flow.b ? "c" : "d"\n    then: bye\n${bye}`),
  },
  {
    title: "an expression with a brace in braces",
    codes: ["unquoted-comma"],
    text: flowOf(`  greet: {setParticipantData: {reason: =Append("{a}", "b")}, then: bye}\n${bye}`),
  },
  {
    title: "a character of another encoding",
    codes: ["not-text"],
    text: flowOf(`  greet: {playAudio: Gr\ufffd\ufffde, then: bye}\n${bye}`),
  },
  {
    title: "a merge key",
    codes: ["unknown-action"],
    text: flowOf(`  greet: {<<: {note: a}, playAudio: Hello., then: bye}\n${bye}`),
  },
  {
    title: "channels that do not exist",
    codes: ["invalid-value", "invalid-value"],
    text: "commonModule: Check\nchannels: [inboundCal, telephone]\nstart: first\nnodes:\n  first: {end: completed}\n",
  },
  {
    title: "a number as a name",
    codes: ["wrong-type"],
    text: "inboundCall: 5\nstart: a\nnodes: {a: {disconnect: {}}}\n",
  },
  {
    title: "data types of other languages, and a misspelt one",
    codes: ["invalid-value", "invalid-value", "invalid-value"],
    text: flowOf(bye, "variables: {Flow.a: int, Flow.b: {type: number}, Flow.c: strng, Flow.d: newerType}\n").replace(
      "start: greet",
      "start: bye",
    ),
  },
  {
    title: "tabs",
    codes: ["not-yaml", "not-yaml"],
    text: flowOf(`  greet:\n\tplayAudio: Hello\n\tthen: bye\n${bye}`),
  },
  {
    title: "a condition without the sign of an expression",
    codes: ["wrong-type"],
    text: flowOf(`  greet: {decision: Flow.IsTest, on: {yes: bye, no: bye}}\n${bye}`),
  },
  {
    title: "a number of turns in words",
    codes: ["wrong-type"],
    text: flowOf(
      `  greet: {loop: {times: three}, on: {each: again, done: bye}}\n  again: {playAudio: a, then: greet}\n${bye}`,
    ),
  },
  {
    title: "a number instead of a queue's name",
    codes: ["wrong-type"],
    text: flowOf(`  greet: {transferToAcd: {queue: 5}, on: {failure: bye}}\n${bye}`),
  },
  {
    title: "an expression with an unquoted comma",
    codes: ["unquoted-comma"],
    text: flowOf(`  greet: {setParticipantData: {reason: =If(Flow.a, 1, 2), b: 1}, then: bye}\n${bye}`),
  },
  {
    title: "an expression with an unquoted quote",
    codes: ["unquoted-comma"],
    text: flowOf(`  greet: {setParticipantData: {reason: =Append(Flow.a, "b")}, then: bye}\n${bye}`),
  },
  {
    title: "one number instead of a list",
    codes: ["wrong-type"],
    text: flowOf("  greet: {disconnect: {}}\n", "numbers: 5\n"),
  },
  {
    title: "a number without quotes",
    codes: ["wrong-type"],
    text: flowOf("  greet: {disconnect: {}}\n", "numbers: [+13175550100]\n"),
  },
  { title: "no nodes", codes: ["missing-key"], text: "inboundCall: Sales\nstart: greet\n" },
  { title: "no start", codes: ["missing-start"], text: "inboundCall: Sales\nnodes:\n  greet: {disconnect: {}}\n" },
  {
    title: "a start that does not exist",
    codes: ["dangling-transition"],
    text: "inboundCall: Sales\nstart: gret\nnodes:\n  greet: {disconnect: {}}\n",
  },
  {
    title: "an invalid number",
    codes: ["invalid-value"],
    text: flowOf("  greet: {disconnect: {}}\n", 'numbers: ["317 555"]\n'),
  },
  { title: "wrong type of a value", codes: ["wrong-type"], text: flowOf("  greet: {disconnect: {}}\n", "pin: yes\n") },
  {
    title: "an invalid node id",
    codes: ["invalid-name"],
    text: flowOf("  greet: {disconnect: {}}\n  2nd: {disconnect: {}}\n"),
  },
  { title: "no action", codes: ["no-action"], text: flowOf(`  greet: {then: bye}\n${bye}`) },
  {
    title: "unknown action",
    codes: ["unknown-action"],
    text: flowOf(`  greet: {playAduio: Hello., then: bye}\n${bye}`),
  },
  {
    title: "a property that the action does not have",
    codes: ["unknown-property"],
    text: flowOf(`  greet: {transferToAcd: {queue: Sales, prioriti: 3}, on: {failure: bye}}\n${bye}`),
  },
  {
    title: "a property within a property",
    codes: ["unknown-property"],
    text: flowOf(`  greet:
    transferToVoicemail:
      destination:
        queue:
          targetQueue: {lit: {name: Support}}
          targetUser: {lit: {name: Ann}}
    on: {failure: bye}\n${bye}`),
  },
  {
    title: "a property in an unknown form",
    codes: ["property-form"],
    text: flowOf(`  greet: {transferToVoicemail: {destination: {queue: Support}}, on: {failure: bye}}\n${bye}`),
  },
  {
    title: "two actions",
    codes: ["several-actions"],
    text: flowOf(`  greet: {playAudio: Hello., disconnect: {}}\n`),
  },
  { title: "a jump", codes: ["jump-action"], text: flowOf(`  greet: {jumpToTask: {targetTaskRef: x}}\n`) },
  {
    title: "a body that does not fit the action",
    codes: ["wrong-type", "missing-key"],
    text: flowOf(`  greet: {collectInput: {digits: four}, on: {success: bye}}\n${bye}`),
  },
  {
    title: "a transition to a node that does not exist",
    codes: ["dangling-transition"],
    text: flowOf(`  greet: {playAudio: Hello., then: by}\n${bye}`),
  },
  {
    title: "an unknown transition",
    codes: ["unknown-transition"],
    text: flowOf(`  greet: {collectInput: {digits: 1, into: Flow.a}, on: {success: bye, failed: bye}}\n${bye}`),
  },
  {
    title: "a named transition of an action without named output paths",
    codes: ["unknown-transition"],
    text: flowOf(`  greet: {playAudio: Hello., on: {done: bye}}\n${bye}`),
  },
  {
    title: "then after the end",
    codes: ["then-not-possible"],
    text: flowOf(`  greet: {disconnect: {}, then: bye}\n${bye}`),
  },
  {
    title: "then of an action that leaves",
    codes: ["then-not-possible"],
    text: flowOf(`  greet: {transferToAcd: Sales, then: bye}\n${bye}`),
  },
  { title: "an unreachable node", codes: ["unreachable-node"], text: flowOf(`  greet: {disconnect: {}}\n${bye}`) },
  {
    title: "a call without the transition that a node needs",
    codes: ["missing-call-transition"],
    text: flowOf(
      `  greet: {callModule: pin-authentication, on: {success: bye, failure: bye}}\n  sorry: {playAudio: Sorry., then: bye}\n${bye}`,
    ),
  },
  { title: "an unknown module", codes: ["unknown-module"], text: flowOf(`  greet: {callModule: pin-autentication}\n`) },
  {
    title: "a module in a module",
    codes: ["module-in-module"],
    text: moduleText(
      `  first: {callModule: pin-authentication, on: {success: done, failure: done, error: done}}\n  done: {end: completed}\n`,
    ),
  },
  {
    title: "a module for another channel",
    codes: ["incompatible-module"],
    text: `inboundEmail: Mail\nstart: greet\nnodes:\n  greet: {callModule: pin-authentication, on: {success: bye, failure: bye, error: bye}}\n${bye}`,
  },
  {
    title: "an unknown input, output and outcome",
    codes: ["unknown-input", "unknown-output", "unknown-outcome"],
    text: flowOf(
      `  greet:\n    callModule: pin-authentication\n    inputs: {maxAttemps: 3}\n    outputs: {customer: Flow.customer}\n    on: {succes: bye, error: bye}\n${bye}`,
    ),
  },
  {
    title: "inputs of an action that is not a call",
    codes: ["unknown-key"],
    text: flowOf(`  greet: {playAudio: Hello., inputs: {a: 1}, then: bye}\n${bye}`),
  },
  {
    title: "a literal of the wrong type, and a variable",
    codes: ["type-mismatch", "type-mismatch"],
    text: flowOf(
      `  greet: {callModule: pin-authentication, inputs: {maxAttempts: three}, on: {success: bye, failure: again, error: bye}}\n  again: {callModule: pin-authentication, inputs: {maxAttempts: =Flow.name}, on: {success: bye, failure: bye, error: bye}}\n${bye}`,
      "variables: {Flow.name: string}\n",
    ),
  },
  {
    title: "a value of another type in updateData",
    codes: ["type-mismatch"],
    text: flowOf(`  greet: {updateData: {Flow.count: many}, then: bye}\n${bye}`, "variables: {Flow.count: integer}\n"),
  },
  {
    title: "an output into a variable of another type",
    codes: ["type-mismatch"],
    text: flowOf(
      `  greet: {callModule: pin-authentication, outputs: {customerId: Flow.id}, on: {success: bye, failure: bye, error: bye}}\n${bye}`,
      "variables: {Flow.id: integer}\n",
    ),
  },
  {
    title: "a default of the wrong type",
    codes: ["type-mismatch"],
    text: flowOf(`  greet: {disconnect: {}}\n`, "variables: {Flow.id: {type: integer, default: one}}\n"),
  },
  {
    title: "a variable of a flow in a module",
    codes: ["wrong-scope"],
    text: moduleText(`  first: {playAudio: =ToAudioTTS(Flow.text), then: done}\n  done: {end: completed}\n`),
  },
  {
    title: "a variable of a module in a flow",
    codes: ["wrong-scope"],
    text: flowOf(`  greet: {updateData: {Common.a: 1}, then: bye}\n${bye}`),
  },
  {
    title: "a variable twice",
    codes: ["duplicate-variable"],
    text: flowOf(`  greet: {disconnect: {}}\n`, "variables: {Flow.a: string, Flow.A: string}\n"),
  },
  {
    title: "a variable without a scope",
    codes: ["invalid-name"],
    text: flowOf(`  greet: {disconnect: {}}\n`, "variables: {customer: string}\n"),
  },
  {
    title: "a variable of unknown type",
    codes: ["unknown-variable-type"],
    text: flowOf(`  greet: {updateData: {Flow.total: =Flow.a + Flow.b}, then: bye}\n${bye}`),
  },
  { title: "an outcome in a flow", codes: ["end-in-flow"], text: flowOf(`  greet: {end: completed}\n`) },
  {
    title: "an outcome that no node ends with",
    codes: ["outcome-never-reached"],
    text: moduleText(`  first: {end: success}\n`, "outcomes: [success, failure]\n"),
  },
  {
    title: "an outcome that the module does not declare",
    codes: ["unknown-outcome"],
    text: moduleText(`  first: {end: succes}\n`, "outcomes: [success]\n"),
  },
  {
    title: "an outcome that always exists",
    codes: ["reserved-name"],
    text: moduleText(
      `  first: {decision: =Call.Ani == "", on: {yes: a, no: b}}\n  a: {end: ok}\n  b: {end: error}\n`,
      "outcomes: [ok, error]\n",
    ),
  },
  {
    title: "an output that always exists",
    codes: ["reserved-name"],
    text: moduleText(`  first: {end: completed}\n`, "outputs: {outcome: string}\n"),
  },
  {
    title: "keys of another type",
    codes: ["key-not-for-type"],
    text: flowOf(`  greet: {disconnect: {}}\n`, "outputs: {a: string}\n"),
  },
  {
    title: "fault handling in a module",
    codes: ["key-not-for-type"],
    text: moduleText(`  first: {end: completed}\n`, "onFault: {then: disconnect}\n"),
  },
  {
    title: "a module without channels",
    codes: ["missing-key"],
    text: `commonModule: Check\nstart: first\nnodes:\n  first: {end: completed}\n`,
  },
  {
    title: "a switch without cases",
    codes: ["no-cases"],
    text: flowOf(`  greet: {switch: =Flow.a, on: {default: bye}}\n${bye}`, "variables: {Flow.a: string}\n"),
  },
  {
    title: "a switch with too many cases",
    codes: ["too-many-cases"],
    text: flowOf(
      `  greet: {switch: =Flow.a, on: {${Array.from({ length: 65 }, (_, n) => `c${n}: bye`).join(", ")}}}\n${bye}`,
      "variables: {Flow.a: string}\n",
    ),
  },
  {
    title: "an undeclared value",
    codes: ["unknown-value"],
    text: flowOf(
      `  greet: {transferToAcd: "\${salesQeue}"}\n`,
      "values: {salesQueue: {type: string, default: Sales}}\n",
    ),
  },
  {
    title: "a value without a default that is not set",
    codes: ["missing-value"],
    text: flowOf(`  greet: {transferToAcd: "\${salesQueue}"}\n`, "values: {salesQueue: {type: string}}\n"),
  },
  {
    title: "a value of the wrong type",
    codes: ["wrong-value-type"],
    values: { attempts: "three" },
    text: flowOf(`  greet: {disconnect: {}}\n`, "values: {attempts: {type: integer}}\n"),
  },
  {
    title: "branches of a module that cross",
    codes: ["unstructured"],
    text: moduleText(
      `  first: {callData: {action: CRM/Check}, on: {success: a, failure: b, timeout: c}}\n  a: {playAudio: A., then: x}\n  b: {decision: =Call.Ani == "", on: {yes: x, no: y}}\n  c: {playAudio: C., then: y}\n  x: {end: completed}\n  y: {end: completed}\n`,
    ),
  },
  {
    title: "a back edge in a module without a loop",
    codes: ["unstructured"],
    text: moduleText(
      `  first: {collectInput: {digits: 1, into: Task.a}, on: {success: done, failure: again}}\n  again: {playAudio: Again., then: first}\n  done: {end: completed}\n`,
    ),
  },
  {
    title: "a task variable that several tasks use and the flow has as well",
    codes: ["variable-clash"],
    text: flowOf(
      `  greet: {collectInput: {digits: 1, into: Task.a}, on: {success: joined, failure: other}}\n  other: {playAudio: Again., then: joined}\n  joined: {playAudio: =ToAudioTTS(Task.a), then: bye}\n${bye}`,
      "variables: {Flow.a: string}\n",
    ),
  },
  {
    title: "an unknown task",
    codes: ["unknown-task"],
    text: flowOf(`  greet: {callTask: chek, then: bye}\n${bye}tasks:\n  check: {nodes: {ask: {endTask: {}}}}\n`),
  },
  {
    title: "an id of a task's node that the flow has",
    codes: ["duplicate-id"],
    text: flowOf(`  greet: {callTask: check, then: bye}\n${bye}tasks:\n  check: {nodes: {bye: {endTask: {}}}}\n`),
  },
  {
    title: "an unknown fragment",
    codes: ["unknown-fragment"],
    text: flowOf(
      `  greet: {use: sya, then: bye}\n${bye}fragments:\n  say: {exits: [out], start: a, nodes: {a: {playAudio: Hello., then: out}}}\n`,
    ),
  },
  {
    title: "a fragment that uses a fragment",
    codes: ["fragment-in-fragment"],
    text: flowOf(
      `  greet: {use: say, then: bye}\n${bye}fragments:\n  say: {exits: [out], start: a, nodes: {a: {use: say, then: out}}}\n`,
    ),
  },
  {
    title: "several mistakes at once",
    codes: ["unknown-key", "unknown-action", "wrong-type"],
    text: flowOf(`  greet: {playAduio: Hello., then: bye}\n  bye: {transferToAcd: 5}\n`, "voic: Jill\n"),
  },
];
