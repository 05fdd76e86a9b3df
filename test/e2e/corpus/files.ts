import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ArchyDocument, parseArchy, substitute } from "@genesys-flows/architect";
import { corpusFolder } from "../../harness/checkout.ts";
import { type Scalar, substitutions } from "./substitutions.ts";

/** One real-world flow file with what its author would have filled in. */
export interface CorpusFile {
  /** File name in the corpus: `<owner>__<repository>__<name>`. */
  readonly file: string;
  /** File name below `flows/`: without the repository, as somebody would call it who collects them. */
  readonly name: string;
  /** Key of the flow in the project: `name` without extension and version suffix (design §3, "Identity"). */
  readonly key: string;
  readonly type: "inboundCall" | "commonModule";
  readonly text: string;
  readonly substitutions: Readonly<Record<string, Scalar>>;
  /** The document that is sent: substituted and parsed. */
  readonly document: ArchyDocument;
}

const TYPES = new Set(["inboundCall", "commonModule"]);

/** Whether the corpus is next to the checkout. */
export function corpusIsThere(): boolean {
  return existsSync(path.join(corpusFolder, "INDEX.tsv"));
}

/** Every call flow and common module of the corpus, by file name. Reads `INDEX.tsv`: file in column 1, type in column 5. */
export function readCorpus(): CorpusFile[] {
  return readFileSync(path.join(corpusFolder, "INDEX.tsv"), "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter((columns) => TYPES.has(String(columns[4])))
    .map((columns) => readOne(String(columns[0]), columns[4] as CorpusFile["type"]))
    .sort((a, b) => a.file.localeCompare(b.file));
}

function readOne(file: string, type: CorpusFile["type"]): CorpusFile {
  const text = readFileSync(path.join(corpusFolder, file), "utf8");
  const values = substitutions[file] ?? {};
  const filled = substitute(text, values, { file }).text;
  const name = file.replace(/__.*__/, ".");
  return {
    file,
    name,
    key: name.replace(/\.(yaml|yml)$/, "").replace(/_v\d+-\d+$/, ""),
    type,
    text,
    substitutions: values,
    document: parseArchy(filled, { file }),
  };
}
