import {
  type ArchyMap,
  type ArchyValue,
  type FlowGraph,
  lift,
  type OutcomeContract,
  switchTests,
} from "../../../packages/architect/index.ts";
import { act, call, callFlow, cases, decide, document, hangUp, jump, paths, say } from "../documents.ts";

/** Each node with its ways on, `id: way>target ...`, in the order of the document. */
function ways(graph: FlowGraph): string[] {
  return [...graph.nodes.values()].map((node) =>
    [`${node.id}:`, ...Object.entries(node.transitions).map(([way, to]) => `${way}>${to}`)].join(" "),
  );
}

const toTask = (name: string, task: string): ArchyMap =>
  act("callTask", name, { targetTaskRef: `/inboundCall/tasks/task[${task}_10]` });
const turns = (name: string, actions: ArchyValue[]): ArchyMap =>
  act("loop", name, { currentIndex: { var: "Task.i" }, loopCount: { lit: 3 }, ...paths({ loop: actions }) });

describe("what follows an action", () => {
  test.each<[string, ArchyValue[], Record<string, ArchyValue[]>, string[]]>([
    ["the next of the list", [say("a"), say("b"), hangUp()], {}, ["a: next>b", "b: next>bye", "bye:"]],
    ["nothing at the end", [say("a")], {}, ["a:"]],
    ["nothing after a terminal action, whatever stands there", [hangUp(), say("dead")], {}, ["bye:", "dead:"]],
    [
      "an output path, then what comes after its action",
      [decide("d", "x", { yes: [say("a")] }), say("b")],
      {},
      ["d: yes>a no>b", "a: next>b", "b:"],
    ],
    [
      "an output path without actions at the end: nothing",
      [decide("d", "x", { yes: [say("a")] })],
      {},
      ["d: yes>a", "a:"],
    ],
    ["all output paths of the table", [act("callData", "c"), say("a")], {}, ["c: success>a failure>a timeout>a", "a:"]],
    ["nothing but its failure for a transfer", [act("transferToAcd", "t"), hangUp()], {}, ["t: failure>bye", "bye:"]],
    [
      "a deeper end of list",
      [decide("d", "x", { yes: [decide("e", "y", { no: [say("a")] })] }), hangUp()],
      {},
      ["d: yes>e no>bye", "e: yes>bye no>a", "a: next>bye", "bye:"],
    ],
    ["the target of a jump", [say("a"), jump("T")], { T: [say("b")] }, ["a: next>b", "b:"]],
    [
      "the target of a jump in an output path",
      [decide("d", "x", { yes: [jump("T")], no: [say("a"), jump("T")] })],
      { T: [hangUp()] },
      ["d: yes>bye no>a", "a: next>bye", "bye:"],
    ],
    ["a jump to a jump", [say("a"), jump("T")], { T: [jump("U")], U: [say("b")] }, ["a: next>b", "b:"]],
    ["a jump back", [say("a"), jump("Main")], {}, ["a: next>a"]],
    ["nothing, round a circle of jumps", [say("a"), jump("T")], { T: [jump("U")], U: [jump("T")] }, ["a:"]],
    ["nothing, in an empty task", [say("a"), jump("T")], { T: [] }, ["a:"]],
    ["a task that is jumped to after a task that ends", [say("a")], { T: [say("b")] }, ["a:", "b:"]],
    [
      "a loop's body, its head again, then what comes after",
      [turns("l", [say("a")]), hangUp()],
      {},
      ["l: each>a done>bye", "a: next>l", "bye:"],
    ],
    ["an empty loop", [turns("l", []), hangUp()], {}, ["l: each>l done>bye", "bye:"]],
    [
      "loopNext and loopExit",
      [turns("l", [decide("d", "x", { yes: [act("loopExit", "e")], no: [act("loopNext", "n")] }), say("a")]), hangUp()],
      {},
      ["l: each>d done>bye", "d: yes>bye no>l", "a: next>l", "bye:"],
    ],
    ["loopExit at the end of the flow", [turns("l", [act("loopExit", "e")])], {}, ["l:"]],
    [
      "the loop around, of two",
      [turns("o", [turns("i", [act("loopExit", "e")]), say("a")]), hangUp()],
      {},
      ["o: each>i done>bye", "i: each>a done>a", "a: next>o", "bye:"],
    ],
    [
      "a called task: its own end, then the call's ways",
      [toTask("c", "T"), hangUp()],
      { T: [say("a"), act("endTask", "e", { outputPath: { name: "default" } })] },
      ["c: default>bye", "bye:", "a: next>e", "e:"],
    ],
    [
      "named paths of a called task",
      [
        act("callTask", "c", {
          targetTaskRef: "/inboundCall/tasks/task[T_10]",
          outputs: { default: { actions: [say("a")] }, paths: [{ path: { name: "Failure", actions: [say("b")] } }] },
        }),
      ],
      { T: [] },
      ["c: default>a Failure>b", "a:", "b:"],
    ],
    [
      "a disabled path: nothing",
      [act("askForSlot", "s", { outputs: { maxNoInputs: { enabled: false } } }), say("a")],
      {},
      ["s: default>a maxNoMatches>a", "a:"],
    ],
    [
      "intents",
      [
        act("askForIntent", "i", {
          outputs: {
            intents: [
              { intent: { name: "Pay", actions: [say("a")] } },
              { intent: { name: "Off", enabled: false, actions: [] } },
            ],
          },
        }),
      ],
      {},
      ["i: Pay>a", "a:"],
    ],
    [
      "an action of a newer platform",
      [act("think", "t", paths({ deep: [say("a")] })), hangUp()],
      {},
      ["t: deep>a next>bye", "a: next>bye", "bye:"],
    ],
    ["an item kept in another file", [{ ref: "a.yaml#/actions/x[y]" }, hangUp()], {}, ["ref: next>bye", "bye:"]],
    [
      "a jump into nowhere stays as a node",
      [act("jumpToTask", "j", { targetTaskRef: "/inboundCall/tasks/task[No]" }), hangUp()],
      {},
      ["j:", "bye:"],
    ],
    [
      "a jump that says more stays as a node",
      [act("jumpToTask", "j", { targetTaskRef: "/inboundCall/tasks/task[T_10]", taskInputs: {} })],
      { T: [hangUp()] },
      ["j: next>bye", "bye:"],
    ],
  ])("%s", (_title, actions, tasks, wanted) => {
    const graph = lift(callFlow(actions, { tasks }));
    expect(ways(graph)).toEqual(wanted);
    expect(graph.start).toBe([...graph.nodes.keys()][0]);
  });

  test("ways without actions of their own are marked", () => {
    const graph = lift(callFlow([decide("d", "x", { yes: [say("a")] }), say("b")]));
    expect(graph.nodes.get("d")?.implicit).toEqual(["no"]);
    expect(graph.nodes.get("a")?.implicit).toBeUndefined();
  });
});

describe("switch", () => {
  test("ways are named by the literals compared with", () => {
    const tests: [string, ArchyValue[]][] = [
      ['Flow.x == "sales"', [say("a")]],
      ['If("support" == Flow.x, true, false)', [say("b")]],
      ["Flow.n == 3", []],
      ['Left(Flow.x, 2) == "ab"', []],
      ["Flow.vip", []],
      ['Flow.y == "sales"', []],
      ['Flow.x == "default"', []],
      ['Flow.x == "a" or Flow.x == "b"', []],
    ];
    const node = lift(callFlow([cases("s", tests, [hangUp()]), say("after")])).nodes.get("s");
    const names = ["sales", "support", "3", "case-4", "case-5", "sales-2", "default-2", "case-8"];
    expect(switchTests(node?.properties ?? {}).cases.map((c) => c.way)).toEqual(names);
    expect(node?.transitions).toEqual({
      ...Object.fromEntries(names.map((name) => [name, "after"])),
      sales: "a",
      support: "b",
      default: "bye",
    });
    expect(JSON.stringify(node?.properties)).not.toContain("actions");
  });

  test("the first that matches", () => {
    const item = (value: ArchyMap, actions: ArchyValue[]) => ({ case: { value, actions } });
    const evaluate = {
      firstMatch: {
        string: {
          value: { exp: "Flow.x" },
          cases: [item({ lit: "Open" }, [say("a")]), item({ exp: "Flow.y" }, [say("b")])],
        },
      },
    };
    const node = lift(callFlow([act("switch", "s", { evaluate }), hangUp()])).nodes.get("s");
    expect(node?.transitions).toEqual({ Open: "a", "case-2": "b", default: "bye" });
    expect(switchTests(node?.properties ?? {})).toMatchObject({
      style: "firstMatch",
      type: "string",
      subject: { exp: "Flow.x" },
    });
  });
});

describe("nodes", () => {
  test("ids come from names, unique in the order of the document", () => {
    const list = [
      say("Play Audio"),
      say("Play Audio"),
      say("ask_Pin-2"),
      say("Größe 3"),
      say("3 times"),
      say("日本"),
      { disconnect: {} },
    ];
    expect([...lift(callFlow(list)).nodes.keys()]).toEqual([
      "play-audio",
      "play-audio-2",
      "ask_Pin-2",
      "gro-e-3",
      "times",
      "playaudio",
      "disconnect",
    ]);
  });

  test("properties are the action without name and nested actions; nothing else is lost", () => {
    const body = {
      timeout: { lit: 1 },
      outputs: { success: { actions: [say("a")] }, failure: { enabled: true } },
      trackingId: 7,
    };
    const node = lift(callFlow([act("callData", "c", body)])).nodes.get("c");
    expect(node).toMatchObject({ kind: "callData", name: "c" });
    expect(node?.properties).toEqual({ timeout: { lit: 1 }, trackingId: 7, outputs: { failure: { enabled: true } } });
  });

  test("each knows its place", () => {
    const graph = lift(callFlow([decide("d", "x", { yes: [say("a")] })]));
    expect(graph.nodes.get("a")?.path).toEqual([
      "inboundCall",
      "tasks",
      0,
      "task",
      "actions",
      0,
      "decision",
      "outputs",
      "yes",
      "actions",
      0,
      "playAudio",
    ]);
    expect(graph.nodes.get("a")?.location).toMatchObject({ file: "test.yaml", line: 16 });
    expect(graph.nodes.get("a")?.location?.sourceLine?.trim()).toBe("- playAudio:");
  });
});

describe("menus", () => {
  const choice = (kind: string, name: string, body: ArchyMap = {}): ArchyMap => ({ [kind]: { name, ...body } });
  const menu: ArchyMap = {
    name: "Main",
    refId: "Main_1",
    audio: { tts: "press" },
    defaultChildMenuRef: "./choices/menuDisconnect[bye_2]",
    choices: [
      choice("menuTask", "Sales", {
        dtmf: "digit_1",
        task: {
          actions: [say("hello"), act("jumpToMenu", "again", { targetMenuRef: "/inboundCall/menus/menu[Main_1]" })],
        },
      }),
      choice("menuJumpToTask", "Support", { dtmf: "digit_2", targetTaskRef: "/inboundCall/tasks/task[T_10]" }),
      choice("menuTransferToAcd", "Queue", { dtmf: "digit_3", targetQueue: { lit: { name: "Q" } } }),
      choice("menuSubMenu", "More", {
        dtmf: "digit_4",
        refId: "More_5",
        audio: { tts: "more" },
        choices: [choice("menuPreviousMenu", "Back", { dtmf: "star" })],
      }),
      choice("menuDisconnect", "Good bye", { refId: "bye_2" }),
    ],
  };
  const graph = lift(
    callFlow([], { tasks: { T: [say("task")] }, body: { startUpRef: "./menus/menu[Main_1]", menus: [{ menu }] } }),
  );

  test("a way for each choice, to a node of its kind", () => {
    expect(graph.start).toBe("Main");
    expect(ways(graph)).toEqual([
      "Main: digit_1>Sales digit_2>Support digit_3>Queue digit_4>More good-bye>good-bye",
      "Sales: next>hello",
      "hello: next>Main",
      "Support: next>task",
      "Queue:",
      "More: star>Back",
      "Back:",
      "good-bye:",
      "task:",
    ]);
    expect([...graph.nodes.values()].map((n) => n.kind)).toEqual([
      "menu",
      "menuTask",
      "playAudio",
      "menuJumpToTask",
      "menuTransferToAcd",
      "menuSubMenu",
      "menuPreviousMenu",
      "menuDisconnect",
      "playAudio",
    ]);
  });

  test("properties and containers", () => {
    expect(graph.nodes.get("Main")?.properties).toEqual({ audio: { tts: "press" }, defaultChildMenuRef: "good-bye" });
    expect(graph.nodes.get("Queue")?.properties).toEqual({ dtmf: "digit_3", targetQueue: { lit: { name: "Q" } } });
    expect(graph.containers.map((c) => `${c.kind} ${c.name} ${c.refId} ${c.start}`)).toEqual([
      "menu Main Main_1 Main",
      "menu More More_5 More",
    ]);
  });
});

describe("channels", () => {
  const state = (name: string, actions: ArchyValue[], more: ArchyMap = {}): ArchyMap => ({
    name,
    refId: `${name}_1`,
    actions,
    ...more,
  });
  const change = (type: string, name: string) =>
    act("changeState", "c", { targetStateRef: `/${type}/states/state[${name}_1]` });
  test.each<[string, FlowGraph["type"], ArchyMap, string | undefined, string[], string[]]>([
    [
      "states",
      "inboundEmail",
      {
        startUpRef: "/inboundEmail/states/state[A_1]",
        states: [{ state: state("A", [say("a"), change("inboundEmail", "B")]) }, { state: state("B", [say("b")]) }],
      },
      "a",
      ["a: next>b", "b:"],
      ["state A>a", "state B>b"],
    ],
    ["start-up actions", "inqueueCall", { startUpTaskActions: [say("a"), say("b")] }, "a", ["a: next>b", "b:"], []],
    [
      "start-up and periodic state",
      "inqueueEmail",
      { startUpState: state("A", [say("a")]), periodicState: state("P", [act("endState", "e")]) },
      "a",
      ["a:", "e:"],
      ["state A>a", "state P>e"],
    ],
    [
      "bots",
      "digitalBot",
      {
        startUpRef: "/digitalBot/bots/bot[A_1]",
        bots: [{ bot: state("A", [say("a")]) }],
        tasks: [{ task: state("T", [say("t")]) }],
      },
      "a",
      ["a:", "t:"],
      ["bot A>a"],
    ],
    ["nothing", "workflow", { startUpRef: "/workflow/states/state[A_1]" }, undefined, [], []],
    [
      "an empty state",
      "workflow",
      { startUpRef: "/workflow/states/state[A_1]", states: [{ state: state("A", []) }] },
      undefined,
      [],
      ["state A>undefined"],
    ],
  ])("%s", (_title, type, body, start, wanted, containers) => {
    const graph = lift(document(type, body));
    expect(graph.start).toBe(start);
    expect(ways(graph)).toEqual(wanted);
    expect(graph.containers.map((c) => `${c.kind} ${c.name}>${c.start}`)).toEqual(containers);
  });

  test("what stands beside the nodes", () => {
    const string = (name: string): ArchyMap => ({ stringVariable: { name, initialValue: { lit: "x" } } });
    const graph = lift(
      document("inboundCall", {
        description: "About",
        division: "Home",
        defaultLanguage: "en-us",
        startUpRef: "/inboundCall/tasks/task[A_1]",
        initialGreeting: { tts: "Hi" },
        referencedObjects: {},
        variables: [string("Flow.a")],
        settingsErrorHandling: { errorHandling: { disconnect: { none: true } }, preHandlingAudio: { tts: "Sorry" } },
        tasks: [
          {
            task: state("A", [act("callTask", "c", { targetTaskRef: "/inboundCall/tasks/task[B_1]" })], {
              variables: [string("Task.b")],
            }),
          },
          { task: state("B", [], { variables: [string("Task.c")], outputPaths: [] }) },
        ],
      }),
    );
    expect(graph).toMatchObject({
      type: "inboundCall",
      name: "Test",
      description: "About",
      division: "Home",
      defaultLanguage: "en-us",
    });
    expect(graph.settings).toEqual({ initialGreeting: { tts: "Hi" }, referencedObjects: {} });
    expect(graph.variables.map((v) => v.name)).toEqual(["Flow.a", "Task.b"]);
    expect([graph.onFault?.say, graph.onFault?.then]).toEqual([{ tts: "Sorry" }, { disconnect: { none: true } }]);
    expect(graph.containers).toMatchObject([
      { kind: "task", name: "B", refId: "B_1", variables: [{ name: "Task.c" }], properties: { outputPaths: [] } },
    ]);
    expect(graph.nodes.get("c")?.properties).toEqual({ targetTaskRef: "B_1" });
  });
});

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
    expect(ways(graph)).toEqual(["c: success>in failure>bye error>sorry", "in: next>bye", "sorry: next>bye", "bye:"]);
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
