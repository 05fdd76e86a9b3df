import { archyFromBody, graphDifferences, lift, outline, parseArchy } from "@genesys-flows/architect";
import { reachable } from "../../../packages/architect/graph/reach.ts";
import { describeCorpus } from "../corpus.ts";

describeCorpus("real exports as graphs", (files) => {
  const documents = files.map(({ file, text }) => parseArchy(text, { file }));

  test.each(documents.map((document) => [document.file, document] as const))("%s", (_file, document) => {
    const graph = lift(document);
    expect(graph.start).toBeDefined();
    expect(reachable(graph).size).toBeGreaterThan(0);
    for (const node of graph.nodes.values()) {
      expect(node.location?.line).toBeGreaterThan(1);
      for (const target of Object.values(node.transitions)) expect(graph.nodes.has(target)).toBe(true);
      expect(JSON.stringify(node.properties)).not.toContain('"actions"');
    }
    const again = lift(archyFromBody(document.flowType, document.body, { file: document.file }));
    expect(graphDifferences(graph, again)).toEqual([]);
    expect(outline(again)).toEqual(outline(graph));
  });

  test("summary", () => {
    const graphs = documents.map((document) => lift(document));
    const nodes = graphs.reduce((sum, graph) => sum + graph.nodes.size, 0);
    const unreached = graphs.flatMap((g) => [...g.nodes.keys()].filter((id) => !reachable(g).has(id)));
    const kinds = new Set(graphs.flatMap((graph) => [...graph.nodes.values()].map((node) => node.kind)));
    console.info(`${graphs.length} graphs, ${nodes} nodes of ${kinds.size} kinds, ${unreached.length} unreached`);
    expect(nodes).toBeGreaterThan(500);
  });
});
