import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { placeholders, substitute } from "../../packages/architect/index.ts";

const folder = resolve(process.cwd(), "../shared/corpus");

/** One flow file of a real organisation, with a token in the place of each placeholder. */
export interface CorpusFile {
  readonly file: string;
  readonly text: string;
}

/** The files of the corpus; empty when the corpus is not on this machine. */
export function corpusFiles(): CorpusFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => !name.endsWith(".tsv"));
  return names.sort().map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const values = Object.fromEntries(placeholders(text, { file }).map(({ key }) => [key, `x ${key}`]));
    return { file, text: substitute(text, values, { file }).text };
  });
}

/** A suite over the corpus; where it is absent, one skipped test that says so. */
export function describeCorpus(title: string, suite: (files: readonly CorpusFile[]) => void): void {
  const files = corpusFiles();
  describe(title, () => {
    if (files.length > 0) suite(files);
    else test.skip(`the corpus is not there: ${folder}`, () => {});
  });
}
