import { parse } from "yaml";
import { withEntries } from "../../packages/flowctl/changing/yaml-text.ts";
import { withSettings, withStack } from "../../packages/flowctl/commands/adopt/config.ts";
import { withAsked } from "../../packages/flowctl/importing/answers.ts";
import { withSeed } from "../../packages/flowctl/importing/writing.ts";
import { withIdentity } from "../../packages/flowctl/rollback/past-source.ts";
import { withExemptions } from "../../packages/policies/base/baseline.ts";

/** One stack's file as people and tools write it. */
const layouts: Readonly<Record<string, string>> = {
  "two spaces": `# The desk's stack.
config:
  genesyscloud:region: local # ours
  genesys-flows:substitutions:
    team: 'Night'   # until spring

    site: "Main"
  genesys-flows:flows:
    sales: {pin: true}
    claims:
      values:
        greeting:    hello
# end
`,
  "four spaces, quoted keys, padded braces": `"config":
    "genesyscloud:region":   local
    'genesys-flows:substitutions': { team: Night, site: Main }

    "genesys-flows:flows":
        "sales": { pin: true }
        claims:
            values:
                greeting: >-
                    hello
                    there
`,
  "lists at the key's column": `config:
  genesyscloud:region: local
  genesys-flows:substitutions: {team: Night, site: Main}
  genesys-flows:flows:
    sales:
      pin: true
      values: {a: 1}
    claims:
      stacks:
      - dev
      -   prod # and this
`,
};

const edits: Readonly<Record<string, (text: string) => string>> = {
  "a value": (text) =>
    withEntries(text, [{ path: ["config", "genesys-flows:flows", "claims", "values", "extra"], value: "x" }]),
  "another value": (text) => withEntries(text, [{ path: ["config", "genesyscloud:region"], value: "us-east-1" }]),
  "an entry without a value": (text) => withEntries(text, [{ path: ["config", "other"], value: null }]),
  "a setting": (text) => withSettings(text, [{ key: "new", settings: { import: "id-1", pin: true } }]),
  "a removed setting": (text) => withSettings(text, [{ key: "sales", settings: { pin: undefined } }]),
};

/** The same text with other line breaks, a byte order mark, and without the last line break. */
const forms: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "with line breaks of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "with a byte order mark": (text) => `\uFEFF${text}`,
  "without a last line break": (text) => text.replace(/\n+$/, ""),
};

/** How many lines of a text are not in another one, in their order. */
function missing(lines: readonly string[], of: readonly string[]): string[] {
  let at = 0;
  return lines.filter((line) => {
    const found = of.indexOf(line, at);
    if (found < 0) return true;
    at = found + 1;
    return false;
  });
}

describe.each(Object.entries(layouts))("a stack's file with %s", (_layout, text) => {
  describe.each(Object.entries(forms))("%s", (form, formed) => {
    test.each(Object.entries(edits))("%s: only its lines change", (_edit, edit) => {
      const before = formed(text);
      const after = edit(before);
      expect(parse(after.replace(/^\uFEFF/, ""))).toEqual(parse(edit(text)));
      expect(after.startsWith("\uFEFF")).toBe(form.includes("mark"));
      expect(after.endsWith("\n")).toBe(before.endsWith("\n"));
      expect(/\r\n/.test(after) ? /(?<!\r)\n/.test(after) : false).toBe(false);
      expect(after.includes("\r\n")).toBe(before.includes("\r\n"));
      // At most one line of the text before becomes another one.
      expect(missing(before.split(/\r?\n/), after.split(/\r?\n/)).length).toBeLessThanOrEqual(1);
      expect(edit(after)).toBe(after);
    });
  });
});

test("what an edit says already changes nothing", () => {
  for (const text of Object.values(layouts)) {
    expect(withEntries(text, [{ path: ["config", "genesyscloud:region"], value: "local" }])).toBe(text);
    expect(withSettings(text, [{ key: "sales", settings: { pin: true } }])).toBe(text);
  }
});

test("options, definitions, answers, seeds and exemptions keep their form", () => {
  const windows = (text: string) => text.replaceAll("\n", "\r\n");
  for (const form of [(text: string) => text, windows]) {
    const options = form("# Ours.\nowner:   'Voice team' # since May\nstacks: [ dev ]\n");
    expect(withStack(options, { stack: "prod", isNew: false })).toBe(options.replace("[ dev ]", "[ dev, prod ]"));
    expect(withStack(form("owner:   'V'\n"), { stack: "prod", isNew: true })).toBe(
      form("owner:   'V'\nstacks: [prod]\n"),
    );

    const definition = form("workflow: A   # b\nformerly: [one]\nstart: end\nnodes:\n    end: {endWorkflow: {}}\n");
    expect(withIdentity(definition, { formerly: ["two"] })).toBe(definition.replace("[one]", "[two]"));
    expect(withIdentity(definition, {})).toBe(definition.replace(/formerly: \[one\]\r?\n/, ""));

    const answers = form("substitutions:\n    queue:   'Sales' # mine\n");
    const asked = [
      { path: ["substitutions", "team"], proposed: null, about: "text" },
      { path: ["objects", "queue"], proposed: "seed", about: "seed" },
    ];
    expect(withAsked(answers, asked, "")).toBe(
      form(
        "substitutions:\n    queue:   'Sales' # mine\n    # text\n    team:\nobjects:\n    # seed\n    queue: seed\n",
      ),
    );

    const seed = form(
      'organisation: {name: Test}\nqueues:\n-   name: "One" # first\nintegrations:\n-   name: CRM\n    dataActions:\n    -   name: Get   # it\n# end\n',
    );
    const more = {
      queues: [{ name: "one" }, { name: "Two" }],
      integrations: [{ name: "CRM", dataActions: [{ name: "Get" }, { name: "Put" }] }],
    };
    expect(withSeed(seed, more)).toBe(
      form(
        'organisation: {name: Test}\nqueues:\n-   name: "One" # first\n-   name: Two\nintegrations:\n-   name: CRM\n    dataActions:\n    -   name: Get   # it\n    -   name: Put\n# end\n',
      ),
    );

    const exemptions = form("# Agreed.\n- rule: a\n  flow: b\n  reason: c\n  owner: d\n  expires: 2999-01-01\n");
    const added = withExemptions(exemptions, [
      { rule: "e", flow: "f", reason: "g", owner: "h", expires: "2999-01-01" },
    ]);
    expect(added.startsWith(exemptions)).toBe(true);
    expect(/(?<!\r)\n/.test(added)).toBe(form !== windows);
  }
});

test("a text with an alias still says what it should", () => {
  const text = "config:\r\n  a: &same {x: 1}\r\n  b: *same\r\n";
  const after = withEntries(text, [{ path: ["config", "c"], value: "z" }]);
  expect(after).toBe(`${text}  c: z\r\n`);
});
