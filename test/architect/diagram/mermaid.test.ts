import { boundedFlowDiagram, differenceDiagram, type FlowGraph, lift, parseArchy } from "@genesys-flows/architect";
import { foldGraph } from "../../../packages/architect/diagram/fold.ts";
import { mermaidSays } from "../../harness/mermaid.ts";
import { describeCorpus } from "../corpus.ts";
import { flowText, load } from "../definition/load.ts";
import { callFlow, say } from "../documents.ts";
import { graphOf } from "../graph/graphs.ts";

const accepted = (diagrams: readonly string[]) => diagrams.map(() => null);

test("Mermaid refuses texts that are too large or not a diagram", () => {
  const large = `flowchart TD\n${Array.from({ length: 501 }, (_, i) => `  a${i} --> a${i + 1}`).join("\n")}\n`;
  const [edges, text, syntax] = mermaidSays([large, `flowchart TD\n%% ${"x".repeat(50_000)}`, 'flowchart TD\n  a["x']);
  expect(edges).toMatch(/Edge limit/);
  expect(text).toMatch(/characters/);
  expect(syntax).toMatch(/Parse error|Lexical error/);
});

/** A flow of many branches, each a chain. */
function branching(branches: number, length: number): FlowGraph {
  const edges: Record<string, Record<string, string>> = { menu: {} };
  for (let b = 0; b < branches; b++) {
    (edges["menu"] as Record<string, string>)[`${b}`] = `b${b}-0`;
    for (let i = 0; i < length; i++) edges[`b${b}-${i}`] = { next: i + 1 < length ? `b${b}-${i + 1}` : "end" };
  }
  return graphOf({ ...edges, end: {} });
}

describe("large flows are folded", () => {
  const large: [string, FlowGraph][] = [
    ["a chain of 2,000", lift(callFlow(Array.from({ length: 2000 }, (_, i) => say(`Step number ${i}`))))],
    ["50 branches of 40", branching(50, 40)],
    ["700 branches", branching(700, 1)],
  ];

  test.each(large)("%s", (_about, graph) => {
    expect(mermaidSays([boundedFlowDiagram(graph)])).toEqual([null]);
    const changed: FlowGraph = {
      ...graph,
      nodes: new Map([...graph.nodes].map(([id, node]) => [id, { ...node, name: `${id}!` }])),
    };
    expect(mermaidSays([differenceDiagram(graph, changed), differenceDiagram(graph, graph)])).toEqual([null, null]);
  });

  test("into nodes that show their number, with the transitions that leave them", () => {
    const graph = graphOf({ start: { yes: "a", no: "c" }, a: { next: "b" }, b: { yes: "c", no: "start" }, c: {} });
    const folded = foldGraph(graph, 3);
    expect([...folded.nodes.values()].map(({ id, name, transitions }) => ({ id, name, transitions }))).toEqual([
      { id: "start", name: "start", transitions: { yes: "a", no: "c" } },
      { id: "a", name: "a and 1 more", transitions: { "b: yes": "c", "b: no": "start" } },
      { id: "c", name: "c", transitions: {} },
    ]);
    expect(foldGraph(graph, 4).nodes).toEqual(graph.nodes);
  });

  test("a small flow is not folded", () => {
    const graph = branching(3, 3);
    expect(boundedFlowDiagram(graph)).not.toMatch(/more/);
  });
});

test("a difference shows what was added, removed, changed and moved, with a legend", () => {
  const before = load(flowText("sales")).graph;
  const after = load(
    flowText("sales")
      .replace(
        "start: authenticate\nnodes:",
        "start: hello\nnodes:\n  hello: {playAudio: Good day., then: authenticate}",
      )
      .replace("failure: goodbye", "failure: sorry")
      .replace("  goodbye:", "  sorry: {playAudio: Sorry., then: goodbye}\n  goodbye:"),
  ).graph;
  const diagram = differenceDiagram(before, after);
  expect(diagram).toMatch(/subgraph legend/);
  expect(diagram).toMatch(/n_hello\(\["#43; hello/);
  expect(diagram).toMatch(/start -\.-> n_authenticate/);
  const back = differenceDiagram(after, before);
  expect(back).toMatch(/\{\{"#45; hello/);
  expect(mermaidSays([diagram, back])).toEqual([null, null]);
});

describeCorpus("corpus", (files) => {
  const graphs = files.map(({ file, text }) => lift(parseArchy(text, { file })));

  test("Mermaid accepts the diagram of every flow", () => {
    const diagrams = graphs.map((graph) => boundedFlowDiagram(graph));
    expect(mermaidSays(diagrams)).toEqual(accepted(diagrams));
  });

  test("Mermaid accepts the diagram of every difference, small and large", () => {
    const diagrams = graphs.flatMap((graph, index) => {
      const other = graphs[(index + 1) % graphs.length] as FlowGraph;
      const nodes = [...graph.nodes].slice(0, -1);
      return [differenceDiagram(graph, other), differenceDiagram(graph, { ...graph, nodes: new Map(nodes) })];
    });
    expect(mermaidSays(diagrams)).toEqual(accepted(diagrams));
  });
});
