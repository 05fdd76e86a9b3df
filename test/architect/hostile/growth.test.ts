import {
  checkFlow,
  DiagnosticError,
  digest,
  formatDiagnostic,
  lift,
  parseArchy,
  parseDefinition,
  printable,
} from "@genesys-flows/architect";
import fc from "fast-check";
import { z } from "zod";
import { visit } from "../../../packages/architect/expression/ast.ts";
import { variablesIn } from "../../../packages/architect/expression/names.ts";
import { parseExpression } from "../../../packages/architect/expression/parse.ts";
import { typeOfExpression } from "../../../packages/architect/expression/types.ts";
import { readBySchema } from "../../../packages/project/by-schema.ts";
import { readOptions } from "../../../packages/project/reading/options.ts";
import { readYamlFile, type YamlFile } from "../../../packages/project/yaml-file.ts";
import { expectLinear } from "../../harness/growth.ts";

const times = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join("");
const head =
  "inboundCall:\n  name: S\n  startUpRef: /inboundCall/tasks/task[T]\n  tasks: [{task: {name: T, refId: T, actions: [{disconnect: {name: b}}]}}]\n";

function document(text: string): void {
  const read = parseArchy(text, { file: "f" });
  digest(read);
  lift(read);
  checkFlow(read);
}
const definition = (text: string) => void parseDefinition({ path: "f.yaml", text }, { values: {} });
const own = (text: string) => {
  const { findings } = readBySchema(
    readYamlFile({ file: "f", text }).source as YamlFile,
    z.strictObject({ a: z.string().optional() }),
    {
      code: "options-file",
    },
  );
  if (findings.length > 0) throw new DiagnosticError(findings.slice(0, 100));
};
const numbers = (text: string) => {
  const { findings } = readOptions({ file: "a.options.yaml", text });
  if (findings.length > 0) throw new DiagnosticError(findings.slice(0, 100));
};
const expression = (text: string) => {
  const parsed = parseExpression(text);
  if (!parsed.ok) return;
  typeOfExpression(parsed.expression, () => undefined);
  for (const _ of visit(parsed.expression));
  variablesIn(text);
};
const frame = (sourceLine: string) =>
  void formatDiagnostic({
    code: "x",
    severity: "error",
    message: sourceLine,
    location: { file: "f", line: 1, column: sourceLine.length >> 1, sourceLine },
  });

interface Case {
  readonly size: number;
  readonly work: (text: string) => void;
  readonly text: (size: number) => string;
}

/** Texts that are wide, long or repeat themselves, by how many times something is in them. */
const cases: Readonly<Record<string, Case>> = {
  "a document of many keys": { size: 6_000, work: document, text: (n) => `${head}${times(n, (i) => `  k${i}: 1\n`)}` },
  "a document of one long line": {
    size: 5_000,
    work: document,
    text: (n) => `${head}  x: [${times(n, (i) => `k${i}: 1,`)}]\n`,
  },
  "a document of one long text": { size: 200_000, work: document, text: (n) => `${head}  x: "${"ä".repeat(n)}"\n` },
  "lists in lists, many times": {
    size: 10,
    work: document,
    text: (n) => `${head}  x:\n${times(n, () => `    - ${"[".repeat(500)}${"]".repeat(500)}\n`)}`,
  },
  aliases: { size: 5_000, work: document, text: (n) => `${head}  x: [&a 1, ${"*a,".repeat(n)}]\n` },
  "brackets that are not closed": { size: 100_000, work: document, text: (n) => `${head}  x: ${"[".repeat(n)}` },
  "a definition of many unknown keys": {
    size: 400,
    work: definition,
    text: (n) => `inboundCall: S\nstart: a\nnodes: {a: {disconnect: {}}}\n${times(n, (i) => `k${i}: 1\n`)}`,
  },
  "a definition of many nodes": {
    size: 400,
    work: definition,
    text: (n) =>
      `inboundCall: S\nstart: n0\nnodes:\n${times(n, (i) => `  n${i}: {playAudio: "Text ${i}", then: n${i + 1}}\n`)}  n${n}: {disconnect: {}}\n`,
  },
  "a definition of many values in one map": {
    size: 3_000,
    work: definition,
    text: (n) =>
      `inboundCall: S\nstart: a\nnodes:\n  a:\n    setParticipantData:\n${times(n, (i) => `      k${i}: x\n`)}    then: b\n  b: {disconnect: {}}\n`,
  },
  "an options file of many keys": { size: 4000, work: own, text: (n) => times(n, (i) => `k${i}: 1\n`) },
  "an options file of many wrong items": {
    size: 2000,
    work: numbers,
    text: (n) => `numbers:\n${times(n, () => "  - 1\n")}`,
  },
  "an options file of a long list": { size: 6_000, work: own, text: (n) => `a:\n${times(n, () => "  - 1\n")}` },
  "a long sum": { size: 6_000, work: expression, text: (n) => `1${"+Flow.a*2".repeat(n)}` },
  "a long chain of members": { size: 10_000, work: expression, text: (n) => `Flow.a${".b[0]".repeat(n)}` },
  "a call with many arguments": { size: 10_000, work: expression, text: (n) => `f(${"Flow.a,".repeat(n)}1)` },
  quotes: { size: 50_000, work: expression, text: (n) => '"'.repeat(n) },
  "control characters": { size: 100_000, work: (text) => void printable(text), text: (n) => "\u001b\n::".repeat(n) },
  "blanks before commands": { size: 400_000, work: (text) => void printable(text), text: (n) => " ".repeat(n) },
  "a frame of a long line": { size: 400_000, work: frame, text: (n) => "\u202e".repeat(n) },
};

function attempt({ work }: Case, text: string): void {
  try {
    work(text);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const { location } of error.diagnostics) expect(location?.line).toBeGreaterThan(0);
  }
}

describe("the time grows with the text", () => {
  test.each(Object.keys(cases))(
    "%s",
    (title) => {
      const one = cases[title] as Case;
      const { size, text } = one;
      expectLinear({ work: (of) => attempt(one, of), half: text(size), whole: text(2 * size), floor: 2000 });
    },
    60_000,
  );
});

test("any document of any width, depth and length is read or refused with places", () => {
  const scalar = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom("*a", "&a 1", "{{x}}", "${x}", "=1+(", "!!str x", "~", "\u202e", "? x", "<<"),
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "large" },
      scalar,
      fc.array(tie("tree"), { maxLength: 6 }).map((items) => `[${items.join(", ")}]`),
      fc
        .array(fc.tuple(scalar, tie("tree")), { maxLength: 6 })
        .map((items) => `{${items.map(([k, v]) => `${k}: ${v}`).join(", ")}}`),
    ),
  }));
  const wide = fc.tuple(tree, fc.integer({ min: 1, max: 50 })).map(([text, count]) => `[${`${text}, `.repeat(count)}]`);
  fc.assert(
    fc.property(fc.oneof(tree, wide), fc.boolean(), (text, isDefinition) => {
      const whole = isDefinition
        ? `inboundCall: S\nstart: a\nnodes: {a: {playAudio: ${text}}}\n`
        : `${head}  x: ${text}\n`;
      try {
        (isDefinition ? definition : document)(whole);
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        for (const diagnostic of error.diagnostics)
          expect(formatDiagnostic(diagnostic)).toMatch(/^f(\.yaml)?:\d+:\d+ error /);
      }
    }),
    { seed: 9, numRuns: 60 },
  );
}, 60_000);
