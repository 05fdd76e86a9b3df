import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  type ArchyValue,
  compile,
  digest,
  graphDifferences,
  lift,
  type ModuleContract,
  parseArchy,
  parseDefinition,
  printArchy,
  toGraph,
} from "@genesys-flows/architect";
import { flowText, load, moduleOf } from "../definition/load.ts";

function expectGolden(name: string, text: string): void {
  const file = path.join(import.meta.dirname, "golden", name);
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

const outcomes = (name: string) =>
  ["pin-authentication", "common-error-handler"].map(moduleOf).find((module) => module?.name === name)?.outcome;

describe("the documents of the example", () => {
  test.each(["pin-authentication", "common-error-handler", "sales"])("%s", (key) => {
    const { graph, document } = load(flowText(key));
    const text = printArchy(document);
    expectGolden(`${key}.yaml`, text);
    expect(digest(parseArchy(text, { file: "again" }))).toBe(digest(document));
    expect(graphDifferences(graph, lift(document, { contract: outcomes }))).toEqual([]);
  });
});

/** The value at a path such as `inboundCall/tasks/0/task/actions/1`. */
function at(value: ArchyValue, steps: string): unknown {
  return steps
    .split("/")
    .reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);
}

function flow(nodes: string, more = ""): ReturnType<typeof load> {
  return load(`inboundCall: Test\n${more}start: a\nnodes:\n${nodes}`);
}

describe("call flows", () => {
  test("a node that several nodes lead to becomes a task, others nest", () => {
    const { document } = flow(
      `  a: {decision: =Call.Ani == "", on: {yes: b, no: c}}
  b: {playAudio: No number., then: d}
  c: {playAudio: A number., then: d}
  d: {disconnect: {}}\n`,
    );
    expect(at(document.body, "tasks")).toEqual([
      {
        task: {
          name: "a",
          refId: "a",
          actions: [
            {
              decision: {
                name: "a",
                condition: { exp: 'Call.Ani == ""' },
                outputs: {
                  yes: {
                    actions: [
                      { playAudio: { name: "b", audio: { tts: "No number." } } },
                      { jumpToTask: { name: "Go to d", targetTaskRef: "/inboundCall/tasks/task[d]" } },
                    ],
                  },
                  no: {
                    actions: [
                      { playAudio: { name: "c", audio: { tts: "A number." } } },
                      { jumpToTask: { name: "Go to d", targetTaskRef: "/inboundCall/tasks/task[d]" } },
                    ],
                  },
                },
              },
            },
          ],
        },
      },
      { task: { name: "d", refId: "d", actions: [{ disconnect: { name: "d" } }] } },
    ]);
  });

  test("a node that all transitions of one node lead to is the next action", () => {
    const { document } = flow(`  a: {callData: {action: CRM/Log call}, then: b}\n  b: {disconnect: {}}\n`);
    expect(at(document.body, "tasks/0/task/actions")).toEqual([
      {
        callData: {
          name: "a",
          category: { CRM: { dataAction: { "Log call": { inputs: {}, successOutputs: {} } } } },
        },
      },
      { disconnect: { name: "b" } },
    ]);
  });

  test("a back edge becomes a jump to the task of its target", () => {
    const { document } = flow(
      `  a: {collectInput: {digits: 1, into: Task.choice, prompt: Press one.}, on: {success: b, failure: a}}\n  b: {disconnect: {}}\n`,
    );
    expect(at(document.body, "tasks/0/task/actions/0/collectInput/outputs/failure/actions/0/jumpToTask")).toEqual({
      name: "Go to a",
      targetTaskRef: "/inboundCall/tasks/task[a]",
    });
    expect(at(document.body, "tasks/0/task/variables/0/stringVariable/name")).toBe("Task.choice");
  });

  test("a task variable that several tasks use becomes a flow variable; texts in expressions do not change", () => {
    const { document } = flow(
      `  a: {collectInput: {digits: 1, into: Task.choice}, on: {success: b, failure: c}}
  b: {playAudio: '=Append(ToAudioTTS("Task.choice is "), ToAudioTTS(task.choice))', then: c}
  c: {setParticipantData: {choice: =Task.choice}, then: d}
  d: {disconnect: {}}\n`,
    );
    const text = printArchy(document);
    expect(at(document.body, "variables/0/stringVariable/name")).toBe("Flow.choice");
    expect(text).toContain('Append(ToAudioTTS("Task.choice is "), ToAudioTTS(Flow.choice))');
    expect(text).toContain("var: Flow.choice");
    expect(text).not.toContain("exp: Task.choice");
  });

  test("the name of a node is that of its action, and the source map leads back", () => {
    const { document, sourceMap } = flow(`  a: {name: Say hello, playAudio: Hello., then: b}\n  b: {disconnect: {}}\n`);
    expect(at(document.body, "tasks/0/task/actions/0/playAudio/name")).toBe("Say hello");
    expect(sourceMap).toEqual([
      { path: "/inboundCall/tasks/task[a]/actions[0]", node: "a", file: "flow.yaml", line: 4, column: 3 },
      { path: "/inboundCall/tasks/task[a]/actions[1]", node: "b", file: "flow.yaml", line: 5, column: 3 },
    ]);
  });
});

describe("calls to modules", () => {
  const call = (on: string) => {
    const { graph, document } = flow(
      `  a: {callModule: pin-authentication, on: {${on}}}\n${on.includes("b") ? "  b: {disconnect: {}}\n" : ""}`,
    );
    expect(graphDifferences(graph, lift(document, { contract: outcomes }))).toEqual([]);
    return at(document.body, "tasks/0/task/actions/1/switch/evaluate/firstTrue");
  };
  const success = { exp: 'Flow.aOutcome == "success"' };
  const failure = { exp: 'Flow.aOutcome == "failure"' };

  test("without a transition for error there is no default", () => {
    expect(call("success: b")).toEqual({
      cases: [{ case: { value: success, actions: [{ disconnect: { name: "b" } }] } }, { case: { value: failure } }],
    });
  });

  test("without a transition for any outcome the cases fall through", () => {
    expect(call("error: b")).toEqual({
      default: { actions: [{ disconnect: { name: "b" } }] },
      cases: [{ case: { value: success } }, { case: { value: failure } }],
    });
  });

  test("without any transition the graph is the same again", () => {
    expect(call("")).toEqual({ cases: [{ case: { value: success } }, { case: { value: failure } }] });
  });

  test.each<[string, ModuleContract["outcome"], string, string[]]>([
    [
      "a truth value",
      { from: "Common.success", outcomes: { completed: [true] } },
      "boolean",
      ["Flow.aOutcome == true"],
    ],
    [
      "texts, several for one outcome",
      { from: "Common.success", outcomes: { queued: ["OneToOne", "Pool"], callback: ['say "hi"'] } },
      "string",
      ['Flow.aOutcome == "OneToOne" or Flow.aOutcome == "Pool"', 'Flow.aOutcome == "say \\"hi\\""'],
    ],
    ["numbers", { from: "Common.success", outcomes: { done: [0] } }, "integer", ["Flow.aOutcome == 0"]],
  ])("a module from elsewhere that tells its outcome by %s", (_, outcome, type, tests) => {
    const contract: ModuleContract = {
      name: "Elsewhere",
      inputs: {},
      outputs: { "Common.success": type },
      channels: ["inboundCall"],
      outcome,
    };
    const transitions = [...Object.keys(outcome?.outcomes ?? {}), "error"].map((path) => `${path}: b`).join(", ");
    const text = `inboundCall: Test\nstart: a\nnodes:\n  a: {callModule: elsewhere, on: {${transitions}}}\n  b: {disconnect: {}}\n`;
    const graph = toGraph(parseDefinition({ path: "flow.yaml", text }, { values: {} }), { modules: () => contract });
    const { document } = compile({ graph });
    const cases = at(document.body, "tasks/0/task/actions/1/switch/evaluate/firstTrue/cases") as ArchyValue[];
    expect(cases.map((item) => at(item, "case/value/exp"))).toEqual(tests);
    expect(at(document.body, "variables/0")).toHaveProperty(`${type}Variable`);
    expect(graphDifferences(graph, lift(document, { contract: () => outcome }))).toEqual([]);
  });

  test("a module without outcomes has one transition", () => {
    const contract: ModuleContract = { name: "Plain", inputs: {}, outputs: {}, channels: [] };
    const text = "inboundCall: Test\nstart: a\nnodes:\n  a: {callModule: plain, then: b}\n  b: {disconnect: {}}\n";
    const graph = toGraph(parseDefinition({ path: "flow.yaml", text }, { values: {} }), { modules: () => contract });
    const { document } = compile({ graph });
    expect(at(document.body, "tasks/0/task/actions")).toEqual([
      {
        callCommonModule: { name: "a", commonModule: { Plain: { ver_latestPublished: { inputs: {}, outputs: {} } } } },
      },
      { disconnect: { name: "b" } },
    ]);
  });
});

describe("other channels", () => {
  test("an e-mail flow has states, with changeState between them", () => {
    const { graph, document } = load(`inboundEmail: Mail
onFault: {then: {queue: Mail}}
start: handle
nodes:
  handle: {callModule: common-error-handler, inputs: {reason: =Email.Message.subject}, on: {completed: people, error: reply}}
  reply: {sendAutoReply: "We got your message.", then: people}
  people: {transferToAcd: Mail}
`);
    expect(at(document.body, "startUpRef")).toBe("/inboundEmail/states/state[handle]");
    expect(printArchy(document)).toContain("targetStateRef: /inboundEmail/states/state[people]");
    expect(graphDifferences(graph, lift(document, { contract: outcomes }))).toEqual([]);
  });

  test("an in-queue flow is one list of actions, its back edge a loop", () => {
    const { graph, document } = load(`inqueueCall: Wait
settings: {settingsInQueueCall: {holdMusic: {lit: {name: PromptSystem.on_hold_music}}}}
start: turns
nodes:
  turns: {loop: {times: 99}, on: {each: say}}
  say: {playAudio: Please hold., then: music}
  music: {holdMusic: {prompt: =Flow.HoldPrompt, bargeInEnabled: false, playStyle: {duration: {lit: {seconds: 30}}}}, then: turns}
`);
    expect(at(document.body, "startUpTaskActions/0/loop/outputs/loop/actions/1/holdMusic/prompt")).toEqual({
      exp: "Flow.HoldPrompt",
    });
    expect(at(document.body, "startUpTaskVariables/0/integerVariable/name")).toBe("Task.turnsTurn");
    expect(graphDifferences(graph, lift(document))).toEqual([]);
  });
});

describe("common modules", () => {
  test("transitions that leave a loop, begin its next turn or end the module become explicit actions inside a list", () => {
    const { graph, document } = load(
      `commonModule: Choose
channels: [inboundCall]
outcomes: [chosen, given-up]
start: turns
nodes:
  turns: {loop: {times: 3}, on: {each: ask, done: sorry}}
  ask: {collectInput: {digits: 1, into: Task.choice}, on: {success: check, failure: not-heard}}
  not-heard: {playAudio: I did not hear you., then: log}
  check: {switch: =Task.choice, on: {"1": chosen, "2": turns, "0": sorry, default: log}}
  log: {setParticipantData: {choice: =Task.choice}, then: turns}
  sorry: {playAudio: Sorry., then: given-up}
  chosen: {end: chosen}
  given-up: {end: given-up}
`,
    );
    const text = printArchy(document);
    expect(text).toContain("loopNext:");
    expect(text).toContain("loopExit:");
    expect(graphDifferences(graph, lift(document))).toEqual([]);
    expectGolden("choose.yaml", text);
  });
});
