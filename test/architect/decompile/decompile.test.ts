import {
  type ArchyMap,
  DiagnosticError,
  diffGraphs,
  type FlowNode,
  graphDifferences,
  isDefinition,
  lift,
  parseArchy,
} from "@genesys-flows/architect";
import { toDefinition } from "@genesys-flows/architect/decompile";
import { completed, contractAtCalls } from "../../../packages/architect/decompile/prove.ts";
import { slug } from "../../../packages/architect/lift/ids.ts";
import { corpusFiles, describeCorpus } from "../corpus.ts";
import { flowText, load } from "../definition/load.ts";
import { diffText } from "../diff/diff-text.ts";
import { callFlow, document, say } from "../documents.ts";
import { again, lifted, nodes } from "./texts.ts";

test("a definition comes back unchanged", () => {
  const { graph } = load(flowText("pin-authentication"));
  const text = lifted(graph);
  expect(graphDifferences(graph, again(text))).toEqual([]);
  expect(lifted(again(text))).toBe(text);
});

describe("short forms", () => {
  const cases: [string, Parameters<typeof callFlow>[0][number], string][] = [
    ["speech", { playAudio: { name: "a", audio: { tts: "Hello." } } }, "playAudio: Hello., then: bye"],
    [
      "an expression",
      { playAudio: { name: "a", audio: { exp: "ToAudioTTS(Call.Ani)" } } },
      "playAudio: =ToAudioTTS(Call.Ani), then: bye",
    ],
    [
      "a literal that begins like an expression",
      { playAudio: { name: "a", audio: { tts: "=x" } } },
      "playAudio: {tts: =x}, then: bye",
    ],
    [
      "a text with ${",
      { playAudio: { name: "a", audio: { tts: "Pay ${amount}" } } },
      'playAudio: "Pay $${amount}", then: bye',
    ],
    [
      "a queue",
      { transferToAcd: { name: "a", targetQueue: { lit: { name: "Sales" } } } },
      "transferToAcd: Sales, on: {failure: bye}",
    ],
    [
      "a queue with further properties",
      { transferToAcd: { name: "a", targetQueue: { lit: { name: "Sales" } }, priority: { lit: 5 } } },
      "transferToAcd: {queue: Sales, priority: 5}, on: {failure: bye}",
    ],
    [
      "its own display name",
      { playAudio: { name: "Say hello", audio: { tts: "Hello." } } },
      "playAudio: Hello., name: Say hello, then: bye",
    ],
    [
      "data of the conversation",
      {
        setParticipantData: {
          name: "a",
          attributes: [{ attribute: { name: { lit: "id" }, value: { exp: "Call.Ani" } } }],
        },
      },
      "setParticipantData: {id: =Call.Ani}, then: bye",
    ],
    [
      "a switch by values",
      {
        switch: {
          name: "a",
          evaluate: { firstTrue: { cases: [{ case: { value: { exp: 'Call.Ani == "x"' }, actions: [say("b")] } }] } },
        },
      },
      "switch: =Call.Ani, on: {x: b, default: bye}",
    ],
    [
      "an action without a short form",
      { createCallback: { name: "a", queue: { lit: { name: "Sales" } } } },
      "createCallback: ",
    ],
  ];

  test.each(cases)("%s", (_about, action, line) => {
    const graph = lift(callFlow([action, { disconnect: { name: "bye" } }]));
    const text = lifted(graph);
    expect(
      nodes(text)
        .replace(/^ {2}\S+: \{?/, "")
        .replace(/\n[\s\S]*/, ""),
    ).toContain(line.slice(0, 60));
    expect(graphDifferences(completed(graph), again(text))).toEqual([]);
  });
});

test("texts of several lines keep them, and unreachable nodes are named", () => {
  const graph = lift(callFlow([say("One line.\nAnother."), { disconnect: { name: "bye" } }, say("never")]));
  const text = lifted(graph, { head: ["Lifted from somewhere"] });
  expect(text).toMatch(/^# Lifted from somewhere\n# Left out as unreachable: never\ninboundCall: Test\n/);
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
});

test("what has no short form is written with Archy's own properties, with a comment", () => {
  const digits = { range: { terminatingDtmf: "digit_*", min: 1, max: 9 } };
  const cases = [
    { case: { value: { lit: "Gold card" }, actions: [say("gold")] } },
    { case: { value: { lit: "None" }, actions: [say("none")] } },
  ];
  const subject = { value: { exp: "Flow.card" }, cases };
  const graph = lift(
    callFlow([
      { collectInput: { name: "ask", inputData: { var: "Flow.card" }, digits } },
      { switch: { name: "which", evaluate: { firstMatch: { string: subject } } } },
      {
        evaluateScheduleGroup: {
          name: "open",
          evaluate: { now: true },
          scheduleGroup: { exp: "ToScheduleGroup(NOT_SET)" },
          emergencyGroup: { lit: { name: "Fire" }, name: "Fire" },
        },
      },
      { disconnect: { name: "bye" } },
    ]),
  );
  const text = lifted(graph);
  expect(text.match(/# Archy's own properties, which have no short form\./g)).toHaveLength(3);
  expect(text).toMatch(/Gold card: gold/);
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
});

test("a fault that transfers to a queue, with more than its name", () => {
  const errorHandling = { queue: { targetQueue: { lit: { name: "Errors" } }, priority: { lit: 5 } } };
  const flow = (then: ArchyMap) =>
    document("inboundCall", {
      startUpRef: "/inboundCall/tasks/task[Main_1]",
      settingsErrorHandling: { errorHandling: then },
      tasks: [{ task: { name: "Main", refId: "Main_1", actions: [{ disconnect: { name: "bye" } }] } }],
    });
  const graph = lift(flow(errorHandling));
  const text = lifted(graph);
  expect(text).toContain("onFault: {then: {archy: {queue: {targetQueue: {lit: {name: Errors}}, priority: {lit: 5}}}}}");
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
  expect(() => again(text.replace("archy: {queue:", "archy: {menu:"))).toThrow("cannot lead to 'menu'");
});

test("called tasks, with their output paths and variables", () => {
  const text = `inboundCall: Known callers
variables: {Task.count: {type: integer, default: 2}}
start: first
nodes:
  first: {callTask: find, on: {found: bye, default: more}}
  more: {callTask: find, on: {found: bye, default: bye}}
  bye: {disconnect: {}}
tasks:
  find:
    name: Find a customer
    paths: [found]
    start: look
    nodes:
      look: {decision: =Task.count > 1, on: {yes: there, no: not-there}}
      there: {endTask: found}
      not-there: {endTask: default}
`;
  const graph = lift(load(text).document);
  const made = lifted(graph);
  expect(made.slice(made.indexOf("tasks:"))).toBe(`tasks:
  find-a-customer:
    name: Find a customer
    paths: [found]
    start: look
    nodes:
      look: {decision: =Task.count > 1, on: {yes: there, no: not-there}}
      there: {endTask: found}
      not-there: {endTask: default}
`);
  expect(graphDifferences(completed(graph), again(made))).toEqual([]);
});

test("tasks that nothing calls are left out, with their variables", () => {
  const graph = lift(
    document("inboundChat", {
      startUpRef: "/inboundChat/states/state[Main_1]",
      states: [{ state: { name: "Main", refId: "Main_1", actions: [{ disconnect: { name: "bye" } }] } }],
      tasks: [
        {
          task: {
            name: "Unused",
            refId: "Unused_2",
            variables: [{ stringVariable: { name: "Task.x", initialValue: { noValue: true } } }],
            actions: [
              { updateData: { name: "set", statements: [{ string: { variable: "Task.x", value: { lit: "a" } } }] } },
            ],
          },
        },
      ],
    }),
  );
  const text = lifted(graph);
  expect(text).toMatch(/^# Left out as unreachable: set, Task\.x\n/);
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
});

test("input and output variables of a flow", () => {
  const variables: ArchyMap[] = [
    { stringVariable: { name: "Flow.id", initialValue: { noValue: true }, isInput: true, isOutput: false } },
    { integerVariable: { name: "Flow.count", initialValue: { lit: 1 }, isInput: true, isOutput: true } },
  ];
  const graph = lift(
    document("workflow", {
      startUpRef: "/workflow/states/state[Main_1]",
      variables,
      states: [{ state: { name: "Main", refId: "Main_1", actions: [{ endWorkflow: { name: "end" } }] } }],
    }),
  );
  const text = lifted(graph);
  expect(text).toContain("  Flow.id: {type: string, input: true}\n");
  expect(text).toContain("  Flow.count: {type: integer, default: 1, input: true, output: true}\n");
  expect(graphDifferences(completed(graph), again(text))).toEqual([]);
});

test("everything that a definition cannot express is reported at once", () => {
  const graph = lift(
    document("workflow", {
      startUpRef: "/workflow/states/state[Main_1]",
      settingsErrorHandling: { errorHandling: { menu: { none: true } } },
      states: [
        { state: { name: "Main", refId: "Main_1", actions: [{ newAction: { name: "a" } }, { other: { name: "b" } }] } },
      ],
    }),
  );
  try {
    lifted(graph);
    throw new Error("It was not refused.");
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const found = error.diagnostics.map(({ code, location }) => `${code} ${location?.file}`);
    expect(found.length).toBeGreaterThan(2);
    expect(new Set(found)).toEqual(new Set(["no-definition-form test.yaml"]));
  }
});

/** The key of a called module whose real key is unknown. */
const moduleKeyOf = ({ properties }: FlowNode) => slug(String(properties["module"])) || "module";

describeCorpus("corpus", () => {
  /** The files, with a language in each placeholder for one. */
  const graphs = corpusFiles((key) => (/language/i.test(key) ? "en-us" : `x_${key}`)).map(({ file, text }) => ({
    file,
    graph: lift(parseArchy(text, { file })),
  }));

  test("an export either becomes an equal definition, or is refused with the reason", () => {
    const refused: string[] = [];
    let [made, bots] = [0, 0];
    for (const { file, graph } of graphs) {
      try {
        const text = toDefinition(graph);
        expect([file, isDefinition(text)]).toEqual([file, true]);
        const defined = again(text, (key) => contractAtCalls(key, graph, moduleKeyOf));
        expect([file, diffText(diffGraphs(completed(graph), defined))]).toEqual([file, ""]);
        made++;
        if (graph.containers.some(({ kind }) => kind === "bot")) bots++;
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        expect(error.diagnostics.every(({ code }) => code === "no-definition-form")).toBe(true);
        // Mistakes in the text would be found when it is read again, with other messages.
        refused.push(...error.diagnostics.map(({ message }) => message));
      }
    }
    const unexpected = refused.filter(
      (reason) =>
        !/cannot (?:yet )?express|declares the variable '.*' twice|^Reading the definition again|^The platform would refuse the compiled definition/.test(
          reason,
        ),
    );
    expect(unexpected).toEqual([]);
    console.info(`${made} of ${graphs.length} exports become definitions, ${bots} of them bots`);
    expect(made).toBeGreaterThanOrEqual(84);
    expect(bots).toBeGreaterThanOrEqual(8);
  });
});
