import { digest, graphDifferences, lift, parseArchy } from "@genesys-flows/architect";
import { corpusDocuments, corpusFolder, seedFor } from "./corpus.ts";
import { type Client, cleanUp, client } from "./organisation.ts";

const corpus = corpusDocuments();

if (corpus.length === 0) {
  test.skip(`real flow files: skipped, since there are none in ${corpusFolder}`, () => {});
} else {
  describe("real flow files", () => {
    let api: Client;
    beforeAll(async () => {
      api = await client({ seed: seedFor(corpus.map(({ document }) => document)) });
    });
    afterAll(cleanUp);

    test.each(corpus.map((entry) => [entry.file, entry.document] as const))("%s", async (_file, sent) => {
      const flow = await api.published(sent.text, { createStubs: true });
      const first = await api.exported(flow.id);
      expect(graphDifferences(lift(parseArchy(first, { file: "export" })), lift(sent), { nodesOnly: true })).toEqual(
        [],
      );
      await api.published(first, { createStubs: true });
      const second = await api.exported(flow.id);
      expect(second).toBe(first);
      expect(digest(parseArchy(second, { file: "second" }))).toBe(digest(parseArchy(first, { file: "first" })));
    });
  });
}
