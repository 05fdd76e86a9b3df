import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import {
  checkBeside,
  checkFlow,
  contractOf,
  type Diagnostic,
  DiagnosticError,
  lift,
  type ModuleContract,
  parseArchy,
  readWritten,
  toGraphInParts,
} from "@genesys-flows/architect";
import type { Severity } from "../../../packages/architect/codes/code-table.ts";
import { toDefinition } from "../../../packages/architect/decompile/decompile.ts";
import { randomNumbers } from "../../e2e/faults/cases.ts";
import { corpusFiles, fittingValue } from "../corpus.ts";
import { type MistakeKind, type Mutation, mistakeKinds } from "../mutations/edits.ts";
import { mutationsOfDefinition } from "../mutations/of-definitions.ts";
import { mutationsOfExport } from "../mutations/of-exports.ts";

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
  "number of arguments": "warning",
  "type of an argument": "warning",
  "misspelt built-in": "warning",
  "unknown function": "note",
  "word of no list": "warning",
  "type of a value": "error",
  "type of an output": "error",
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
  "word of no list": "error",
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
  const contracts = new Map<string, ModuleContract>();
  for (const { file, text } of texts) {
    const { definition } = read(file, text);
    const contract = definition && contractOf(definition);
    if (contract) contracts.set(path.basename(file, ".yaml"), contract);
  }
  const all = [...texts, ...liftedExports()].map(({ file, text }) => ({
    file,
    text,
    mutations: mutationsOfDefinition(text),
    severity: inDefinition,
    check: checkDefinition(file, contracts),
  }));
  return all.filter(({ text, check }) => !check(text).some(({ severity }) => severity === "error"));
}

/** The exports that a definition can express, as definitions: they have more actions than the example. */
function liftedExports(): { file: string; text: string }[] {
  return corpusFiles(fittingValue).flatMap(({ file, text }) => {
    try {
      return { file: `${path.parse(file).name}.yaml`, text: toDefinition(lift(parseArchy(text, { file }))) };
    } catch (error) {
      if (error instanceof DiagnosticError) return [];
      throw error;
    }
  });
}

function read(file: string, text: string) {
  const { written, findings } = readWritten({ path: file, text });
  const filled = written?.fill({});
  return { definition: filled?.definition, findings: [...findings, ...(filled?.findings ?? [])] };
}

function checkDefinition(file: string, contracts: ReadonlyMap<string, ModuleContract>): Check {
  const modules = (key: string) => contracts.get(key);
  return (text) => {
    const { definition, findings } = read(file, text);
    const made = definition && toGraphInParts(definition, { modules, moduleKeys: () => contracts.keys() });
    const whole = made && !definition.unread && !made.findings.some(({ severity }) => severity === "error");
    const found = whole
      ? checkFlow(made.graph)
      : made
        ? checkBeside(made.graph, { known: made.findings, inParts: true })
        : [];
    return [...findings, ...(made?.findings ?? []), ...found];
  };
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

interface Tried {
  readonly kind: MistakeKind;
  readonly text: string;
  readonly caught: boolean;
}

function tried(subjects: readonly Subject[]): Tried[] {
  const next = randomNumbers(seed);
  return subjects.flatMap((subject) =>
    drawn(subject.mutations, next).map((mutation) => ({
      kind: mutation.kind,
      text: `${subject.file}:${mutation.lines.from} ${mutation.kind}: ${mutation.what}`,
      caught: isCaught(subject, mutation),
    })),
  );
}

const LEAST = 0.95;

/** The share of mistakes that are caught, by class. */
function table(all: readonly Tried[]): string {
  const rows = mistakeKinds.map((kind) => {
    const those = all.filter((one) => one.kind === kind);
    return `${kind.padEnd(26)} ${those.filter(({ caught }) => caught).length}/${those.length}`;
  });
  return rows.join("\n");
}

/** What is missed of the classes of which too few mistakes are caught. */
function missed(all: readonly Tried[]): string[] {
  return mistakeKinds.flatMap((kind) => {
    const those = all.filter((one) => one.kind === kind);
    const left = those.filter(({ caught }) => !caught);
    return left.length > (1 - LEAST) * those.length ? left.map(({ text }) => text) : [];
  });
}

const corpus = exportsToChange();
const whereCorpus = corpus.length > 0 ? describe : describe.skip;

const forms = { "real exports": exportsToChange, definitions };

whereCorpus.each(Object.entries(forms))("mistakes in %s", (title, subjectsOf) => {
  let subjects: Subject[];
  let all: Tried[];
  beforeAll(() => {
    subjects = subjectsOf();
    all = tried(subjects);
    console.info(`${title}: ${subjects.length} files\n${table(all)}`);
  });

  test("are of every kind", () => {
    const kinds = new Set(subjects.flatMap(({ mutations }) => mutations.map(({ kind }) => kind)));
    expect(mistakeKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test("are found on their lines, at least 95 % of each class", () => {
    expect(missed(all)).toEqual([]);
  });
});
