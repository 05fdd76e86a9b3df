import { type ArchyMap, type ArchyValue, type FlowGraph, lift } from "@genesys-flows/architect";
import { act, document, say } from "../documents.ts";
import { transitionLines } from "./transition-lines.ts";

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
    expect(transitionLines(graph)).toEqual(wanted);
    expect(graph.containers.map((c) => `${c.kind} ${c.name}>${c.start}`)).toEqual(containers);
  });

  test("everything besides the nodes", () => {
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
