import { graphDifferences, lift, printArchy } from "@genesys-flows/architect";
import { load, mistakes } from "./load.ts";
import { flow } from "./round-trip.ts";

test("a flow has input and output variables", () => {
  const { text, warnings } = flow(`workflow: Work
variables: {Flow.id: {type: string, input: true}, Flow.state: {type: string, output: true}}
onFault: {then: end}
start: a
nodes:
  a: {updateData: {Flow.state: =Flow.id}, then: b}
  b: {endWorkflow: {}}
`);
  expect(text).toMatch(/name: Flow\.id\n.*\n.*\n\s+isInput: true\n\s+isOutput: false/);
  expect(text).toMatch(/name: Flow\.state\n.*\n.*\n\s+isInput: false\n\s+isOutput: true/);
  expect(warnings).toEqual([]);
});

describe("other flow types", () => {
  test.each([
    [
      "outboundCall",
      `contactList: Customers\nwrapupCode: Called\nonFault: {say: Sorry., then: disconnect}\nstart: m\nnodes:\n  m: {menu: Press 1., on: {"1": bye}}\n  bye: {disconnect: {}}`,
      "settingsOutboundCall",
    ],
    [
      "secureCall",
      "onFault: {say: Sorry., then: disconnect}\nstart: a\nnodes:\n  a: {callDataSecure: {action: Pay/Charge}, then: bye}\n  bye: {disconnect: {}}",
      "callDataSecure",
    ],
    [
      "inboundChat",
      "onFault: {then: {queue: Chat}}\nstart: a\nnodes:\n  a: {sendResponse: Hello., then: b}\n  b: {transferToAcd: Chat}",
      "queue:",
    ],
    ["workitem", "worktype: Claims\nonFault: {then: end}\nstart: a\nnodes:\n  a: {exitWorkitemFlow: {}}", "endFlow:"],
    [
      "botFlow",
      'onFault: {then: end}\nstart: a\nnodes:\n  a: {communicate: {communication: =MakeCommunication("Hello")}, then: b}\n  b: {exitBotFlow: {}}',
      "bots:",
    ],
    [
      "digitalBot",
      "onFault: {then: end}\nstart: a\nnodes:\n  a: {decision: =Slot.x == 1, on: {yes: a, no: b}}\n  b: {exitBotFlow: {}}\nvariables: {Slot.x: integer}",
      "jumpToTask:",
    ],
    [
      "surveyInvite",
      "start: a\nnodes:\n  a: {decision: =IsSet(Survey.CustomerContact), on: {no: b}}\n  b: {updateData: {State.x: none}}",
      "states:",
    ],
    [
      "inqueueEmail",
      "onFault: {then: end}\nstart: a\nperiodic: c\nnodes:\n  a: {sendAutoReply: Thank you., then: b}\n  b: {endState: {}}\n  c: {endState: {}}",
      "periodicState:",
    ],
    [
      "inqueueShortMessage",
      "onFault: {then: end}\nstart: a\nnodes:\n  a: {sendResponse: Please wait., then: b}\n  b: {endState: {}}",
      "startUpState:",
    ],
  ])("%s", (type, body, expected) => {
    expect(flow(`${type}: Test\n${body}\n`).text).toContain(expected);
  });

  test.each([
    ["inboundEmail", "onFault: {then: end}", "invalid-value"],
    ["workflow", "onFault: {then: disconnect}", "invalid-value"],
    ["inboundEmail", "onFault: {say: Sorry., then: disconnect}", "key-not-for-type"],
    ["inqueueCall", "tasks: {t: {nodes: {x: {endTask: {}}}}}", "key-not-for-type"],
    ["inboundCall", "periodic: a", "key-not-for-type"],
    ["inboundCall", "contactList: x", "key-not-for-type"],
  ])("%s has no '%s'", (type, key, code) => {
    expect(mistakes(`${type}: Test\n${key}\nstart: a\nnodes:\n  a: {updateData: {Flow.x: 1}}\n`)).toContain(
      `error ${code}:`,
    );
  });
});

test("a module without outcomes", () => {
  const text = `commonModule: Lookup
channels: [inboundCall]
outputs: {result: string}
outcomes: none
start: a
nodes:
  a: {decision: =IsSet(Common.result), on: {yes: b, no: c}}
  b: {endTask: {}}
  c: {updateData: {Common.result: x}}
`;
  const { graph, document } = load(text);
  expect(graph.module).toEqual({
    name: "Lookup",
    inputs: {},
    outputs: { "Common.result": "string" },
    channels: ["inboundCall"],
  });
  expect(printArchy(document)).not.toContain("Common.outcome");
  expect(graphDifferences(graph, lift(document))).toEqual([]);
  expect(mistakes(text.replace("endTask: {}", "end: completed"))).toContain("error unknown-outcome:");
});
