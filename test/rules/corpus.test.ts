import { judgeFlow, kernelFindings, ruleOf, rules, scopesOf, strictest } from "@genesys-flows/rules";
import { subjectsIn } from "@genesys-flows/rules/testing";
import { describeCorpus, fittingValue } from "../architect/corpus.ts";
import { expectGolden } from "../project/harness.ts";

const enforcement = strictest(rules);

/** What all rules find in an export, as the program and as the policy pack judge it. */
function judged(text: string) {
  const { source, compiled } = subjectsIn(text);
  return [source, compiled].map((subject) => [
    ...judgeFlow("flow", () => subject, enforcement),
    ...kernelFindings("flow", () => subject, enforcement),
  ]);
}

/** The rules on one document. */
const ruleNames = rules.filter((rule) => scopesOf(rule).includes("document")).map(({ name }) => name);

describeCorpus(
  "all rules on real exports",
  (files) => {
    test("both forms of an export are judged alike, and every rule can judge it", () => {
      for (const { file, text } of files) {
        const [source, compiled] = judged(text);
        const told = (found = source) =>
          found?.map(({ code, severity, node, message }) => [code, severity, node, message]);
        expect({ file, found: told(compiled) }).toEqual({ file, found: told(source) });
        expect((source ?? []).filter(({ message }) => message.startsWith("The rule could not be checked"))).toEqual([]);
      }
    });

    test("findings by rule and file", () => {
      const counted = files.map(({ file, text }) => {
        const found = (judged(text)[0] ?? []).map(({ code }) => ruleOf(code)?.name);
        return { file, counts: ruleNames.map((rule) => found.filter((one) => one === rule).length) };
      });
      const sum = ruleNames.map((_, index) => counted.reduce((total, { counts }) => total + (counts[index] ?? 0), 0));
      const rows = [
        ...counted.filter(({ counts }) => counts.some((count) => count > 0)),
        { file: `all ${files.length} files`, counts: sum },
      ];
      const header = `| file | ${ruleNames.join(" | ")} |\n|---|${ruleNames.map(() => "---:|").join("")}`;
      const table = rows.map(({ file, counts }) => `| ${file} | ${counts.map((count) => count || "").join(" | ")} |`);
      expectGolden(import.meta.dirname, "corpus", [header, ...table].join("\n"));
    });
  },
  { standIn: fittingValue },
);
