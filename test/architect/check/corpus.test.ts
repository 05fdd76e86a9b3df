import { checkFlow, type Location, parseArchy, substitute } from "@genesys-flows/architect";
import { type CorpusFile, describeCorpus, fittingValue, rawFiles } from "../corpus.ts";

/** Errors in files that worked according to their source, and why the file is wrong: none so far. */
const wrongFiles: readonly { file: string; code: string; reason: string }[] = [];

const suite = (files: readonly CorpusFile[]) => {
  const findings = files.flatMap(({ file, text }) =>
    checkFlow(parseArchy(text, { file })).map((d) => ({ file, ...d })),
  );

  test("nothing blocks a file that worked in its owner's organisation", () => {
    const expected = new Set(wrongFiles.map(({ file, code }) => `${file} ${code}`));
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(new Set(errors.map(({ file, code }) => `${file} ${code}`))).toEqual(expected);
  });

  test("every finding has a place, a flow and a hint", () => {
    for (const { location, flow, hint, message } of findings) {
      expect([message, location?.line, flow, hint]).toEqual([
        expect.stringMatching(/\.$/),
        expect.any(Number),
        expect.any(String),
        expect.any(String),
      ]);
    }
  });

  test("placeholders without values cause no further findings", () => {
    const place = ({ file, code, location }: { file: string; code: string; location?: Location }) =>
      `${file}:${location?.line} ${code}`;
    const known = new Set(findings.map(place));
    const raw = rawFiles().flatMap(({ file, text }) => {
      const { text: whole, filled } = substitute(text, {}, { file, standIn: (key) => key.replace(/\W+/g, "_") });
      return checkFlow(parseArchy(whole, { file, filled })).map((finding) => ({ file, ...finding }));
    });
    expect(raw.length).toBeGreaterThan(0);
    expect(raw.map(place).filter((finding) => !known.has(finding))).toEqual([]);
  });

  test("findings by code", () => {
    const byCode = Map.groupBy(findings, (d) => `${d.severity} ${d.code}`);
    const rows = [...byCode]
      .map(([code, list]) => `${code}: ${list.length} in ${new Set(list.map((d) => d.file)).size} files`)
      .sort();
    console.info(`${files.length} files\n${rows.join("\n")}`);
    expect(findings.length).toBeLessThan(files.length);
  });
};

describeCorpus("checks of real exports", suite, { standIn: fittingValue });
