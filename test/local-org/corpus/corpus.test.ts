import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ArchyDocument, DiagnosticError, digest, parseArchy, references } from "@genesys-flows/architect";
import { takeExport } from "@genesys-flows/architect/edit";
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

/** A document with four spaces for each level; as it is where a text of several lines would change with them. */
function wider(document: ArchyDocument): string {
  const text = document.text.replaceAll(/^ +/gm, (spaces) => spaces + spaces);
  try {
    return digest(parseArchy(text, { file: "wider" })) === digest(document) ? text : document.text;
  } catch (error) {
    if (error instanceof DiagnosticError) return document.text;
    throw error;
  }
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

    test.each(corpus.map((entry) => [entry.file, entry.document] as const))("%s", async (file, sent) => {
      // Flows that the document names and nobody sent yet are made as stubs; whatever else it names must be there.
      const flow = await api.published(sent.text, { createStubs: true });
      const version = Number.parseInt(flow.publishedVersion.id, 10);
      const first = await api.exported(flow.id);
      const again = await api.published(first, { createStubs: true });
      expect([again.id, again.publishedVersion.id]).toEqual([flow.id, `${version + 1}.0`]);
      const second = await api.exported(flow.id);
      expect(second).toBe(first);
      const [base, live] = [parseArchy(first, { file: "first" }), parseArchy(second, { file: "second" })];
      expect(digest(live)).toBe(digest(base));
      // Where nothing changed between two versions, `flowctl take` leaves the file as it is, whatever its layout.
      for (const text of [sent.text, wider(sent)]) {
        const taken = takeExport({ file, text, values: {} }, { base, live, isPublished: true });
        expect(taken).toMatchObject({ text });
      }
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
