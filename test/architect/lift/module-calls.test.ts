import { type ArchyMap, type ArchyValue, lift, type OutcomeContract } from "@genesys-flows/architect";
import { act, call, callFlow, cases, decide, document, hangUp, say } from "../documents.ts";
import { transitionLines } from "./transition-lines.ts";

describe("module calls", () => {
  const outcome = { "Common.outcome": "Flow.o", "Common.id": "Flow.id" };
  const behind = (next: ArchyValue, contract?: OutcomeContract, outputs: Record<string, string> = outcome) => {
    const graph = lift(
      callFlow([call("c", "PIN", outputs), next, hangUp()]),
      contract ? { contract: (name) => (name === "PIN" ? contract : undefined) } : {},
    );
    return { node: graph.nodes.get("c"), graph };
  };
  const tests: [string, ArchyValue[]][] = [
    ['Flow.o == "success"', [say("in")]],
    ['"failure" == Flow.O', []],
  ];

  test("with the switch on the outcome: one node", () => {
    const { node, graph } = behind(cases("s", tests, [say("sorry")]));
    expect(transitionLines(graph)).toEqual([
      "c: success>in failure>bye error>sorry",
      "in: next>bye",
      "sorry: next>bye",
      "bye:",
    ]);
    expect(node).toMatchObject({ kind: "callModule", name: "c", implicit: ["failure"] });
    expect(node?.properties).toEqual({
      module: "PIN",
      inputs: { "Common.n": { lit: 3 } },
      outputs: { "Common.id": { var: "Flow.id" } },
      outcome: { from: "Common.outcome", outcomes: { success: ["success"], failure: ["failure"] } },
      outcomeVariable: "Flow.o",
    });
    expect(graph.nodes.get("in")?.path).toContain("switch");
  });

  test.each<[string, ArchyValue, OutcomeContract | undefined, Record<string, string>, object]>([
    [
      "a boolean, by contract",
      cases("s", [["Flow.ok", [say("a")]]], [say("b")]),
      { from: "Common.success", outcomes: { completed: [true] } },
      { "Common.success": "Flow.ok" },
      { completed: "a", error: "b" },
    ],
    [
      "several values of one outcome",
      cases("s", [['Flow.o == "A" or Flow.o == "B"', [say("a")]]]),
      { from: "Common.code", outcomes: { done: ["A", "B"], lost: ["C"] } },
      { "Common.code": "Flow.o" },
      { done: "a", error: "bye" },
    ],
    [
      "first match",
      act("switch", "s", {
        evaluate: {
          firstMatch: {
            string: { value: { exp: "Flow.o" }, cases: [{ case: { value: { lit: "success" }, actions: [say("a")] } }] },
          },
        },
      }),
      undefined,
      outcome,
      { success: "a", error: "bye" },
    ],
  ])("%s", (_title, next, contract, outputs, wanted) => {
    expect(behind(next, contract, outputs).node?.transitions).toEqual(wanted);
  });

  test.each<[string, ArchyValue, OutcomeContract | undefined, Record<string, string>]>([
    ["no switch", say("x"), undefined, outcome],
    ["a switch on something else", cases("x", [['Flow.p == "a"', []]]), undefined, outcome],
    ["a test that is more than the outcome", cases("x", [['Flow.o == "a" and Flow.b', []]]), undefined, outcome],
    [
      "an outcome twice",
      cases("x", [
        ['Flow.o == "a"', []],
        ['Flow.o == "a"', []],
      ]),
      undefined,
      outcome,
    ],
    [
      "a value that the contract does not know",
      cases("x", [['Flow.o == "maybe"', []]]),
      { from: "Common.outcome", outcomes: { yes: ["y"] } },
      outcome,
    ],
    ["no case", cases("x", []), undefined, outcome],
    ["the outcome is not bound", cases("x", tests), undefined, { "Common.id": "Flow.id" }],
    ["a decision", decide("x", 'Flow.o == "success"'), undefined, outcome],
  ])("stay two nodes: %s", (_title, next, contract, outputs) => {
    const { node } = behind(next, contract, outputs);
    expect(node).toMatchObject({ kind: "callModule", transitions: { next: "x" }, properties: { module: "PIN" } });
  });

  test("in a module, an outcome that is set before the task ends is its end", () => {
    const sets = (value: ArchyMap, ...more: ArchyValue[]): ArchyValue =>
      act("updateData", "set", { statements: [{ string: { variable: "Common.outcome", value } }, ...more] });
    const variables = [{ stringVariable: { name: "Common.outcome", initialValue: { lit: "error" }, isOutput: true } }];
    const end = act("endTask", "end");
    const other = { string: { variable: "Common.x", value: { lit: "y" } } };
    const graph = lift(
      document("commonModule", {
        settingsCommonModule: { compatibleFlowTypes: [{ flowType: "inboundcall" }] },
        variables,
        startUpTaskActions: [
          decide("a", "x", { yes: [sets({ lit: "success" }), end], no: [sets({ lit: "error" }), end] }),
          sets({ lit: "late" }),
          say("p"),
          sets({ lit: "failure" }, other),
          end,
        ],
      }),
    );
    expect([...graph.nodes.values()].map((n) => `${n.kind} ${JSON.stringify(n.properties["outcome"] ?? "")}`)).toEqual([
      'decision ""',
      'end "success"',
      'end "error"',
      'updateData ""',
      'playAudio ""',
      'updateData ""',
      'endTask ""',
    ]);
    expect(graph.module).toMatchObject({
      channels: ["inboundCall"],
      outcome: { outcomes: { success: ["success"], late: ["late"], failure: ["failure"] } },
    });
    expect(graph.settings).toEqual({});
  });
});
