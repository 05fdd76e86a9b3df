import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  checkFlow,
  contractOf,
  type Diagnostic,
  DiagnosticError,
  type ModuleContract,
  parseArchy,
  readWritten,
  toGraphInParts,
} from "@genesys-flows/architect";
import type { Severity } from "../../../packages/architect/codes/code-table.ts";
import { randomNumbers } from "../../e2e/faults/cases.ts";
import { corpusFiles, fittingValue } from "../corpus.ts";
import { type MistakeKind, type Mutation, mistakeKinds } from "../mutations/edits.ts";
import { mutationsOfDefinition } from "../mutations/of-definitions.ts";
import { mutationsOfExport } from "../mutations/of-exports.ts";
import { type Miss, misses } from "./mutation-misses.ts";

/**
 * Single-edit mistakes in exports and in the example's definitions: each is found on its line, with its severity. One of
 * each file and kind is chosen at random; `MUTATIONS=all` tries all of them.
 */
const perKind = process.env["MUTATIONS"] === "all" ? Number.POSITIVE_INFINITY : 1;
const seed = Number(process.env["MUTATIONS_SEED"] ?? 12);
const EXPORTS = 30;

/** Severity of a mistake in an export: an error if a source says that the platform refuses it. */
const inExport: Readonly<Record<MistakeKind, Severity>> = {
  "dangling start": "error",
  "duplicate refId": "error",
  "jump to a missing task": "error",
  "bad expression": "error",
  "wrong scope": "error",
  "unreachable node": "warning",
  "undeclared variable": "warning",
  "wrong output path": "warning",
  "missing property": "warning",
  "unknown property": "warning",
  "unknown root key": "warning",
  "misspelt action": "warning",
  "misspelt function": "warning",
  "text as condition": "error",
};

/** In a definition all that its own schema rules; the expression language and its variables are the platform's. */
const inDefinition: Readonly<Record<MistakeKind, Severity>> = {
  ...inExport,
  "unreachable node": "error",
  "wrong output path": "error",
  "missing property": "error",
  "unknown property": "error",
  "unknown root key": "error",
  "misspelt action": "error",
};

type Check = (text: string) => readonly Diagnostic[];

interface Subject {
  readonly file: string;
  readonly text: string;
  readonly mutations: readonly Mutation[];
  readonly check: Check;
  readonly severity: Readonly<Record<MistakeKind, Severity>>;
}

function checkExport(file: string): Check {
  return (text) => {
    try {
      return checkFlow(parseArchy(text, { file }));
    } catch (error) {
      if (error instanceof DiagnosticError) return error.diagnostics;
      throw error;
    }
  };
}

/** The exports with the most kinds of mistakes that can be made in them. */
function exportsToChange(): Subject[] {
  const all = corpusFiles(fittingValue).map(({ file, text }) => {
    const mutations = mutationsOfExport(text);
    const kinds = new Set(mutations.map(({ kind }) => kind)).size;
    return { file, text, mutations, kinds, check: checkExport(file), severity: inExport };
  });
  return all.sort((a, b) => b.kinds - a.kinds || (a.file < b.file ? -1 : 1)).slice(0, EXPORTS);
}

const flows = path.join(process.cwd(), "flows");

function definitions(): Subject[] {
  const files = readdirSync(flows, { recursive: true, encoding: "utf8" }).sort();
  const texts = files.flatMap((file) => {
    const text = file.endsWith(".yaml") ? readFileSync(path.join(flows, file), "utf8") : "";
    return /^(inboundCall|commonModule): /m.test(text) ? [{ file, text }] : [];
  });
  const read = (file: string, text: string) => {
    const { written, findings } = readWritten({ path: file, text });
    const filled = written?.fill({});
    return { definition: filled?.definition, findings: [...findings, ...(filled?.findings ?? [])] };
  };
  const contracts = new Map<string, ModuleContract>();
  for (const { file, text } of texts) {
    const { definition } = read(file, text);
    const contract = definition && contractOf(definition);
    if (contract) contracts.set(path.basename(file, ".yaml"), contract);
  }
  const modules = (key: string) => contracts.get(key);
  return texts.map(({ file, text }) => ({
    file,
    text,
    mutations: mutationsOfDefinition(text),
    severity: inDefinition,
    check: (changed) => {
      const { definition, findings } = read(file, changed);
      const made = definition && toGraphInParts(definition, { modules, moduleKeys: () => contracts.keys() });
      const whole = made && !definition.unread && !made.findings.some(({ severity }) => severity === "error");
      return [...findings, ...(made?.findings ?? []), ...(whole ? checkFlow(made.graph) : [])];
    },
  }));
}

const rank: Readonly<Record<Severity, number>> = { note: 0, warning: 1, error: 2 };

/** The new findings in the changed text. */
function news({ text, check }: Subject, mutation: Mutation): Diagnostic[] {
  const key = ({ code, message }: Diagnostic) => `${code} ${message}`;
  const before = Map.groupBy(check(text), key);
  return [...Map.groupBy(check(mutation.text()), key)].flatMap(([same, found]) =>
    found.length > (before.get(same)?.length ?? 0) ? found : [],
  );
}

function isCaught(subject: Subject, mutation: Mutation): boolean {
  const { kind, lines } = mutation;
  return news(subject, mutation).some(({ severity, location }) => {
    const line = location?.line ?? 0;
    return rank[severity] >= rank[subject.severity[kind]] && lines.from <= line && line <= lines.to;
  });
}

/** A few of each kind, or all. */
function drawn(mutations: readonly Mutation[], next: () => number): Mutation[] {
  return [...Map.groupBy(mutations, ({ kind }) => kind).values()].flatMap((ofKind) => {
    const left = [...ofKind];
    const count = Math.min(perKind, left.length);
    return Array.from({ length: count }, () => left.splice(Math.floor(next() * left.length), 1)[0] as Mutation);
  });
}

function explains(miss: Miss, subject: Subject, { kind, what }: Mutation): boolean {
  return miss.kind === kind && miss.what.test(what) && (miss.file === undefined || miss.file.test(subject.file));
}

/** The row that explains a missed mutation; undefined without one. */
function missed(subjects: readonly Subject[]): { text: string; miss: Miss | undefined }[] {
  const next = randomNumbers(seed);
  return subjects.flatMap((subject) =>
    drawn(subject.mutations, next)
      .filter((mutation) => !isCaught(subject, mutation))
      .map((mutation) => ({
        text: `${subject.file}:${mutation.lines.from} ${mutation.kind}: ${mutation.what}`,
        miss: misses.find((miss) => explains(miss, subject, mutation)),
      })),
  );
}

function unexplained(subjects: readonly Subject[]): string[] {
  return missed(subjects).flatMap(({ text, miss }) => (miss ? [] : text));
}

const corpus = exportsToChange();
const whereCorpus = corpus.length > 0 ? describe : describe.skip;

whereCorpus(`mistakes in ${EXPORTS} real exports`, () => {
  test("are of every kind", () => {
    expect(corpus).toHaveLength(EXPORTS);
    const kinds = new Set(corpus.flatMap(({ mutations }) => mutations.map(({ kind }) => kind)));
    expect(mistakeKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test("are found on their lines, or the table says why not", () => {
    expect(unexplained(corpus)).toEqual([]);
  });
});

describe("mistakes in the example's definitions", () => {
  test("are of every kind", () => {
    const kinds = new Set(definitions().flatMap(({ mutations }) => mutations.map(({ kind }) => kind)));
    expect(mistakeKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test("are found on their lines, or the table says why not", () => {
    expect(existsSync(flows)).toBe(true);
    expect(unexplained(definitions())).toEqual([]);
  });
});

test.each(misses.map((miss) => [`${miss.kind}: ${miss.what.source}`, miss] as const))(
  "the miss is still one: %s",
  (_, miss) => {
    const subjects = miss.in === "export" ? exportsToChange() : definitions();
    if (subjects.length === 0) return;
    const explained = subjects.flatMap((subject) =>
      subject.mutations
        .filter((mutation) => explains(miss, subject, mutation))
        .map((mutation) => ({ subject, mutation })),
    );
    expect(explained.some(({ subject, mutation }) => !isCaught(subject, mutation))).toBe(true);
  },
);
