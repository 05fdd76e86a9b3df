import { existsSync, globSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Channel, existingFlow } from "../harness/existing-flows.ts";
import { makeProject, removeProjects, writeFiles } from "../project/harness.ts";
import { commandLine } from "./program.ts";

jest.setTimeout(120_000);

/** A call flow that sends calls to queues, with placeholders. */
const routing = (name: string, ...queues: string[]) => `inboundCall:
  name: "${name}"
  division: "{{division}}"
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        noValue: true
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
${queues
  .map(
    (queue) => `          - transferToAcd:
              name: Transfer
              targetQueue:
                lit:
                  name: "${queue}"
              failureOutputs:
                errorType: {noValue: true}
                errorMessage: {noValue: true}
`,
  )
  .join("")}          - disconnect:
              name: Disconnect
`;

const project = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": "# Kept.\nconfig:\n  genesyscloud:region: local # local\n",
  "local/organisation.yaml": "# Kept, too.\norganisation: {name: Test}\nqueues:\n  - name: General # yes\n",
};

describe("flowctl import", () => {
  afterAll(removeProjects);

  function folder(files: Readonly<Record<string, string>>, more: Readonly<Record<string, string>> = {}): string {
    const exports = Object.entries(files).map(([file, text]) => [`../exports/${file}`, text]);
    const root = makeProject({ "project/Pulumi.yaml": "" });
    writeFiles(join(root, "project"), {
      ...project,
      ...more,
      ...Object.fromEntries(exports),
    });
    return join(root, "project");
  }
  const importing = (root: string, ...args: string[]) =>
    commandLine(root, "import", "../exports", "--stack", "dev", ...args);
  const read = (root: string, file: string) => readFileSync(join(root, file), "utf8");
  const files = (root: string) => globSync("{flows,resources,policies}/**/*.*", { cwd: root }).sort();
  const plain = (name: string, channel: Channel = "work") => existingFlow(name, channel, 1);

  test("keys, versions, folders, templates, and what is no export", async () => {
    const root = folder({
      "Sales_v1-0.yaml": plain("Sales"),
      "Sales_v10-2.yaml": plain("Sales"),
      "Sales_v9-0.yaml": plain("Sales"),
      "north/main.yaml": plain("North"),
      "south/main.yaml": plain("South"),
      "late.yaml.tftpl": plain("Late $${x} ${team}"),
      "definition.yaml": "workflow: New\nstart: end\nnodes:\n  end: {endWorkflow: {}}\n",
      "sales.i3WorkFlow": "binary",
      "notes.yaml": "some: text\n",
      "broken.yaml": "workflow:\n  name: [\n",
      "node_modules/x/y.yaml": plain("Never"),
      ".git/z.yaml": plain("Never"),
      "bom.yaml": `\uFEFF${plain("Mark")}`,
    });
    writeFileSync(join(root, "a.yaml"), "substitutions: {team: Night}\n");
    const { code, out, err } = await importing(root, "--answers", "a.yaml", "--write");
    expect(err).toBe("");
    expect(out.match(/^skipped: .*$/gm)).toMatchInlineSnapshot(`
      [
        "skipped: broken.yaml: it cannot be read as an export: line 3: Flow sequence in block collection must be sufficiently indented and end with a ].",
        "skipped: definition.yaml: it is already a definition: copy it to the project's flows folder",
        "skipped: notes.yaml: it cannot be read as an export: line 1: The flow type 'some' does not exist.",
        "skipped: sales.i3WorkFlow: it is in Architect's own format: export the flow as YAML",
        "skipped: Sales_v1-0.yaml: Sales_v10-2.yaml is a newer version of it",
        "skipped: Sales_v9-0.yaml: Sales_v10-2.yaml is a newer version of it",
      ]
    `);
    expect(code).toBe(0);
    expect(files(root)).toMatchInlineSnapshot(`
      [
        "flows/workflows/Sales.yaml",
        "flows/workflows/bom.yaml",
        "flows/workflows/late.options.yaml",
        "flows/workflows/late.yaml",
        "flows/workflows/north-main.yaml",
        "flows/workflows/south-main.yaml",
      ]
    `);
    expect(read(root, "flows/workflows/Sales.yaml")).toBe(plain("Sales"));
    expect(read(root, "flows/workflows/late.yaml")).toContain("Late ${x} {{team}}");
    expect(read(root, "flows/workflows/bom.yaml")).toBe(plain("Mark"));
    expect(await commandLine(root, "check")).toMatchObject({ code: 0 });
  });

  test("values of placeholders: common ones to the stack, others to the options of their flow", async () => {
    const root = folder(
      {
        "a.yaml": routing("{{flow_name}}", "{{queue}}"),
        "b.yaml": routing("{{flow_name}}", "{{queue}}"),
        "c.yaml": routing("Third", "General", "{{special}}"),
      },
      { "Pulumi.prod.yaml": "config:\n  genesyscloud:region: local\n" },
    );
    const first = await importing(root, "--answers", "import.yaml", "--write");
    expect(first.code).toBe(1);
    expect(first.err).toMatch(/^2 values are open\. Complete import\.yaml\.$/m);
    expect(files(root)).toEqual([]);
    expect(read(root, "import.yaml")).toMatchInlineSnapshot(`
      "# Answers of npm run flowctl -- import ../exports --stack dev --answers import.yaml. Complete the empty ones, review the others, and run the command again.

      substitutions:
        flow_name:
          # name of the flow: a.yaml:2
          a: A
          # name of the flow: b.yaml:2
          b: B
        # division of the flow: a.yaml:3, b.yaml:3, c.yaml:3
        division: Home
        # name of a queue: a.yaml:19, b.yaml:19
        queue:
        # name of a queue: c.yaml:27
        special:
      exemptions:
        # who is responsible for the exemptions: a person, a team or an address
        owner:
        # their last day, such as 2027-01-31
        expires:
      "
    `);
    const answers = read(root, "import.yaml")
      .replace(/^ {2}queue:$/m, "  queue: {'*': General, b: Sales} # mine")
      .replace("special:", "special: VIP");
    writeFileSync(join(root, "import.yaml"), answers);
    expect(await importing(root, "--answers", "import.yaml", "--write")).toMatchObject({ code: 1 });
    writeFileSync(
      join(root, "import.yaml"),
      read(root, "import.yaml")
        .replace(/exemptions:[\s\S]*?(?=^objects:)/m, "exemptions: false\n")
        .replace("queue: seed", "queue: {Sales: declared, VIP: seed}"),
    );
    const done = await importing(root, "--answers", "import.yaml", "--write");
    expect([done.code, done.err]).toEqual([0, ""]);
    expect(read(root, "import.yaml")).toContain("b: Sales} # mine");
    expect(read(root, "Pulumi.dev.yaml")).toMatchInlineSnapshot(`
      "# Kept.
      config:
        genesyscloud:region: local # local
        genesys-flows:substitutions:
          division: Home
          queue: General
        genesys-flows:flows:
          b:
            substitutions:
              queue: Sales
      "
    `);
    expect(parse(read(root, "flows/inbound/a.options.yaml"))).toEqual({
      stacks: ["dev"],
      substitutions: { flow_name: "A" },
    });
    expect(parse(read(root, "flows/inbound/c.options.yaml"))).toEqual({
      stacks: ["dev"],
      substitutions: { special: "VIP" },
    });
    expect(read(root, "flows/queues.yaml")).toMatch(/^queues:\n {2}Sales:\n$/m);
    expect(read(root, "local/organisation.yaml")).toBe(
      "# Kept, too.\norganisation: {name: Test}\nqueues:\n  - name: General # yes\n  - name: VIP\n",
    );
    const again = await importing(root, "--answers", "import.yaml", "--write");
    expect([again.code, again.out]).toEqual([
      0,
      expect.stringContaining("Nothing changed: everything is already imported."),
    ]);
  });

  test("what the stack can create becomes a program, called where index.ts has the place for it", async () => {
    const index = `import * as pulumi from "@pulumi/pulumi";

// Declare other resources that flows name here (docs/resources.md).

const x = pulumi;
`;
    const welcome = routing("B", "Sales").replace(
      "actions:\n",
      "actions:\n          - playAudio: {name: Hello, audio: {prompt: Prompt.Welcome}}\n",
    );
    const root = folder({ "a.yaml": plain("A"), "b.yaml": welcome }, { "index.ts": index });
    const answers =
      "objects: {queue: declared, prompt: declared, division: seed}\nsubstitutions: {division: Sales team}\nexemptions: false\n";
    writeFileSync(join(root, "a.yaml"), answers);
    const { code, err } = await importing(root, "--answers", "a.yaml", "--write");
    expect([code, err]).toEqual([0, ""]);
    expect(read(root, "index.ts")).toBe(index);
    expect(parse(read(root, "flows/prompts.yaml")).prompts).toMatchObject({ Welcome: expect.anything() });
    expect(read(root, "flows/prompts.yaml")).toContain("Replace this text.");
    expect(parse(read(root, "flows/queues.yaml"))).toEqual({
      queues: { Sales: null },
    });
    expect(parse(read(root, "local/organisation.yaml")).divisions).toEqual([{ name: "Sales team" }]);
    const again = await importing(root, "--answers", "a.yaml", "--write");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("Nothing changed")]);
  });

  test("mistakes in the answers are all named, with their lines", async () => {
    const root = folder({ "a.yaml": routing("A", "{{queue}}") });
    const text =
      "substitutions:\n  queue: {b: x}\n  other: y\nobjects:\n  qeue: seed\n  skill: here\nkeys: {a.yaml: /x}\nfoo: 1\n";
    writeFileSync(join(root, "a.yaml"), text);
    expect((await importing(root, "--answers", "a.yaml")).err).toMatchInlineSnapshot(`
      "a.yaml:7: \`keys.a.yaml\`: a key consists of letters, digits, spaces and ._()&+-, and starts with a letter or digit.
      a.yaml:5: \`objects.qeue\`: qeue is not a kind of object; did you mean queue?
      a.yaml:6: \`objects.skill\`: write declared, external or seed.
      a.yaml:8: \`foo\` is unknown. The known entries are: keys, skip, substitutions, objects, exemptions.
      "
    `);
    writeFileSync(join(root, "a.yaml"), "substitutions:\n  queue: {b: x}\n  other: y\n");
    expect((await importing(root, "--answers", "a.yaml")).err).toMatchInlineSnapshot(`
      "a.yaml: \`substitutions.queue.b\`: no export with this key has the placeholder {{queue}}.
      a.yaml: \`substitutions.other\`: no export has the placeholder {{other}}.
      "
    `);
    writeFileSync(join(root, "a.yaml"), "skip: [none.yaml]\n");
    expect((await importing(root, "--answers", "a.yaml")).err).toMatchInlineSnapshot(`
      "The answers name none.yaml, which is not in ../exports. Write paths relative to this folder, such as a.yaml.
      "
    `);
    expect(await commandLine(root, "import", "flows", "--stack", "dev")).toMatchObject({ code: 2 });
    expect(await commandLine(root, "import", "nowhere", "--stack", "dev")).toEqual({
      code: 2,
      out: "",
      err: "nowhere does not exist.\n",
    });
  });

  test("a file with mistakes stops the import, unless the answers skip it", async () => {
    const root = folder({
      "a.yaml": plain("A"),
      "b.yaml": routing("B").replace("task[Main_10]", "task[None]"),
    });
    const wrong = await importing(root, "--write");
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain("flows/inbound/b.yaml:");
    expect(files(root)).toEqual([]);
    writeFileSync(join(root, "a.yaml"), "skip: [b.yaml]\n");
    expect(await importing(root, "--answers", "a.yaml", "--write")).toMatchObject({ code: 0 });
    expect(files(root)).toEqual(["flows/workflows/a.yaml"]);
  });

  test("a flow of the project with the same key stays", async () => {
    const root = folder({ "a.yaml": plain("A"), "b.yaml": plain("B") }, { "flows/own/a.yaml": plain("Mine") });
    const { code, out } = await importing(root, "--write");
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^kept: flows\/own\/a\.yaml is already in the project and differs from a\.yaml\./m),
    ]);
    expect(read(root, "flows/own/a.yaml")).toBe(plain("Mine"));
    writeFileSync(join(root, "a.yaml"), "keys: {a.yaml: second}\n");
    expect(await importing(root, "--answers", "a.yaml", "--write")).toMatchObject({ code: 0 });
    expect(existsSync(join(root, "flows/workflows/second.yaml"))).toBe(true);
  });

  test("values stay as they are written, whatever YAML makes of them", async () => {
    const root = folder({
      "a.yaml": routing("A", "{{constructor}}", "{{number}}"),
      "b.yaml": routing("B", "{{constructor}}", "{{zero}}"),
      "c.yaml": routing("C", "{{number}}", "{{on}}"),
    });
    const text =
      "substitutions: {division: Home, constructor: e, number: +13175550100, zero: 007, on: 1_000}\nobjects: {queue: seed}\nexemptions: false\n";
    writeFileSync(join(root, "a.yaml"), text);
    expect(await importing(root, "--answers", "a.yaml", "--write")).toMatchObject({ code: 0, err: "" });
    expect(read(root, "Pulumi.dev.yaml")).toMatch(/ number: "\+13175550100"\n/);
    expect(read(root, "Pulumi.dev.yaml")).toMatch(/ constructor: e\n/);
    expect(read(root, "flows/inbound/b.options.yaml")).toMatch(/ zero: "007"\n/);
    expect(read(root, "flows/inbound/c.options.yaml")).toMatch(/ on: "1_000"\n/);
    const names = (parse(read(root, "local/organisation.yaml")).queues as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(["General", "+13175550100", "007", "1_000", "e"]);

    writeFileSync(join(root, "a.yaml"), "exemptions: false\n");
    const again = await importing(root, "--answers", "a.yaml", "--write");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("Nothing changed")]);
    writeFileSync(join(root, "a.yaml"), text.replace("constructor: e", "constructor: f"));
    const changed = await importing(root, "--answers", "a.yaml", "--write");
    expect(changed.out).toMatch(/^changed: Pulumi\.dev\.yaml$/m);
    expect(parse(read(root, "Pulumi.dev.yaml")).config["genesys-flows:flows"]).toBeUndefined();
  });

  test("files are alike only by their versions; other encodings, links and templates are left out", async () => {
    const root = folder({
      "both.yaml": plain("One"),
      "both.yml": plain("Two"),
      "Both.yaml": plain("Three"),
      "if.yaml.tftpl": `%{ if x }\n${plain("If")}%{ endif }\n`,
    });
    writeFileSync(join(root, "../exports/latin.yaml"), Buffer.from(plain("M\u00fcller"), "latin1"));
    symlinkSync("both.yaml", join(root, "../exports/link.yaml"));
    symlinkSync(".", join(root, "../exports/cycle"));
    const { code, out } = await importing(root, "--write");
    expect([code, out.match(/^skipped: .*$/gm)]).toEqual([
      0,
      [
        "skipped: if.yaml.tftpl: it contains Terraform directives, such as %{ if }: render it, and import the result",
        "skipped: latin.yaml: it is not UTF-8: save it as UTF-8",
        "skipped: link.yaml: it is a symbolic link",
      ],
    ]);
    expect(files(root)).toHaveLength(3);
    expect(await commandLine(root, "import", ".", "--stack", "dev")).toMatchObject({ code: 2 });
  });

  test("an empty answer is open, and new questions are reviewed before anything is written", async () => {
    const root = folder({ "a.yaml": routing("A", "Sales", "VIP") });
    const write = (text: string) => writeFileSync(join(root, "a.yaml"), text);
    write("substitutions: {division: Home}\nobjects: {queue: }\nexemptions: {owner: '', expires: 2999-01-01}\n");
    const open = await importing(root, "--answers", "a.yaml", "--write");
    expect(open.err).toBe(
      "`objects.queue` is open. Write declared, external, seed.\n`exemptions.owner` is open. `exemptions: false` adds no exemptions.\n",
    );
    write("substitutions: {division: Home}\nobjects: {queue: {vip: declared}}\nexemptions: false\n");
    const asked = await importing(root, "--answers", "a.yaml", "--write");
    expect([asked.code, asked.out]).toEqual([1, expect.stringContaining("Review the new answers in a.yaml")]);
    expect([files(root), parse(read(root, "a.yaml")).objects]).toEqual([
      [],
      { queue: { vip: "declared", Sales: "seed" } },
    ]);
    expect(await importing(root, "--answers", "a.yaml", "--write")).toMatchObject({ code: 0, err: "" });
    write("exemptions: true\n");
    expect((await importing(root, "--answers", "a.yaml")).err).toBe(
      "a.yaml:1: `exemptions`: write false, or `owner` and `expires`.\n",
    );
    expect(await importing(root, "--answers", "none/a.yaml")).toMatchObject({
      code: 2,
    });
    expect(await importing(root, "--answers", "flows")).toMatchObject({
      code: 2,
    });
  });

  test("one answer holds for all flows that say the same: names, languages, variables, values that the project has", async () => {
    const desk = (language: string) =>
      routing("{{flow_name}}", "{{queue}}")
        .replace("defaultLanguage: en-us", 'defaultLanguage: "{{language}}"')
        .replace("    en-us:\n", `    ${language}:\n`)
        .replace(
          / {10}- disconnect:/,
          (end) => `          - wait: {name: W, durations: [{duration: {exp: "Task.{{pause}}"}}]}\n${end}`,
        );
    const names = ["north", "south", "east", "west", "centre"];
    const root = folder(
      Object.fromEntries(names.map((name) => [`${name}.yaml`, desk(name === "south" ? "es-us" : "de-de")])),
      {
        "flows/inbound/north.yaml": desk("de-de"),
        "flows/inbound/north.options.yaml":
          "substitutions: {flow_name: North desk, division: Home, queue: General, language: de-de, pause: pause}\n",
      },
    );
    const first = await importing(root, "--answers", "a.yaml");
    expect(first.err).not.toMatch(/are open|is open\. Complete/);
    expect(first.out.match(/^name: .*$/gm)).toEqual([
      "name: centre: Centre",
      "name: east: East",
      "name: north: North",
      "name: south: South",
      "name: west: West",
    ]);
    const asked = read(root, "a.yaml");
    expect(asked).toContain(
      "  # names of 5 flows, as the command lists them. To use another name: `key: Name`\n  flow_name: {}\n",
    );
    expect(parse(asked).substitutions).toEqual({ flow_name: {}, language: { "*": "de-de", south: "es-us" } });
    writeFileSync(
      join(root, "a.yaml"),
      "substitutions: {flow_name: {north: North desk, west: West desk}, language: {'*': de-de, south: es-us}}\nexemptions: false\n",
    );
    const second = await importing(root, "--answers", "a.yaml", "--write");
    expect([second.code, second.err]).toEqual([0, ""]);
    expect(second.out.match(/^name: .*$/gm)).toHaveLength(3);
    const given = (key: string) => parse(read(root, `flows/inbound/${key}.options.yaml`)).substitutions;
    expect([given("west").flow_name, given("east").flow_name]).toEqual(["West desk", "East"]);
  });

  test("a language is proposed from those that a flow supports", async () => {
    const of = (languages: string) =>
      plain("A {{x}}")
        .replace("defaultLanguage: en-us", `defaultLanguage: "{{language}}"`)
        .replace(/^(\s*)supportedLanguages:[\s\S]*?(?=^ {2}\w)/m, "") + languages;
    const root = folder({
      "listed.yaml": of("  supportedLanguages: [{es-us: {none: true}}]\n").replaceAll("{{language}}", "{{one}}"),
      "mapped.yaml": of("  supportedLanguages: {fr-ca: {none: true}, en-us: {none: true}}\n").replaceAll(
        "{{language}}",
        "{{two}}",
      ),
      "open.yaml": of('  supportedLanguages: {"{{three}}": {none: true}}\n').replaceAll("{{language}}", "{{three}}"),
    });
    await importing(root, "--answers", "a.yaml");
    expect(parse(read(root, "a.yaml")).substitutions).toMatchObject({ one: "es-us", two: "fr-ca", three: "en-us" });
  });
});
