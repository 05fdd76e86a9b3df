import { compile, graphDifferences, lift, printArchy } from "../../../packages/architect/index.ts";
import { load, mistakes, moduleOf } from "./load.ts";

const outcomes = (name: string) =>
  ["pin-authentication", "common-error-handler"].map(moduleOf).find((module) => module?.name === name)?.outcome;

/** A flow that lifts to the graph that it was compiled from. */
function flow(text: string) {
  const loaded = load(text);
  expect(graphDifferences(loaded.graph, lift(loaded.document, { contract: outcomes }))).toEqual([]);
  const again = compile({ graph: lift(loaded.document, { contract: outcomes }) }).document;
  expect(graphDifferences(loaded.graph, lift(again, { contract: outcomes }))).toEqual([]);
  return { ...loaded, text: printArchy(loaded.document) };
}

describe("menus", () => {
  test("a menu in its short form: digits as ways on", () => {
    const { text, graph, document } = flow(`inboundCall: Menu
start: main
nodes:
  main: {menu: "For sales press 1, for support press 2, to hear this again press star.", on: {"1": sales, "2": ask, "*": main}}
  sales: {transferToAcd: Sales, on: {failure: main}}
  ask: {playAudio: Please wait., then: sales}
`);
    expect(document.body["startUpRef"]).toBe("/inboundCall/menus/menu[main]");
    expect(text).toContain("dtmf: star");
    expect(text).toContain("targetMenuRef: /inboundCall/menus/menu[main]");
    expect(graph.nodes.get("main")?.transitions).toEqual({ digit_1: "main-1", digit_2: "main-2", star: "main-star" });
  });

  test("choices with names, words and settings; menus that lead to each other", () => {
    const { document, text } = flow(`inboundCall: Menu
language: en-us
start: hello
nodes:
  hello: {playAudio: Hello., then: main}
  main:
    menu:
      audio: {prompt: Prompt.Main}
      choices:
        sales: {digit: 1, say: [sales, buy something]}
        more: 2
        operator: {say: operator, everywhere: true}
      default: sales
      repeat: 3
      timeout: {seconds: 5}
    on: {sales: sales, more: second, operator: operator}
  second:
    menu: "To go back press 9, to hear this again press 0."
    on: {"9": back, "0": repeat}
  back: {previousMenu: {}}
  repeat: {repeatMenu: {}}
  sales: {transferToAcd: Sales}
  operator: {transferToAcd: Operators}
`);
    expect(text).toContain("defaultChildMenuRef: ./choices/menuTask[main-sales]");
    expect(document.body["menus"]).toMatchObject([
      {
        menu: {
          name: "main",
          settingsMenu: { repeatCount: { lit: 3 }, menuSelectionTimeout: { lit: { seconds: 5 } } },
          choices: [
            {
              menuTask: {
                name: "sales",
                dtmf: "digit_1",
                speechRecTerms: { "en-us": { terms: ["sales", "buy something"] } },
              },
            },
            { menuTask: { dtmf: "digit_2" } },
            { menuTask: { name: "operator", globalSpeechRecTerms: true, globalDtmf: true } },
          ],
        },
      },
      { menu: { name: "second" } },
    ]);
  });

  test.each([
    ["a key that is none", 'main: {menu: Hello., on: {"12": bye}}', "unknown-way"],
    ["no choice", "main: {menu: Hello.}", "no-cases"],
    [
      "a choice that leads nowhere",
      "main: {menu: {audio: Hello., choices: {sales: 1, other: 2}}, on: {sales: bye}}",
      "missing-key",
    ],
    [
      "a way that is no choice",
      "main: {menu: {audio: Hello., choices: {sales: 1}}, on: {sales: bye, sale: bye}}",
      "unknown-way",
    ],
    [
      "two choices with one key",
      "main: {menu: {audio: Hello., choices: {a: 1, b: 1}}, on: {a: bye, b: bye}}",
      "invalid-value",
    ],
    [
      "a default that is no choice",
      "main: {menu: {audio: Hello., choices: {a: 1}, default: b}, on: {a: bye}}",
      "unknown-way",
    ],
    ["a node that is not there", 'main: {menu: Hello., on: {"1": by}}', "dangling-transition"],
    ["then", 'main: {menu: Hello., on: {"1": bye}, then: bye}', "then-not-possible"],
  ])("%s is a mistake", (_, main, code) => {
    expect(mistakes(`inboundCall: Menu\nstart: main\nnodes:\n  ${main}\n  bye: {disconnect: {}}\n`)).toContain(
      `error ${code}:`,
    );
  });

  test("there are none in an e-mail flow", () => {
    const text = `inboundEmail: Mail\nstart: main\nnodes:\n  main: {menu: Hello., on: {"1": bye}}\n  bye: {disconnect: {}}\n`;
    expect(mistakes(text)).toContain("error action-not-in-channel:");
  });
});

describe("called tasks", () => {
  test("a task is called, ends by one of its paths, and keeps its own variables", () => {
    const { document, text } = flow(`inboundCall: Tasks
start: first
nodes:
  first: {callTask: find-customer, on: {found: hello, missing: bye, default: bye}}
  again: {callTask: find-customer, then: bye}
  hello: {playAudio: Hello., then: again}
  bye: {disconnect: {}}
tasks:
  find-customer:
    paths: [found, missing]
    start: look
    nodes:
      look: {callData: {action: CRM/Find, inputs: {phone: =Call.Ani}, outputs: {id: Task.id}}, on: {success: check, failure: not-there, timeout: not-there}}
      check: {decision: =IsSet(Task.id), on: {yes: there, no: not-there}}
      there: {endTask: found}
      not-there: {endTask: missing}
`);
    expect(text).toContain("targetTaskRef: /inboundCall/tasks/task[find-customer]");
    const tasks = document.body["tasks"] as { task: { name: string; variables?: object[] } }[];
    expect(tasks.find(({ task }) => task.name === "find-customer")?.task.variables).toHaveLength(1);
  });

  test("in a workflow, whose variables are of its states", () => {
    const { text } = flow(`workflow: Work
onFault: {then: end}
start: a
variables: {State.n: integer}
nodes:
  a: {updateData: {State.n: 1}, then: b}
  b: {callTask: t, then: c}
  c: {endWorkflow: {}}
tasks:
  t: {nodes: {d: {updateData: {Task.n: 2}, then: e}, e: {endTask: default}}}
`);
    expect(text).toContain("endWorkflow:\n        none: true");
    expect(text).toContain("name: Task.n");
  });

  const tasks = (nodes: string, task: string) =>
    mistakes(`inboundCall: T\nstart: a\nnodes:\n  ${nodes}\n  bye: {disconnect: {}}\ntasks:\n  t: ${task}\n`);

  test.each([
    ["an unknown task", "a: {callTask: tt, then: bye}", "{nodes: {b: {endTask: {}}}}", "unknown-task"],
    [
      "a path without a way",
      "a: {callTask: t, on: {x: bye}}",
      "{paths: [x, y], nodes: {b: {endTask: x}}}",
      "missing-key",
    ],
    ["a way that is no path", "a: {callTask: t, on: {z: bye}}", "{nodes: {b: {endTask: {}}}}", "unknown-way"],
    ["an end by another path", "a: {callTask: t, then: bye}", "{nodes: {b: {endTask: z}}}", "unknown-way"],
    [
      "a way out of a task",
      "a: {callTask: t, then: bye}",
      "{nodes: {b: {playAudio: x, then: bye}}}",
      "dangling-transition",
    ],
    ["a way into a task", "a: {callTask: t, then: b}", "{nodes: {b: {endTask: {}}}}", "dangling-transition"],
    ["a task that nothing calls", "a: {playAudio: x, then: bye}", "{nodes: {b: {endTask: {}}}}", "unreachable-node"],
    ["an id that the flow has", "a: {callTask: t, then: bye}", "{nodes: {bye: {endTask: {}}}}", "duplicate-id"],
    [
      "a start that is not there",
      "a: {callTask: t, then: bye}",
      "{start: c, nodes: {b: {endTask: {}}}}",
      "missing-start",
    ],
    [
      "a way back without a loop",
      "a: {callTask: t, then: bye}",
      "{nodes: {b: {collectInput: {digits: 1, into: Task.x}, on: {success: c, failure: b}}, c: {endTask: {}}}}",
      "unstructured",
    ],
  ])("%s is a mistake", (_, nodes, task, code) => {
    expect(tasks(nodes, task)).toContain(`error ${code}:`);
  });
});

describe("fragments", () => {
  const fragment = `fragments:
  ask-digits:
    parameters: {question: string, count: integer, into: string, sorry: {type: string, default: I did not get that.}}
    exits: [given, nothing]
    start: turns
    nodes:
      turns: {loop: {times: 3}, on: {each: ask, done: nothing}}
      ask: {collectInput: {digits: "\${count}", into: "\${into}", prompt: "\${question}"}, on: {success: given, failure: say}}
      say: {playAudio: "\${sorry}", then: turns}
`;

  test("its nodes stand where it is used, with the id of the use before their own", () => {
    const { graph } = flow(`inboundCall: F
start: pin
nodes:
  pin: {use: ask-digits, with: {question: Your PIN?, count: 4, into: Task.pin}, on: {given: number, nothing: bye}}
  number: {use: ask-digits, with: {question: Your number?, count: 8, into: Flow.number, sorry: Again.}, then: bye}
  bye: {disconnect: {}}
${fragment}`);
    expect([...graph.nodes.keys()].sort()).toEqual([
      ...["bye", "number-ask", "number-say", "number-turns", "pin-ask", "pin-say", "pin-turns"],
    ]);
    expect(graph.start).toBe("pin-turns");
    expect(graph.nodes.get("pin-ask")).toMatchObject({
      properties: { digits: { exact: 4 }, inputData: { var: "Task.pin" } },
      transitions: { success: "number-turns", failure: "pin-say" },
    });
    expect(graph.nodes.get("number-ask")?.properties["digits"]).toEqual({ exact: 8 });
    expect(graph.nodes.get("pin-ask")?.location?.line).toBe(14);
  });

  test("a mistake in it is shown there and where it is used", () => {
    const found = mistakes(`inboundCall: F
start: a
nodes:
  a: {use: f, on: {out: bye}}
  bye: {disconnect: {}}
fragments:
  f: {exits: [out], start: x, nodes: {x: {playAudo: Hello., then: out}}}
`);
    expect(found).toContain("flow.yaml:7:43 error unknown-action");
    expect(found).toContain("used at flow.yaml:4:3");
  });

  test.each([
    ["an unknown fragment", "{use: ask, then: bye}", "unknown-fragment"],
    ["a missing parameter", "{use: ask-digits, with: {question: x, count: 4}, then: bye}", "missing-key"],
    [
      "a parameter of another type",
      "{use: ask-digits, with: {question: x, count: a, into: Task.a}, then: bye}",
      "wrong-value-type",
    ],
    [
      "an unknown parameter",
      "{use: ask-digits, with: {question: x, count: 1, into: Task.a, more: 1}, then: bye}",
      "unknown-key",
    ],
    [
      "an unknown exit",
      "{use: ask-digits, with: {question: x, count: 1, into: Task.a}, on: {other: bye}}",
      "unknown-way",
    ],
    [
      "a key of an action",
      "{use: ask-digits, name: x, with: {question: x, count: 1, into: Task.a}, then: bye}",
      "unknown-key",
    ],
  ])("%s is a mistake", (_, use, code) => {
    expect(mistakes(`inboundCall: F\nstart: a\nnodes:\n  a: ${use}\n  bye: {disconnect: {}}\n${fragment}`)).toContain(
      `error ${code}:`,
    );
  });

  test("a fragment uses none", () => {
    const found = mistakes(
      `inboundCall: F\nstart: a\nnodes:\n  a: {use: f, then: b}\n  b: {disconnect: {}}\nfragments:\n  f: {exits: [o], start: x, nodes: {x: {use: f, then: o}}}\n`,
    );
    expect(found).toContain("error fragment-in-fragment:");
  });
});

test("a flow takes values from who starts it, and hands some out", () => {
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

test("a module that tells no outcome", () => {
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

test("the name of a task that is called", () => {
  const { graph, document } = load(`inboundCall: F
start: a
nodes:
  a: {callTask: find, then: b}
  b: {disconnect: {}}
tasks:
  find: {name: Find a customer, nodes: {x: {endTask: {}}}}
`);
  expect(printArchy(document)).toContain("name: Find a customer");
  expect(graphDifferences(graph, lift(document))).toEqual([]);
});
