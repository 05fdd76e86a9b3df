import {
  type ArchyDocument,
  compile,
  type FlowGraph,
  graphDifferences,
  lift,
  parseArchy,
} from "@genesys-flows/architect";
import { describeCorpus, fittingValue } from "../corpus.ts";
import { compareActions, type Explained } from "./multiset.ts";

/** Files of the corpus that change, with the reason. */
const exceptions: Readonly<Record<string, string>> = {};

function again(graph: FlowGraph): ArchyDocument {
  const { document } = compile({ graph });
  return parseArchy(document.text, { file: document.file });
}

describeCorpus(
  "real exports, lifted and compiled again",
  (files) => {
    const documents = files.map(({ file, text }) => parseArchy(text, { file }));
    const total: Record<keyof Explained, number> = { jumps: 0, stops: 0, outcomes: 0 };
    let actions = 0;

    test.each(documents.map((document) => [document.file, document] as const))("%s", (file, document) => {
      if (Object.hasOwn(exceptions, file)) return;
      const graph = lift(document);
      const compiled = again(graph);
      expect(graphDifferences(graph, lift(compiled))).toEqual([]);
      const { differences, explained, count } = compareActions(document, compiled);
      expect(differences).toEqual([]);
      for (const key of Object.keys(explained) as (keyof Explained)[]) total[key] += explained[key];
      actions += count;
    });

    test("containers keep their names, references and variables", () => {
      for (const document of documents) {
        const graph = lift(document);
        const compiled = lift(again(graph));
        const shown = ({ layout }: FlowGraph) =>
          layout?.parts
            .map(({ kind, name, refId, variables, properties, slot }) => {
              return { kind, name, refId, variables, properties, slot };
            })
            .sort((a, b) => `${a.kind} ${a.refId}`.localeCompare(`${b.kind} ${b.refId}`));
        expect(shown(compiled)).toEqual(shown(graph));
      }
    });

    test("summary", () => {
      const { jumps, stops, outcomes } = total;
      console.info(
        `${documents.length - Object.keys(exceptions).length} of ${documents.length} files come back with their ` +
          `${actions} actions; beside them ${jumps} more or fewer jumps, ${stops} ends without a name, ` +
          `${outcomes} actions of outcome contracts.`,
      );
      expect(Object.keys(exceptions).length).toBeLessThan(3);
    });
  },
  { standIn: fittingValue },
);
