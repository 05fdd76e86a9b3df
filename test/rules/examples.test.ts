import { ruleOf, rules } from "@genesys-flows/rules";
import { findingsIn } from "@genesys-flows/rules/testing";

test.each(rules)("$name has an example or a situation", ({ example, situation }) => {
  expect([example, situation].filter((one) => one !== undefined)).toHaveLength(1);
});

const examples = rules.flatMap((rule) => (rule.example ? [{ rule, name: rule.name, example: rule.example }] : []));

test.each(examples)("$name: the violating example has findings of it, the passing one none", ({ rule, example }) => {
  const found = findingsIn({ text: example.violating }, rule);
  expect(found.length).toBeGreaterThan(0);
  for (const { code, severity } of found) expect([ruleOf(code)?.name, severity]).toEqual([rule.name, "error"]);
  expect(findingsIn({ text: example.passing }, rule)).toEqual([]);
});

test.each(examples)("$name: the examples keep the other rules", ({ rule, example }) => {
  for (const other of rules) if (other !== rule) expect(findingsIn({ text: example.passing }, other)).toEqual([]);
});
