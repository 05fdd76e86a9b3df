import {
  type ArchyDocument,
  type ArchyMap,
  type ArchyValue,
  actionOf,
  archyFromBody,
  digest,
  moduleCalls,
  parseArchy,
  printArchy,
  references,
} from "@genesys-flows/architect";
import fc from "fast-check";
import { documentIssues } from "../../../packages/architect/archy/issues.ts";
import { describeCorpus } from "../corpus.ts";

describeCorpus("real exports", (files) => {
  const documents = files.map(({ file, text }) => parseArchy(text, { file }));
  const each = documents.map((document) => [document.file, document] as const);

  test.each(each)("%s: print loses nothing, and printing from data is equivalent", (_file, document) => {
    const again = parseArchy(printArchy(document), { file: document.file });
    expect(again.body).toEqual(document.body);
    expect(printArchy(again)).toBe(printArchy(document));
    const printed = parseArchy(fromBody(document).text, { file: document.file });
    expect(JSON.stringify(printed.body)).toBe(JSON.stringify(document.body));
    expect(digest(printed)).toBe(digest(document));
  });

  test.each(each)("%s: the digest does not depend on the order of keys", (_file, document) => {
    const wanted = digest(document);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const shuffled = shuffleKeys(document.body, seed) as ArchyMap;
        expect(digest(archyFromBody(document.flowType, shuffled, { file: document.file }))).toBe(wanted);
      }),
      { numRuns: 3 },
    );
  });

  test("only parts in other files would be refused", () => {
    const findings = documents.flatMap((document) => documentIssues(document));
    expect([...new Set(findings.map((finding) => finding.code))]).toEqual(["external-ref"]);
  });

  test("every action that occurs is in the action table, where it occurs", () => {
    const unknown = new Set<string>();
    for (const document of documents) {
      for (const { key } of actionsIn(document.body)) {
        if (key !== "ref" && !actionOf(key)?.observedIn.includes(document.flowType))
          unknown.add(`${key} in ${document.flowType}`);
      }
    }
    expect([...unknown]).toEqual([]);
  });

  test("summary", () => {
    const kinds = new Map<string, number>();
    for (const { kind } of documents.flatMap((d) => references(d))) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const calls = documents.flatMap((d) => moduleCalls(d));
    const list = [...kinds].map(([kind, count]) => `${kind} ${count}`).join(", ");
    console.info(`${documents.length} files, ${calls.length} module calls; references: ${list}`);
    expect(calls.every((c) => c.location.line > 1)).toBe(true);
  });
});

function fromBody(document: ArchyDocument): ArchyDocument {
  return archyFromBody(document.flowType, document.body, { file: document.file });
}

function shuffleKeys(value: ArchyValue, seed: number): ArchyValue {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, seed));
  if (typeof value !== "object" || value === null) return value;
  const weight = (key: string) => [...key].reduce((sum, c) => (sum * 31 + c.charCodeAt(0) + seed) | 0, seed);
  const keys = Object.keys(value).sort((a, b) => weight(a) - weight(b));
  return Object.fromEntries(keys.map((key) => [key, shuffleKeys(value[key] as ArchyValue, seed)]));
}

function* actionsIn(value: ArchyValue): Generator<{ key: string }> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) yield* actionsIn(item);
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    if ((key === "actions" || key === "startUpTaskActions") && Array.isArray(child)) {
      for (const item of child) yield { key: Object.keys(item as ArchyMap)[0] as string };
    }
    yield* actionsIn(child);
  }
}
