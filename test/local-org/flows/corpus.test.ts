import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyValue,
  archyFromBody,
  digest,
  graphDifferences,
  lift,
  parseArchy,
} from "@genesys-flows/architect";
import { exportDifference } from "@genesys-flows/architect/same-content";
import { completeActions } from "../../../packages/local-org/flows/export/defaults.ts";
import { corpusFolder } from "../../harness/checkout.ts";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { corpusDocuments, seedFor } from "./corpus.ts";

const corpus = corpusDocuments();

/** What the export of a document has that the document may leave out: defaults of actions, names without blanks around. */
function asExported(sent: ArchyDocument): ArchyDocument {
  const copy = archyFromBody(sent.flowType, keysTrimmed(sent.body) as ArchyMap, { file: sent.file });
  completeActions(copy);
  return archyFromBody(copy.flowType, copy.body, { file: sent.file });
}

function keysTrimmed(value: ArchyValue): ArchyValue {
  if (Array.isArray(value)) return value.map(keysTrimmed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key.trim(), keysTrimmed(child)]));
}

if (corpus.length === 0) {
  test.skip(`real flow files: skipped, since there are none in ${corpusFolder}`, () => {});
} else {
  describe("real flow files", () => {
    let api: OrganisationClient;
    beforeAll(async () => {
      api = (await started({ seedText: seedFor(corpus.map(({ document }) => document)) })).client;
    });
    afterAll(endAll);

    test.each(corpus.map((entry) => [entry.file, entry.document] as const))("%s", async (_file, sent) => {
      const flow = await api.published(sent.text, { createStubs: true });
      const first = await api.exported(flow.id);
      const got = lift(parseArchy(first, { file: "export" }));
      expect(graphDifferences(got, lift(asExported(sent)), { nodesOnly: true })).toEqual([]);
      expect(exportDifference(sent, parseArchy(first, { file: "export" }))?.join("/")).toBeUndefined();
      await api.published(first, { createStubs: true });
      const second = await api.exported(flow.id);
      expect(second).toBe(first);
      expect(digest(parseArchy(second, { file: "second" }))).toBe(digest(parseArchy(first, { file: "first" })));
    });
  });
}
