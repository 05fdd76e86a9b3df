import { ruleOf, rules } from "@genesys-flows/rules";
import fc from "fast-check";
import { definitionCodes } from "../../packages/architect/codes/definition.ts";
import { kernelCodes } from "../../packages/architect/codes/kernel-codes.ts";
import { readingCodes } from "../../packages/architect/codes/reading.ts";
import { type FlowForm, flowForms, onlyInOneForm } from "../../packages/rules/one-form.ts";
import { anyDocument } from "../architect/compile/random-documents.ts";
import { corpusFiles, fittingValue } from "../architect/corpus.ts";
import { mutationsOfDefinition } from "../architect/mutations/of-definitions.ts";
import { randomNumbers } from "../e2e/faults/cases.ts";
import { asDefinition, verdicts } from "./forms.ts";

/** Real flows and generated ones get one verdict in all their forms, with and without mistakes. */

/** How many of the real flows are changed; `MUTATIONS=all` changes all. */
const EACH = process.env["MUTATIONS"] === "all" ? 1 : 5;

/** Whether a form may have a finding or lack it. */
const mayDiffer = (code: string, form: FlowForm) =>
  onlyInOneForm.some(
    (entry) => entry.codes.includes(code) && entry.forms.includes("definition") !== entry.forms.includes(form),
  );

/** The policy pack reports of a resource what a rule finds or raises. */
const isOfRule = (code: string) => ruleOf(code) !== undefined || rules.some(({ name }) => name === code);

function differences(found: Readonly<Record<FlowForm, string[]>>): string[] {
  return flowForms.slice(1).flatMap((form) => {
    const counts = new Map<string, number>();
    const count = (list: readonly string[], by: number) => {
      for (const finding of list) {
        const [code = ""] = finding.split(" at ");
        if (mayDiffer(code, form) || (form === "resource" && !isOfRule(code))) continue;
        counts.set(finding, (counts.get(finding) ?? 0) + by);
      }
    };
    count(found.definition, 1);
    count(found[form], -1);
    return [...counts].flatMap(([finding, left]) =>
      left === 0 ? [] : [`${finding}: ${left > 0 ? `not in the ${form}` : `only in the ${form}`}`],
    );
  });
}

const definitions = corpusFiles(fittingValue).flatMap(asDefinition);
const whereCorpus = definitions.length > 0 ? test : test.skip;

whereCorpus("real flows", () => {
  const found = definitions.flatMap(({ file, text }) => {
    const all = verdicts(text, file);
    return all ? differences(all).map((one) => `${file}: ${one}`) : [];
  });
  expect(found).toEqual([]);
});

whereCorpus("real flows with a mistake", () => {
  const next = randomNumbers(7);
  let [judged, withFindings] = [0, 0];
  const found = definitions
    .filter((_, index) => index % EACH === 0)
    .flatMap(({ file, text }) =>
      [...Map.groupBy(mutationsOfDefinition(text), ({ kind }) => kind).values()].flatMap((list) => {
        const mutation = list[Math.floor(next() * list.length)];
        const all = mutation && verdicts(mutation.text(), file);
        if (!mutation || !all) return [];
        judged++;
        if (all.definition.length > 0) withFindings++;
        return differences(all).map((one) => `${file}, ${mutation.kind} ${mutation.what}: ${one}`);
      }),
    );
  expect(found).toEqual([]);
  expect(withFindings).toBeGreaterThan(judged / 3);
});

test("generated flows", () => {
  fc.assert(
    fc.property(anyDocument("inboundCall", { sayable: true }), ({ text }) => {
      for (const definition of asDefinition({ file: "flow.yaml", text })) {
        const all = verdicts(definition.text);
        if (all) expect(differences(all)).toEqual([]);
      }
    }),
    { numRuns: 40, seed: 11 },
  );
});

test("a rule raises every error that a document can have, so that the pack reports it of a resource", () => {
  const alone = new Set(onlyInOneForm.flatMap(({ codes, forms }) => (forms.includes("resource") ? [] : codes)));
  const errors = Object.entries(kernelCodes).flatMap(([code, row]) =>
    row.severity === "error" && !("inExport" in row && row.inExport) ? code : [],
  );
  const left = errors.filter(
    (code) =>
      ruleOf(code) === undefined &&
      !alone.has(code) &&
      !Object.hasOwn(readingCodes, code) &&
      !Object.hasOwn(definitionCodes, code) &&
      !ACROSS.has(code),
  );
  expect(left).toEqual([]);
});

/** Errors in several flows together, in names that only a definition gives, and in what cannot be written or read. */
const ACROSS = new Set([
  "duplicate-name",
  "module-cycle",
  "invalid-name",
  "variable-clash",
  "no-outcome",
  "no-definition-form",
]);
