import fc from "fast-check";
import {
  compile,
  DiagnosticError,
  type FlowGraph,
  type FlowNode,
  graphDifferences,
  lift,
} from "../../../packages/architect/index.ts";
import { anyGraph, contract, structuredGraph } from "./graphs.ts";

/** More runs than these are made by hand: `LAW_RUNS=4000`. */
const RUNS = Number(process.env["LAW_RUNS"] ?? 100);

function liftedAgain(graph: FlowGraph): FlowGraph {
  const { document } = compile({ graph });
  return lift(document, { contract: (name) => (name === "Random" ? contract.outcome : undefined) });
}

function differences(graph: FlowGraph): string[] {
  return graphDifferences(graph, liftedAgain(graph), { nodesOnly: true });
}

describe("a compiled graph lifts to itself", () => {
  test("any graph of a call flow", () => {
    fc.assert(
      fc.property(anyGraph("inboundCall", 40), (graph) => expect(differences(graph)).toEqual([])),
      {
        numRuns: RUNS,
      },
    );
  });

  test("structured graphs of call flows, with loops", () => {
    fc.assert(
      fc.property(structuredGraph("inboundCall", 4), (graph) => expect(differences(graph)).toEqual([])),
      {
        numRuns: RUNS,
      },
    );
  });

  test("structured graphs of common modules, with joins and loops", () => {
    fc.assert(
      fc.property(structuredGraph("commonModule", 4), (graph) => expect(differences(graph)).toEqual([])),
      {
        numRuns: RUNS,
      },
    );
  });

  test("any other graph of a common module is refused as unstructured", () => {
    fc.assert(
      fc.property(anyGraph("commonModule", 12), (graph) => {
        try {
          expect(differences(graph)).toEqual([]);
        } catch (error) {
          if (!(error instanceof DiagnosticError)) throw error;
          expect(new Set(error.diagnostics.map(({ code }) => code))).toEqual(new Set(["unstructured"]));
        }
      }),
      { numRuns: RUNS },
    );
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
    };
  };

  test("a call flow of 1500 nested decisions becomes tasks that nest no deeper than people can read", () => {
    const { document } = compile({ graph: chain("inboundCall", 1500) });
    const deepest = Math.max(...document.text.split("\n").map((line) => line.search(/\S/)));
    expect(deepest).toBeLessThan(200);
    expect(document.text.length).toBeLessThan(1_000_000);
  });

  test("a module nests 100 decisions", () => {
    expect(differences(chain("commonModule", 100))).toEqual([]);
  });
});
