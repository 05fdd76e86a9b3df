import {
  dominators,
  type FlowGraph,
  graphDifferences,
  lift,
  type NodeId,
  outline,
  outputPathsOf,
  predecessors,
} from "@genesys-flows/architect";
import fc from "fast-check";
import { reachable, successors } from "../../../packages/architect/graph/reach.ts";
import { act, callFlow, document, hangUp, say } from "../documents.ts";
import { graphOf, randomGraph } from "./graphs.ts";

const diamond = graphOf({
  a: { yes: "b", no: "c" },
  b: { next: "d" },
  c: { next: "d" },
  d: { next: "e" },
  e: {},
  x: { next: "e" },
});

test("successors, predecessors, reachable", () => {
  expect(successors(diamond, "a")).toEqual(["b", "c"]);
  expect(successors(diamond, "nobody")).toEqual([]);
  expect(predecessors(diamond).get("e")).toEqual([
    { from: "d", transition: "next" },
    { from: "x", transition: "next" },
  ]);
  expect([...reachable(diamond)].sort()).toEqual(["a", "b", "c", "d", "e"]);
});

test("called tasks and the states that the platform enters are reached", () => {
  const calling = act("callTask", "c", { targetTaskRef: "/inboundCall/tasks/task[T_10]" });
  expect([...reachable(lift(callFlow([calling], { tasks: { T: [say("t")], U: [say("u")] } })))].sort()).toEqual([
    "c",
    "t",
  ]);
  const state = (name: string) => ({ name, refId: name, actions: [say(name)] });
  expect(
    [...reachable(lift(document("inqueueEmail", { startUpState: state("s"), periodicState: state("p") })))].sort(),
  ).toEqual(["p", "s"]);
});

describe("dominators", () => {
  test.each<[string, FlowGraph, Record<NodeId, NodeId | undefined>]>([
    ["a join", diamond, { a: undefined, b: "a", c: "a", d: "a", e: "d" }],
    [
      "a loop",
      graphOf({ a: { next: "b" }, b: { yes: "c", no: "d" }, c: { next: "b" }, d: {} }),
      { a: undefined, b: "a", c: "b", d: "b" },
    ],
    [
      "a node that leads to itself",
      graphOf({ a: { yes: "b", no: "c" }, b: { next: "b" }, c: {} }),
      { a: undefined, b: "a", c: "a" },
    ],
  ])("%s", (_title, graph, dominating) => {
    expect(Object.fromEntries(dominators(graph))).toEqual(dominating);
  });

  test("without the immediate dominator a node cannot be reached", () => {
    fc.assert(
      fc.property(randomGraph(14), (graph) => {
        const tree = dominators(graph);
        expect([...tree.keys()].sort()).toEqual([...reachable(graph)].sort());
        for (const [id, above] of tree) {
          for (const other of graph.nodes.keys()) {
            const cut = other !== graph.start && !reachedWithout(graph, other).has(id);
            if (other === above && other !== graph.start) expect(cut).toBe(true);
            if (cut && other !== id) expect(chain(tree, id)).toContain(other);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

function reachedWithout(graph: FlowGraph, id: NodeId): Set<NodeId> {
  const nodes = new Map([...graph.nodes].filter(([key]) => key !== id));
  return reachable({ ...graph, nodes });
}

function chain(tree: ReadonlyMap<NodeId, NodeId | undefined>, id: NodeId): NodeId[] {
  const found: NodeId[] = [];
  for (let above = tree.get(id); above !== undefined; above = tree.get(above)) found.push(above);
  return found;
}

describe("equality", () => {
  const renamed = (graph: FlowGraph): FlowGraph => {
    const to = (id: NodeId) => `new-${id}`;
    const nodes = [...graph.nodes.values()].reverse().map((node) => {
      const transitions = Object.fromEntries(
        Object.entries(node.transitions).map(([path, target]) => [path, to(target)]),
      );
      return [to(node.id), { ...node, id: to(node.id), transitions }] as const;
    });
    return { ...graph, start: graph.start && to(graph.start), nodes: new Map(nodes) };
  };

  test("up to ids and their order", () => {
    fc.assert(
      fc.property(randomGraph(12), (graph) => {
        const seen = { ...graph, nodes: new Map([...graph.nodes].filter(([id]) => reachable(graph).has(id))) };
        expect(graphDifferences(seen, renamed(seen))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  const play = (name: string, text: string) => act("playAudio", name, { audio: { tts: text } });
  test.each<[string, FlowGraph, FlowGraph]>([
    ["a text", lift(callFlow([play("a", "x")])), lift(callFlow([play("a", "y")]))],
    ["a name", lift(callFlow([say("a")])), lift(callFlow([say("b")]))],
    ["a kind", lift(callFlow([act("endTask", "a")])), lift(callFlow([hangUp("a")]))],
    ["a transition", lift(callFlow([say("a"), hangUp()])), lift(callFlow([say("a")]))],
    ["an unreachable node", lift(callFlow([hangUp()])), lift(callFlow([hangUp(), say("a")]))],
    [
      "where two branches join",
      graphOf({ a: { yes: "b", no: "b" }, b: {} }),
      graphOf({ a: { yes: "b", no: "c" }, b: {}, c: {} }),
    ],
    ["a setting", lift(callFlow([])), lift(callFlow([], { body: { initialGreeting: { tts: "Hi" } } }))],
    [
      "a variable",
      lift(callFlow([])),
      lift(callFlow([], { body: { variables: [{ stringVariable: { name: "Flow.a" } }] } })),
    ],
    [
      "fault handling",
      lift(callFlow([])),
      lift(callFlow([], { body: { settingsErrorHandling: { errorHandling: { disconnect: { none: true } } } } })),
    ],
    ["a called task", lift(called("T", [say("a")])), lift(called("T", [say("b")]))],
  ])("differs: %s", (_title, a, b) => {
    expect(graphDifferences(a, b)).not.toEqual([]);
    expect(graphDifferences(b, a)).not.toEqual([]);
    expect(graphDifferences(a, a)).toEqual([]);
  });

  test("the spelling of refIds, noValue outputs and the module's key do not", () => {
    expect(graphDifferences(lift(called("T", [say("a")], "x_1")), lift(called("T", [say("a")], "y_2")))).toEqual([]);
    const lookup = (more: object) =>
      lift(callFlow([act("callData", "c", { failureOutputs: { errorType: { noValue: true } }, ...more })]));
    expect(graphDifferences(lookup({}), lookup({ failureOutputs: {} }))).toEqual([]);
  });

  test("nodes only", () => {
    const a = lift(callFlow([say("a")]));
    expect(graphDifferences(a, { ...a, name: "Other", settings: { x: 1 } })).not.toEqual([]);
    expect(graphDifferences(a, { ...a, name: "Other", settings: { x: 1 } }, { nodesOnly: true })).toEqual([]);
  });
});

function called(name: string, actions: ReturnType<typeof say>[], refId = "T_10") {
  return document("inboundCall", {
    startUpRef: "/inboundCall/tasks/task[M]",
    tasks: [
      {
        task: {
          name: "Main",
          refId: "M",
          actions: [act("callTask", "c", { targetTaskRef: `/inboundCall/tasks/task[${refId}]` })],
        },
      },
      { task: { name, refId, actions } },
    ],
  });
}

test("all output paths of a node, with and without a transition", () => {
  const graph = lift(
    callFlow([
      act("callData", "data"),
      act("switch", "s", { evaluate: { firstTrue: { cases: [{ case: { value: { exp: 'Flow.x == "a"' } } }] } } }),
      act("loop", "l"),
      act("askForSlot", "slot", { outputs: { maxNoInputs: { enabled: false } } }),
      say("p"),
      hangUp(),
    ]),
  );
  const all = Object.fromEntries([...graph.nodes.values()].map((node) => [node.id, outputPathsOf(node)]));
  expect(all).toEqual({
    data: ["success", "failure", "timeout"],
    s: ["a", "default"],
    l: ["each", "done"],
    slot: ["default", "maxNoMatches"],
    p: ["next"],
    bye: [],
  });
});

test("outline: kind and a short hash of the node's content", () => {
  const of = (text: string) => outline(lift(callFlow([act("playAudio", "a", { audio: { tts: text } }), hangUp()])));
  expect(of("x")["a"]).toMatch(/^playAudio [0-9a-f]{8}$/);
  expect(of("x")).toEqual(of("x"));
  expect(of("y")["a"]).not.toBe(of("x")["a"]);
  expect(of("y")["bye"]).toBe(of("x")["bye"]);
});

test("a flow of 2,000 nodes", () => {
  const actions = Array.from({ length: 1000 }, (_, i) => [say(`say ${i}`), act("callData", `data ${i}`)]).flat();
  const flow = callFlow(actions);
  const graph = lift(flow);
  expect(graph.nodes.size).toBe(2000);
  expect(dominators(graph).size).toBe(2000);
});
