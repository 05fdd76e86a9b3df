import {
  diffGraphs,
  type FlowGraph,
  type FlowNode,
  graphDifferences,
  isEmptyDiff,
  lift,
  outline,
  parseArchy,
} from "@genesys-flows/architect";
import fc from "fast-check";
import { applyDiff } from "../../../packages/architect/diff/apply.ts";
import { describeCorpus } from "../corpus.ts";
import { randomGraph } from "../graph/graphs.ts";
import { diffText } from "./diff-text.ts";

/** A graph with nodes changed, removed, renamed and added, by a list of small numbers. */
function changed(graph: FlowGraph, steps: readonly number[]): FlowGraph {
  let nodes = [...graph.nodes.values()];
  let { start } = graph;
  for (const [index, step] of steps.entries()) {
    const at = nodes.length === 0 ? 0 : Math.floor(step / 6) % nodes.length;
    const node = nodes[at];
    if (!node) break;
    const replace = (made: FlowNode) => nodes.map((other) => (other === node ? made : other));
    if (step % 6 === 0) nodes = nodes.filter((other) => other !== node);
    else if (step % 6 === 1)
      nodes = replace({ ...node, properties: { ...node.properties, audio: { tts: `say ${step}` } } });
    else if (step % 6 === 2) {
      const id = `new-${index}`;
      const renamed = (target: string) => (target === node.id ? id : target);
      nodes = replace({ ...node, id, name: id }).map((other) => ({
        ...other,
        transitions: Object.fromEntries(Object.entries(other.transitions).map(([path, to]) => [path, renamed(to)])),
      }));
      if (start === node.id) start = id;
    } else if (step % 6 === 3) {
      nodes = [...nodes, { ...node, id: `added-${index}`, name: "Added", properties: { list: [1, { lit: step }] } }];
    } else if (step % 6 === 4) {
      nodes = replace({
        ...node,
        transitions: { ...node.transitions, yes: nodes[(at + 1) % nodes.length]?.id as string },
      });
    } else nodes = replace({ ...node, kind: "callData", properties: { list: [step, 2, 3] } });
  }
  return { ...graph, start, nodes: new Map(nodes.map((node) => [node.id, node])) };
}

/** A graph in a form without the order of its nodes. */
const essence = (graph: FlowGraph) => ({ start: graph.start, outline: outline(graph) });

test("a difference applied to the first graph makes the second", () => {
  fc.assert(
    fc.property(randomGraph(12), fc.array(fc.nat(500), { maxLength: 8 }), (before, steps) => {
      const after = changed(before, steps);
      const diff = diffGraphs(before, after);
      const applied = applyDiff(before, JSON.parse(JSON.stringify(diff)));
      expect(essence(applied)).toEqual(essence(after));
      expect(diffText(diffGraphs(applied, after))).toBe("");
    }),
    { numRuns: 300 },
  );
});

test("also for two unrelated graphs", () => {
  fc.assert(
    fc.property(randomGraph(15), randomGraph(15), (before, after) => {
      expect(essence(applyDiff(before, diffGraphs(before, after)))).toEqual(essence(after));
    }),
    { numRuns: 300 },
  );
});

test("a graph does not differ from itself", () => {
  fc.assert(fc.property(randomGraph(20), (graph) => expect(isEmptyDiff(diffGraphs(graph, graph))).toBe(true)));
});

test("a difference names a transition, a node or a value for every change", () => {
  fc.assert(
    fc.property(randomGraph(12), fc.array(fc.nat(500), { maxLength: 8 }), (before, steps) => {
      const after = changed(before, steps);
      const same = JSON.stringify(essence(before)) === JSON.stringify(essence(after));
      expect(diffText(diffGraphs(before, after)) === "").toBe(same);
    }),
  );
});

describeCorpus("corpus", (files) => {
  const graphs = files.map(({ file, text }) => lift(parseArchy(text, { file })));

  test.each(files.map(({ file }, index) => [file, index] as const))("%s", (_file, index) => {
    const [graph, other] = [graphs[index] as FlowGraph, graphs[(index + 1) % graphs.length] as FlowGraph];
    expect(diffText(diffGraphs(graph, graph))).toBe("");
    const applied = applyDiff(graph, JSON.parse(JSON.stringify(diffGraphs(graph, other))));
    expect(diffText(diffGraphs(applied, other))).toBe("");
    expect(graphDifferences(applied, other).filter((line) => !line.startsWith("unreached"))).toEqual([]);
  });
});
