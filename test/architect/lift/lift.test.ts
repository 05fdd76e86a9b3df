import { type ArchyMap, type ArchyValue, lift } from "@genesys-flows/architect";
import { switchTests } from "../../../packages/architect/graph/output-paths.ts";
import { act, callFlow, cases, decide, hangUp, jump, paths, say } from "../documents.ts";
import { transitionLines } from "./transition-lines.ts";

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
    ["nothing, in a cycle of jumps", [say("a"), jump("T")], { T: [jump("U")], U: [jump("T")] }, ["a:"]],
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
      "a called task: its own end, then the call's transitions",
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
    expect(transitionLines(graph)).toEqual(wanted);
    expect(graph.start).toBe([...graph.nodes.keys()][0]);
  });

  test("transitions without actions of their own are marked", () => {
    const graph = lift(callFlow([decide("d", "x", { yes: [say("a")] }), say("b")]));
    expect(graph.nodes.get("d")?.implicit).toEqual(["no"]);
    expect(graph.nodes.get("a")?.implicit).toBeUndefined();
  });
});

describe("switch", () => {
  test("transitions have the names of the compared literals", () => {
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
    expect(switchTests(node?.properties ?? {}).cases.map((c) => c.transition)).toEqual(names);
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
