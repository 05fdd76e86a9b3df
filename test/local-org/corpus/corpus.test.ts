import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digest, parseArchy, references } from "@genesys-flows/architect";
import { seedOrganisation } from "@genesys-flows/local-org";
import { seedFor as seedOfCalls } from "@genesys-flows/stand-in";
import { corpusFolder } from "../../harness/checkout.ts";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { corpusDocuments, seedFor } from "../flows/corpus.ts";
import { endAll, started } from "../support/organisation.ts";

const corpus = corpusDocuments();

/** Everything that the documents name, data actions with the inputs and outputs that calls bind. */
function seed(): string {
  const documents = corpus.map(({ document }) => document);
  const { integrations } = seedOfCalls({ documents });
  return JSON.stringify({ ...JSON.parse(seedFor(documents)), integrations });
}

if (corpus.length === 0) {
  test.skip(`all real flow files: skipped, since there are none in ${corpusFolder}`, () => {});
} else {
  describe("all real flow files, in an organisation that was seeded later", () => {
    const folder = mkdtempSync(join(tmpdir(), "local-org-corpus-"));
    let api: OrganisationClient;
    beforeAll(async () => {
      const [file, text] = [join(folder, "organisation.sqlite"), join(folder, "organisation.yaml")];
      api = (await started({ file })).client;
      writeFileSync(text, seed());
      expect(seedOrganisation({ file, seed: text }).length).toBeGreaterThan(0);
      expect(seedOrganisation({ file, seed: text })).toEqual([]);
    });
    afterAll(async () => {
      await endAll();
      rmSync(folder, { recursive: true, force: true });
    });

    test("there are 89 of them, of 15 types", () => {
      expect(corpus).toHaveLength(89);
      expect(new Set(corpus.map(({ document }) => document.flowType)).size).toBe(15);
    });

    test.each(corpus.map((entry) => [entry.file, entry.document] as const))("%s", async (_file, sent) => {
      // Flows that the document names and nobody sent yet are made as stubs; whatever else it names must be there.
      const flow = await api.published(sent.text, { createStubs: true });
      const version = Number.parseInt(flow.publishedVersion.id, 10);
      const first = await api.exported(flow.id);
      const again = await api.published(first, { createStubs: true });
      expect([again.id, again.publishedVersion.id]).toEqual([flow.id, `${version + 1}.0`]);
      const second = await api.exported(flow.id);
      expect(second).toBe(first);
      expect(digest(parseArchy(second, { file: "second" }))).toBe(digest(parseArchy(first, { file: "first" })));
    });

    test("dependency tracking knows every queue that a document names by itself", async () => {
      for (const { document } of corpus) {
        const queues = references(document).filter(({ kind }) => kind === "queue");
        for (const { name } of queues) {
          const path = `/api/v2/architect/dependencytracking?name=${encodeURIComponent(name)}&objectType=QUEUE`;
          expect((await api.ok("GET", path)).entities.map((entry: { name: string }) => entry.name)).toHaveLength(1);
        }
      }
    });
  });
}
