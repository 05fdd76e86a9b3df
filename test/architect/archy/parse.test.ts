import { type Diagnostic, DiagnosticError, parseArchy } from "@genesys-flows/architect";
import fc from "fast-check";
import { documentIssues } from "../../../packages/architect/archy/issues.ts";

const flow = (rest: string) => `inboundCall:\n  name: Sales\n${rest}`;

function refusal(text: string, file = "sales.yaml", maxBytes?: number): DiagnosticError {
  try {
    parseArchy(text, { file, ...(maxBytes === undefined ? {} : { maxBytes }) });
  } catch (error) {
    if (error instanceof DiagnosticError) return error;
    throw error;
  }
  throw new Error("was read");
}

const place = (d: Diagnostic) => `${d.code} ${d.location?.line}:${d.location?.column}`;

describe("what cannot be read", () => {
  test.each<[string, string, string[]]>([
    ["a key twice", flow("  name: Again\n"), ["duplicate-key 3:3"]],
    ["a key twice, quoted once", flow('  a: {"yes": 1, yes: 2}\n'), ["duplicate-key 3:17"]],
    ["two mistakes", flow("  name: A\n  b: {c: 1, c: 2}\n"), ["duplicate-key 3:3", "duplicate-key 4:13"]],
    ["the key __proto__", flow("  __proto__: {a: 1}\n"), ["reserved-key 3:3"]],
    ["a placeholder in a text", flow('  description: "Dear {{who}},"\n'), ["unresolved-placeholder 3:22"]],
    ["a placeholder read as a map", flow("  division: {{division}}\n"), ["unresolved-placeholder 3:13"]],
    ["a placeholder as a key", flow("  {{key}}:\n    a: 1\n"), ["unresolved-placeholder 3:3"]],
    ["a placeholder that breaks the YAML", flow("  a:\n    exp: {{x}} + 1\n"), ["unresolved-placeholder 4:10"]],
    ["a placeholder with spaces", flow("  division: {{ division }}\n"), ["unresolved-placeholder 3:13"]],
    ["a tab", "inboundCall:\n\tname: x\n", ["not-yaml 2:1"]],
    ["two documents", "inboundCall: {name: x}\n---\na: 1\n", ["not-yaml 2:1"]],
    ["an alias of itself", flow("  a: &a [*a]\n"), ["not-yaml 3:10"]],
    ["an alias of nothing", flow("  a: *b\n"), ["not-yaml 3:6"]],
    ["a key that is a list", flow("  ? [a]\n  : 1\n"), ["not-yaml 3:5"]],
    ["no content", "", ["not-archy 1:1"]],
    ["a list", "- inboundCall: {name: x}\n", ["not-archy 1:1"]],
    ["two root keys", "inboundCall: {name: x}\nother: 1\n", ["not-archy 2:8"]],
    ["an unknown flow type", "inboundFax:\n  name: x\n", ["unknown-flow-type 1:1"]],
    ["a flow that is not a mapping", "inboundCall: Sales\n", ["not-archy 1:14"]],
    ["no name", "inboundCall:\n  division: Home\n", ["no-flow-name 1:1"]],
    ["an empty name", 'inboundCall:\n  name: " "\n', ["no-flow-name 1:1"]],
  ])("%s", (_title, text, wanted) => {
    expect(refusal(text).diagnostics.map(place)).toEqual(wanted);
  });

  test("a Terraform template keeps its own placeholders apart", () => {
    const text = flow("  description: ${who}\n");
    expect(refusal(text, "sales.yaml.tftpl").diagnostics.map(place)).toEqual(["unresolved-placeholder 3:16"]);
    expect(parseArchy(text, { file: "sales.yaml" }).body["description"]).toBe("${who}");
  });

  test("the frame shows the place", () => {
    expect(refusal(flow("  division: {{division}}\n")).message).toBe(
      [
        "sales.yaml:3:13 error unresolved-placeholder: The placeholder 'division' has no value.",
        "  3 |   division: {{division}}",
        "    |             ^^^^^^^^^^^^",
        "  hint: Set 'division' under the substitutions of this flow or of the stack.",
      ].join("\n"),
    );
  });

  test("too large", () => {
    expect(refusal(flow(""), "a.yaml", 10).diagnostics[0]?.code).toBe("too-large");
  });

  test.each<[string, string, string]>([
    ["brackets", flow(`  a: ${"[".repeat(10_000)}`), "too-deep"],
    ["mappings", flow(`  a: ${"{a: ".repeat(10_000)}`), "too-deep"],
    ["dashes", flow(`  a:\n    ${"- ".repeat(10_000)}x`), "too-deep"],
    ["aliases", flow(`  a: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}`), "alias-bomb"],
    ["quotes", '"'.repeat(20_000), "not-yaml"],
    ["anchors", "& ".repeat(20_000), "not-yaml"],
    ["directives", "%A\n".repeat(20_000), "not-yaml"],
  ])("hostile %s", (_title, text, code) => {
    const { diagnostics } = refusal(text);
    expect(diagnostics[0]?.code).toBe(code);
    expect(diagnostics.length).toBeLessThanOrEqual(51);
  });

  test("no text throws anything other than a diagnostic", () => {
    const pieces = fc.constantFrom(
      "a",
      ":",
      " ",
      "\n",
      "  ",
      "-",
      "{",
      "}",
      "[",
      "]",
      "{{",
      "}}",
      "&a",
      "*a",
      "!!x",
      '"',
      "'",
      "|",
      "#",
      "?",
      "inboundCall:\n  name: x\n",
      "\t",
      "\u0000",
      "\uFEFF",
      "---\n",
      "%",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        try {
          parseArchy(parts.join(""), { file: "f" });
        } catch (error) {
          expect(error).toBeInstanceOf(DiagnosticError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what is read", () => {
  test("yes and no are texts, and names of objects' members are keys like others", () => {
    const { body } = parseArchy(flow('  a: {yes: no, on: "1", constructor: 2}\n'), { file: "f" });
    expect(body["a"]).toEqual({ yes: "no", on: "1", constructor: 2 });
  });

  test("a placeholder in a comment does not matter", () => {
    expect(parseArchy(flow("  a: 1 # {{x}}\n"), { file: "f" }).body).toEqual({ name: "Sales", a: 1 });
  });

  test("merge keys and anchors are data", () => {
    expect(parseArchy(flow("  a: &x {b: 1}\n  c: {<<: *x}\n"), { file: "f" }).body["c"]).toEqual({ "<<": { b: 1 } });
  });

  test.each<[string, (string | number)[], string]>([
    ["a text", ["inboundCall", "name"], "2:9"],
    ["a mapping, by its key", ["inboundCall", "tasks", 0, "task"], "4:7"],
    ["an item", ["inboundCall", "tasks", 0], "4:7"],
    ["the nearest that is there", ["inboundCall", "tasks", 0, "task", "refId", "x"], "4:7"],
    ["the root", [], "1:1"],
  ])("locate: %s", (_title, path, wanted) => {
    const { line, column } = parseArchy(flow("  tasks:\n    - task:\n        name: T\n"), { file: "f" }).locate(path);
    expect(`${line}:${column}`).toBe(wanted);
  });
});

describe("what the platform would refuse", () => {
  test.each<[string, string, string[]]>([
    [
      "another file",
      "  startUpRef: ./tasks/task[t]\n  tasks:\n    - task:\n        refId: t\n        actions:\n          - ref: a.yaml#/actions/x[y]\n",
      ["external-ref 8:18"],
    ],
    ["no start", "  tasks: []\n", ["missing-start 1:1"]],
    ["a start that is not there", '  startUpRef: "/inboundCall/tasks/task[Main]"\n', ["dangling-reference 3:15"]],
    [
      "no action",
      "  startUpRef: ./tasks/task[t]\n  tasks:\n    - task:\n        refId: t\n        actions:\n          - playAudio\n",
      ["not-an-action 8:13"],
    ],
  ])("%s", (_title, rest, wanted) => {
    expect(documentIssues(parseArchy(flow(rest), { file: "f" })).map(place)).toEqual(wanted);
  });
});

function bomb(): string {
  return [..."bcdefgh"]
    .map((c, i) => `  ${c}: [${`*${"abcdefgh"[i]},`.repeat(9)}]`.replace(`${c}: [`, `${c}: &${c} [`))
    .join("\n");
}
