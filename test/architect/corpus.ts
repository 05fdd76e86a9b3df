import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { placeholders, substitute } from "@genesys-flows/architect";
import { corpusFolder } from "../harness/checkout.ts";

/** One flow file of a real organisation, with a token instead of each placeholder. */
export interface CorpusFile {
  readonly file: string;
  readonly text: string;
}

/** The value for a placeholder, by its key and the text around it. */
export type StandIn = (key: string, text: string) => string;

/** The files of the corpus; empty when the corpus is not on this machine. */
export function corpusFiles(standIn: StandIn = (key) => `x ${key}`): CorpusFile[] {
  return rawFiles().map(({ file, text }) => {
    const values = Object.fromEntries(placeholders(text, { file }).map(({ key }) => [key, standIn(key, text)]));
    return { file, text: substitute(text, values, { file }).text };
  });
}

/** The unchanged files, with their placeholders. */
export function rawFiles(): CorpusFile[] {
  if (!existsSync(corpusFolder)) return [];
  const names = readdirSync(corpusFolder).filter((name) => !name.endsWith(".tsv"));
  return names.sort().map((file) => ({ file, text: readFileSync(join(corpusFolder, file), "utf8") }));
}

/**
 * A value that fits a placeholder: a name, which is also part of a variable's name in some files; for a language, the
 * first one that the flow supports.
 */
export const fittingValue: StandIn = (key, text) => {
  const language = /^ *supportedLanguages:\s+([a-z-]+):/m.exec(text)?.[1];
  if (/language/i.test(key) && language !== undefined) return language;
  return key.replace(/\W+/g, "_").replace(/^(?=\d)/, "x");
};

/** A suite over the corpus; without the corpus, one skipped test with the reason. */
export function describeCorpus(
  title: string,
  suite: (files: readonly CorpusFile[]) => void,
  o: { standIn?: StandIn } = {},
): void {
  const files = corpusFiles(o.standIn);
  describe(title, () => {
    if (files.length > 0) suite(files);
    else test.skip(`skipped, the corpus was not found: ${corpusFolder}`, () => {});
  });
}
