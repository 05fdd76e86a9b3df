import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";
import { exemptionsJsonSchema, levelsJsonSchema } from "../../packages/policies/gate/documents.ts";
import { rules } from "../../packages/rules/index.ts";
import { after, exportedCaller } from "../policies/samples.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { checkModule, stack } from "../project/samples.ts";
import { commandLine } from "./program.ts";
import { onlyRules } from "./repository.ts";

afterEach(removeProjects);

const repository = join(import.meta.dirname, "../..");
const levels = (name: string) => stack(`genesyscloud:region: local\ngenesys-flows:policyLevels: ${name}`);
const project = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": levels("lax"),
  "Pulumi.prod.yaml": stack("genesyscloud:region: local"),
  "policies/levels/lax.yaml": "module-call-transitions: advisory\nblast-radius: {level: disabled, flows: 7}\n",
  "flows/check.yaml": checkModule,
};

describe("policies", () => {
  test("lists each rule with its scopes and its level in each stack, and settings that are not the default", async () => {
    const { code, out, err } = await commandLine(makeProject(project), "policies");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^rule +scopes +dev +prod$/m);
    expect(out).toMatch(/^module-call-transitions +document +advisory +mandatory$/m);
    expect(out).toMatch(/^shared-modules +project, change +mandatory +mandatory$/m);
    expect(out).toMatch(/^ {2}blast-radius in dev: flows 7, default \d+$/m);
    expect(out).not.toMatch(/in prod:/);
    for (const { name, blindTo } of rules) {
      expect(out).toContain(`\n${name} `);
      if (blindTo !== undefined) expect(out).toContain(`  ${name}: ${blindTo}\n`);
    }
  });

  test("a file that is not named after a stack is left out", async () => {
    const more = { "Pulumi.a b.yaml": levels("missing") };
    const { code, out, err } = await commandLine(makeProject({ ...project, ...more }), "policies");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^rule +scopes +dev +prod$/m);
  });

  test("of one stack, for programs", async () => {
    const { out } = await commandLine(makeProject(project), "policies", "--stack", "dev", "--format", "json");
    const listed = JSON.parse(out).rules as { rule: string }[];
    expect(listed.map(({ rule }) => rule)).toEqual(rules.map(({ name }) => name));
    expect(listed[0]).toMatchObject({
      rule: "module-call-transitions",
      scopes: ["document"],
      stacks: { dev: { level: "advisory", settings: {} } },
    });
  });

  test.each([
    ["a stack without a file", ["--stack", "test"], 2, /There is no Pulumi\.test\.yaml/],
    ["an unknown format", ["--format", "xml"], 2, /Unknown format 'xml'/],
  ])("refuses %s", async (_, args, code, expected) => {
    expect(await commandLine(makeProject(project), "policies", ...args)).toMatchObject({
      code,
      err: expect.stringMatching(expected),
    });
  });

  test("reports mistakes in the files of the policies", async () => {
    const root = makeProject({ ...project, "policies/levels/lax.yaml": "module-call-transitons: advisory\n" });
    const { code, err } = await commandLine(root, "policies");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("Did you mean `module-call-transitions`?") });
  });
});

describe("check judges by the levels of the stack", () => {
  const wrong = { ...project, "flows/claims_v2-0.yaml": exportedCaller(after.nothing) };
  const CODE = "module-call-transitions";
  const exempted = {
    ...wrong,
    "Pulumi.prod.yaml": levels("prod"),
    "policies/levels/prod.yaml": onlyRules(CODE),
    "policies/exemptions.yaml": `- {rule: ${CODE}, flow: claims, reason: Agreed, owner: Desk, expires: 2100-01-31}\n`,
  };
  const checked = (files: Record<string, string>, ...args: string[]) =>
    commandLine(makeProject(files), "check", ...args);
  const severities = async (name: string) => {
    const { out } = await checked(wrong, "--stack", name, "--format", "json");
    const { findings } = JSON.parse(out) as { findings: { code: string; severity: string }[] };
    return findings.filter(({ code }) => code === CODE).map(({ severity }) => severity);
  };

  test("advisory warns, mandatory is an error", async () => {
    expect(await severities("dev")).toEqual(["warning"]);
    expect(await severities("prod")).toEqual(["error"]);
  });

  test("sarif has what the rule is about, and a suppressed result for what is exempted", async () => {
    const { title, why, fix } = rules.find(({ name }) => name === CODE) ?? {};
    const [open, suppressed] = await Promise.all(
      [wrong, exempted].map(async (files) => {
        const { out } = await checked(files, "--stack", "prod", "--format", "sarif");
        const [run] = JSON.parse(out).runs;
        const described = run.tool.driver.rules.find(({ id }: { id: string }) => id === CODE);
        expect(described).toMatchObject({
          shortDescription: { text: title },
          fullDescription: { text: expect.stringContaining(String(why)) },
          help: { text: fix },
        });
        return run.results.filter(({ ruleId }: { ruleId: string }) => ruleId === CODE);
      }),
    );
    expect(open).toEqual([expect.not.objectContaining({ suppressions: expect.anything() })]);
    expect(suppressed).toEqual([
      expect.objectContaining({
        suppressions: [
          {
            kind: "external",
            status: "accepted",
            justification: "Exempted until 2100-01-31 by Desk (policies/exemptions.yaml:1): Agreed",
          },
        ],
      }),
    ]);
  });

  test("github annotates what is open, not what is exempted", async () => {
    const about = (out: string) => out.split("\n").filter((line) => line.includes(`title=${CODE}`));
    expect(about((await checked(wrong, "--stack", "prod", "--format", "github")).out)).toHaveLength(1);
    expect(about((await checked(exempted, "--stack", "prod", "--format", "github")).out)).toEqual([]);
  });

  test("json lists what is exempted, with the exemption", async () => {
    const { code, out } = await checked(exempted, "--stack", "prod", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(out).exempted).toMatchObject([
      { finding: { code: CODE, flow: "claims" }, exemption: { owner: "Desk", expires: "2100-01-31" } },
    ]);
  });

  test("the last line counts what is exempted; --notes lists it with the reason", async () => {
    const quiet = await checked(exempted, "--stack", "prod");
    expect(quiet).toMatchObject({
      code: 0,
      out: expect.stringMatching(/1 exempted violation \(--notes shows them\)\.\n$/),
    });
    expect(quiet.err).not.toContain(CODE);
    const listed = await checked(exempted, "--stack", "prod", "--notes");
    expect(listed.err).toMatch(
      /note module-call-transitions: [\s\S]*hint: Exempted until 2100-01-31 by Desk .*: Agreed/,
    );
  });

  test("a file outside of the project is judged too, and exemptions of the project do not cover it", async () => {
    const other = makeProject({ "claims_v2-0.yaml": exportedCaller(after.nothing) });
    const { code, err } = await checked(exempted, "--stack", "prod", join(other, "claims_v2-0.yaml"));
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(`error ${CODE}`) });
  });

  test("mistakes of flows and of the policies' files are reported together", async () => {
    const { err } = await checked({
      ...exempted,
      "Pulumi.dev.yaml": levels("non"),
      "flows/broken.yaml": "inboundCall: Broken\nnodes: {}\n",
    });
    expect(err.match(/(?<=error )[\w-]+/g)).toEqual(expect.arrayContaining(["missing-start", "no-levels-file"]));
  });
});

describe("the schemas for editors", () => {
  const fits = (schema: object, text: string) => new Ajv({ strict: false }).validate(schema, parse(text) ?? []);
  const read = (file: string) => readFileSync(join(repository, file), "utf8");
  const examples = [...read("policies/README.md").matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);

  test("take the files of this project, and the examples of policies/README.md", () => {
    expect(examples).toHaveLength(2);
    for (const text of [read("policies/levels/dev.yaml"), examples[0] ?? ""]) {
      expect(fits(levelsJsonSchema(), text)).toBe(true);
    }
    for (const text of [read("policies/exemptions.yaml"), examples[1] ?? ""]) {
      expect(fits(exemptionsJsonSchema(), text)).toBe(true);
    }
  });

  test.each([
    ["levels", levelsJsonSchema(), "flow-structure: strict"],
    ["levels", levelsJsonSchema(), "flow-structure: {levle: advisory}"],
    ["levels", levelsJsonSchema(), "blast-radius: {flows: many}"],
    ["exemptions", exemptionsJsonSchema(), "- {rule: a, flow: b, reason: c, owner: d}"],
    ["exemptions", exemptionsJsonSchema(), "- {rule: a, flow: b, reason: c, owner: d, expires: soon}"],
  ])("of %s do not take what the gate refuses: %#", (_, schema, text) => {
    expect(fits(schema, text)).toBe(false);
  });
});
