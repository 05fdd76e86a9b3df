import {
  compile,
  DiagnosticError,
  type FlowGraph,
  type FlowNode,
  graphDifferences,
  lift,
} from "@genesys-flows/architect";
import fc from "fast-check";
import { anyGraph, contract, largeStructured, structuredGraph } from "./graphs.ts";

/** `LAW_RUNS=4000` makes more runs. */
const RUNS = Number(process.env["LAW_RUNS"] ?? 40);
const LARGE_RUNS = Math.max(2, Math.round(RUNS / 50));

function liftedAgain(graph: FlowGraph): FlowGraph {
  const { document } = compile({ graph });
  return lift(document, { contract: (name) => (name === "Random" ? contract.outcome : undefined) });
}

function differences(graph: FlowGraph): string[] {
  return graphDifferences(graph, liftedAgain(graph));
}

function holds(graphs: fc.Arbitrary<FlowGraph>, runs = RUNS): void {
  fc.assert(
    fc.property(graphs, (graph) => expect(differences(graph)).toEqual([])),
    { numRuns: runs },
  );
}

/** Compiles, or is refused only as unstructured. */
function holdsOrIsRefused(graphs: fc.Arbitrary<FlowGraph>, runs = RUNS): void {
  const refused = (error: unknown) => {
    if (!(error instanceof DiagnosticError)) throw error;
    expect(new Set(error.diagnostics.map(({ code }) => code))).toEqual(new Set(["unstructured"]));
  };
  fc.assert(
    fc.property(graphs, (graph) => {
      let found: string[] = [];
      try {
        found = differences(graph);
      } catch (error) {
        refused(error);
      }
      expect(found).toEqual([]);
    }),
    { numRuns: runs },
  );
}

describe("a compiled graph lifts to itself", () => {
  test.each(["inboundCall", "inboundEmail", "workflow"] as const)("any graph of the type %s", (type) => {
    holds(anyGraph(type, 40));
  });

  test.each(["inboundCall", "inboundEmail", "commonModule", "inqueueCall"] as const)(
    "structured graphs of the type %s, with joins and loops",
    (type) => holds(structuredGraph(type, 4)),
  );

  test.each(["commonModule", "inqueueCall"] as const)(
    "any other graph of the type %s is refused as unstructured",
    (type) => holdsOrIsRefused(anyGraph(type, 12)),
  );

  test("a lifted graph without its containers is divided again", () => {
    const bare = structuredGraph("inboundCall", 4).map((graph) => ({ ...graph, layout: { parts: [], stray: [] } }));
    holds(bare);
    holds(anyGraph("inboundCall", 30).map((graph) => ({ ...graph, layout: { parts: [], stray: [] } })));
  });
});

describe("size", () => {
  const chain = (type: "inboundCall" | "commonModule", length: number): FlowGraph => {
    const nodes = Array.from({ length }, (_, index): FlowNode => {
      const transitions: Record<string, string> = index + 1 < length ? { no: `n${index + 1}` } : {};
      return {
        id: `n${index}`,
        kind: "decision",
        name: `n${index}`,
        properties: { condition: { exp: "true" } },
        transitions,
      };
    });
    return {
      type,
      name: "Long",
      settings: {},
      variables: [],
      start: "n0",
      nodes: new Map(nodes.map((node) => [node.id, node])),
      containers: [],
      ...(type === "commonModule" ? { module: { name: "Long", inputs: {}, outputs: {}, channels: [] } } : {}),
    };
  };

  test("a call flow of 1500 nested decisions becomes tasks with a readable depth", () => {
    const { document } = compile({ graph: chain("inboundCall", 1500) });
    const deepest = Math.max(...document.text.split("\n").map((line) => line.search(/\S/)));
    expect(deepest).toBeLessThan(200);
    expect(document.text.length).toBeLessThan(1_000_000);
  });

  test.each(["inboundCall", "workflow", "commonModule", "inqueueCall"] as const)(
    "500 nodes, 30 deep, of the type %s",
    (type) => {
      for (let seed = 0; seed < LARGE_RUNS; seed++) {
        const graph = largeStructured(type, { nodes: 500, depth: 30, seed });
        expect(graph.nodes.size).toBeGreaterThan(400);
        expect(differences(graph)).toEqual([]);
      }
    },
  );

  test("500 nodes with random transitions", () => {
    holds(anyGraph("inboundCall", 500, 450), LARGE_RUNS);
    holds(anyGraph("inboundEmail", 500, 450), LARGE_RUNS);
    holdsOrIsRefused(anyGraph("commonModule", 500, 450), LARGE_RUNS);
  });

  test("a module nests 100 decisions", () => {
    expect(differences(chain("commonModule", 100))).toEqual([]);
  });
});
