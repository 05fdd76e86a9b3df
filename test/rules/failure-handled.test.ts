import { expectFindings } from "@genesys-flows/rules/testing";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("failure-handled");

/** A flow without the nodes of the end that nothing leads to. */
const pruned = (text: string) =>
  ["sorry", "tell", "bye"].reduce(
    (left, node) =>
      left.split(new RegExp(`\\b${node}\\b`)).length > 2 ? left : left.replace(new RegExp(`  ${node}: .*\n`), ""),
    text,
  );

/** A flow with a data action `read`, whose `on` and other nodes vary. */
const reading = (on: string, nodes: string, more = "") => `inboundCall: Balance
onFault: {say: "Please call again.", then: disconnect}
variables: {Flow.balance: string, Flow.tries: integer}
${more}start: read
nodes:
  read: {callData: {action: CRM/Read, outputs: {balance: Flow.balance}}, on: {${on}}}
${nodes}  tell: {playAudio: '=Append("Balance ", Flow.balance)', then: bye}
  sorry: {playAudio: "Sorry.", then: bye}
  bye: {disconnect: {}}
`;

const fine = "success: tell, failure: sorry, timeout: sorry";

test.each<[string, string, string[]]>([
  ["a message of its own", reading(fine, ""), []],
  [
    "to an agent",
    reading("success: tell, failure: acd, timeout: acd", "  acd: {transferToAcd: Sales, on: {failure: sorry}}\n"),
    [],
  ],
  ["a silent end", reading("success: tell, failure: bye, timeout: sorry", ""), ["`failure` path of `read` leads"]],
  ["two silent ends", reading("success: tell, failure: bye, timeout: bye", ""), ["`failure` and `timeout` paths"]],
  ["no transition", reading("success: tell, timeout: sorry", ""), ["conversation there"]],
  [
    "a silent end after actions that nobody hears",
    reading("success: tell, failure: note, timeout: sorry", "  note: {setParticipantData: {a: b}, then: bye}\n"),
    ["at `bye`"],
  ],
  [
    "an empty message",
    reading("success: tell, failure: note, timeout: sorry", "  note: {playAudio: '=ToAudioBlank(100)', then: bye}\n"),
    ["at `bye`"],
  ],
  ["back to itself", reading("success: tell, failure: read, timeout: sorry", ""), ["without a limit"]],
  [
    "back to itself after a message",
    reading("success: tell, failure: again, timeout: sorry", "  again: {playAudio: Wait., then: read}\n"),
    ["without a limit"],
  ],
  [
    "back through a counter",
    reading(
      "success: tell, failure: count, timeout: sorry",
      `  count: {updateData: {Flow.tries: =Flow.tries + 1}, then: enough}
  enough: {decision: =Flow.tries > 2, on: {"yes": sorry, "no": read}}
`,
    ),
    [],
  ],
  [
    "the target of success uses the result",
    reading("success: tell, failure: tell, timeout: sorry", ""),
    ["`tell`, which uses Flow"],
  ],
  [
    "the target of success tests the result",
    reading(
      "success: test, failure: test, timeout: test",
      `  test: {decision: =IsNotSetOrEmpty(Flow.balance), on: {"yes": sorry, "no": tell}}\n`,
    ),
    [],
  ],
  [
    "a default before",
    reading("success: tell, failure: tell, timeout: tell", "").replace(
      "start: read\nnodes:",
      "start: preset\nnodes:\n  preset: {updateData: {Flow.balance: unknown}, then: read}",
    ),
    [],
  ],
  [
    "an initial value",
    reading("success: tell, failure: tell, timeout: tell", "").replace(
      "Flow.balance: string",
      "Flow.balance: {type: string, default: unknown}",
    ),
    [],
  ],
])("a data action: %s", (_, text, expected) => expectFindings(pruned(text), rule, expected));

const flow = (nodes: string, start = "go") => `inboundCall: Sales
onFault: {say: "Please call again.", then: disconnect}
variables: {Flow.digits: string, Flow.queue: queue}
start: ${start}
nodes:
${nodes}  sorry: {playAudio: "Sorry.", then: bye}
  bye: {disconnect: {}}
`;

test.each<[string, string, string[]]>([
  ["a transfer", flow("  go: {transferToAcd: Sales, on: {failure: sorry}}\n"), []],
  ["a transfer, silent", flow("  go: {transferToAcd: Sales, on: {failure: bye}}\n"), ["`failure` path of `go`"]],
  [
    "a transfer with audio for its failure",
    flow("  go: {transferToAcd: {queue: Sales, failureTransferAudio: No agent is free.}, on: {failure: bye}}\n"),
    [],
  ],
  ["a transfer to itself", flow("  go: {transferToAcd: Sales, on: {failure: go}}\n"), ["without a limit"]],
  [
    "input back to itself",
    flow(
      "  go: {collectInput: {digits: {exact: 4}, into: Flow.digits, prompt: Digits?}, on: {success: sorry, failure: go}}\n",
    ),
    ["without a limit"],
  ],
  [
    "input in a loop",
    flow(
      `  turns: {loop: {times: 3}, on: {each: go, done: sorry}}
  go: {collectInput: {digits: {exact: 4}, into: Flow.digits, prompt: Digits?}, on: {success: sorry, failure: turns}}
`,
      "turns",
    ),
    [],
  ],
  [
    "a lookup whose result is used",
    flow(`  go: {findQueue: {findName: Sales, findResult: {var: Flow.queue}}, on: {found: acd, notFound: acd}}
  acd: {transferToAcd: {queue: =Flow.queue}, on: {failure: sorry}}
`),
    ["`acd`, which uses Flow.queue"],
  ],
])("%s", (_, text, expected) => expectFindings(pruned(text), rule, expected));

/** A module with outcomes that verifies a caller; where its failure leads varies. */
const verifying = (other: string) => `commonModule: Verify
channels: [inboundCall]
outcomes: [success, failure]
variables: {Task.known: boolean}
start: look
nodes:
  look: {callData: {action: CRM/Verify, outputs: {known: Task.known}}, on: {success: check, failure: other, timeout: other}}
  check: {decision: =Task.known, on: {"yes": granted, "no": denied}}
  granted: {end: success}
  denied: {end: failure}
${other}`;

test.each<[string, string, string[]]>([
  ["another outcome", verifying("  other: {end: failure}\n"), []],
  ["the outcome `error`", verifying("  other: {end: error}\n"), []],
  ["the outcome of success", verifying("  other: {end: success}\n"), ["the outcome `success` at `other`"]],
  [
    "the outcome of success, after a message",
    verifying("  other: {playAudio: One moment., then: fine}\n  fine: {end: success}\n"),
    ["the outcome `success` at `fine`"],
  ],
  [
    "a second data action that succeeds",
    verifying(`  other: {callData: {action: CRM/Verify elsewhere}, on: {success: fine, failure: failed, timeout: failed}}
  fine: {end: success}
  failed: {end: failure}
`),
    [],
  ],
])("a failure in a module leads to %s", (_, text, expected) => expectFindings(text, rule, expected));

/** A flow with a greeting, a data action that writes something, and what follows. */
const writing = (name: string, on: string, nodes: string) => `inboundCall: Sales
onFault: {say: "Please call again.", then: disconnect}
variables: {Flow.queue: queue, Flow.name: string}
start: greet
nodes:
  greet: {playAudio: Welcome., then: write}
  write: {callData: {action: ${name}, inputs: {phone: =Call.Ani}}, on: {${on}}}
${nodes}  acd: {transferToAcd: Sales, on: {failure: sorry}}
  sorry: {playAudio: "Sorry.", then: bye}
  bye: {disconnect: {}}
`;
const alike = (to: string) => `success: ${to}, failure: ${to}, timeout: ${to}`;

test.each<[string, string, string[]]>([
  ["an optional write, then to an agent", writing("CRM/Log call", alike("acd"), ""), []],
  [
    "an optional write, then a message of another matter",
    writing("CRM/Log call", alike("hours"), "  hours: {playAudio: We are open until six., then: acd}\n"),
    [],
  ],
  [
    "a write, then a message that says that it is done",
    writing("CRM/Log call", alike("hours"), "  hours: {playAudio: Your request is registered., then: acd}\n"),
    ["the customer hears `hours` in both cases"],
  ],
  [
    "a write, then a message about it",
    writing("Mail/Order brochure", alike("order"), "  order: {playAudio: Your brochure comes by mail., then: acd}\n"),
    ["the customer hears `order` in both cases"],
  ],
  [
    "housekeeping after the last words",
    writing("CRM/Log call", alike("bye"), "")
      .replace("acd:", "unused:")
      .replace(/ {2}unused.*\n {2}sorry.*\n/, ""),
    [],
  ],
  [
    "a silent end where success goes on",
    writing("CRM/Log call", "success: acd, failure: bye, timeout: bye", ""),
    ["`failure` and `timeout` paths of `write` lead to the end"],
  ],
  [
    "a silent end after a question",
    writing("CRM/Log call", alike("bye"), "")
      .replace(
        "greet: {playAudio: Welcome., then: write}",
        "greet: {collectInput: {digits: 1, into: Flow.name}, on: {success: write, failure: sorry}}",
      )
      .replace(/ {2}acd.*\n/, ""),
    ["`failure` and `timeout` paths of `write` lead to the end"],
  ],
])("a write: %s", (_, text, expected) => {
  expectFindings(text, rule, expected);
});

/** A lookup, a second one after its failure, and a test of the result. */
const twice = (second: string) =>
  flow(`  go: {findQueue: {findName: Sales, findResult: {var: Flow.queue}}, on: {found: test, notFound: again}}
  again: {${second}, on: {found: test, notFound: sorry}}
  test: {decision: =IsSet(Flow.queue), on: {"yes": acd, "no": bye}}
  acd: {transferToAcd: {queue: =Flow.queue}, on: {failure: sorry}}
`);

test("a second lookup of the same result is a way to go on, another one is not", () => {
  expectFindings(twice("findQueue: {findName: Support, findResult: {var: Flow.queue}}"), rule, []);
  expectFindings(twice("findQueue: {findName: Support, findResult: {var: Task.other}}"), rule, [
    "`notFound` path of `go`",
  ]);
});
