import fc from "fast-check";
import { compile, type FlowType, graphDifferences, lift, parseArchy } from "../../../packages/architect/index.ts";
import { compareActions } from "./multiset.ts";
import { anyDocument } from "./random-documents.ts";

/** More runs than these are made by hand: `LAW_RUNS=4000`. */
const RUNS = Number(process.env["LAW_RUNS"] ?? 8);

const types: FlowType[] = [
  "inboundCall",
  "secureCall",
  "inqueueCall",
  "commonModule",
  "inboundEmail",
  "workflow",
  "digitalBot",
  "inqueueEmail",
];

describe("a document, lifted and compiled again", () => {
  test.each(types)("%s: the same graph, the same actions", (type) => {
    fc.assert(
      fc.property(anyDocument(type), (document) => {
        const graph = lift(document);
        const compiled = compile({ graph }).document;
        const again = parseArchy(compiled.text, { file: "again.yaml" });
        expect(graphDifferences(graph, lift(again))).toEqual([]);
        expect(compareActions(document, again).differences).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
