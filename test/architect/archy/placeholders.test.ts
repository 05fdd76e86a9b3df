import { DiagnosticError, placeholders, substitute } from "@genesys-flows/architect";

test.each<[string, string, string[]]>([
  ["f.yaml", "a: {{b}} {{b}}\n{{c d}}: {{ e }} {{}} ${f}", ["b 1:4", "b 1:10", "c d 2:1"]],
  ["f.yaml.tftpl", "a: {{b}} ${c} $${d} ${ e }", ["b 1:4", "c 1:10", "e 1:21"]],
])("placeholders of %s", (file, text, wanted) => {
  const found = placeholders(text, { file }).map((p) => `${p.key} ${p.location.line}:${p.location.column}`);
  expect(found).toEqual(wanted);
});

test("values are filled in as text, once", () => {
  const values = { q: "Sales $& {{n}}", n: 3, b: false, unused: "x" };
  const made = substitute("{{q}}/{{n}}/{{b}}/{{q}}", values, { file: "f" });
  expect(made).toMatchObject({ text: "Sales $& {{n}}/3/false/Sales $& {{n}}", used: ["q", "n", "b"] });
  expect(made.filled.map(({ from, to, key, by }) => [key, by, made.text.slice(from, to)])).toEqual([
    ["q", "value", "Sales $& {{n}}"],
    ["n", "value", "3"],
    ["b", "value", "false"],
    ["q", "value", "Sales $& {{n}}"],
  ]);
});

test("a Terraform template: both spellings, and the escape", () => {
  const text = ["$", "{a} $$", "{b} {{a}}"].join("");
  expect(substitute(text, { a: 1 }, { file: "f.tftpl" }).text).toBe(["1 $", "{b} 1"].join(""));
});

test("every key without a value is reported, once, with its line", () => {
  try {
    substitute("a: {{x}}\nb: {{y}} {{x}}\nc: {{toString}}", { z: 1 }, { file: "f.yaml" });
    throw new Error("went through");
  } catch (error) {
    const { diagnostics } = error as DiagnosticError;
    expect(error).toBeInstanceOf(DiagnosticError);
    expect(diagnostics.map((d) => `${d.code} ${d.location?.line}:${d.location?.column}`)).toEqual([
      "missing-substitution 1:4",
      "missing-substitution 2:4",
      "missing-substitution 3:4",
    ]);
  }
});

test("a stand-in for a missing value is distinguished from a value", () => {
  const text = ["$$", "{x} {{a}} ${b} {{a}} ", "$$", "{y}"].join("");
  const made = substitute(text, { b: "value" }, { file: "f.tftpl", standIn: (key) => `long ${key}` });
  expect(made.text).toBe(["$", "{x} long a value long a ", "$", "{y}"].join(""));
  expect(made.used).toEqual(["b"]);
  expect(made.filled.map(({ from, to, by }) => [by, made.text.slice(from, to)])).toEqual([
    ["stand-in", "long a"],
    ["value", "value"],
    ["stand-in", "long a"],
  ]);
});
