import { withStack } from "../../packages/flowctl/commands/adopt/config.ts";
import { check } from "../../packages/flowctl/commands/check.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { running } from "./program.ts";

afterEach(removeProjects);

const flow = `inboundCall: A
values: {queue: {type: string}}
onFault: {say: "Sorry.", then: disconnect}
start: to
nodes:
  to: {transferToAcd: {queue: "\${queue}"}, on: {failure: sorry}}
  sorry: {playAudio: "Please call again.", then: bye}
  bye: {disconnect: {}}
`;
const config = (entries = "") => `config:\n  genesyscloud:region: local\n${entries}`;

/** `flowctl check --all-stacks`: the project as each stack sees it. */
describe("check of all stacks", () => {
  const checked = (
    files: Readonly<Record<string, string>>,
    o: { format?: string; paths?: string[]; stack?: string } = {},
  ) => {
    const root = makeProject({ "Pulumi.yaml": "name: example\n", "flows/a.yaml": flow, ...files });
    return running(root, (context) => check({ allStacks: true, paths: [], ...o }, context));
  };

  test("finds a value that one stack does not set, and names the stack", async () => {
    const { code, err } = await checked({
      "Pulumi.dev.yaml": config("  genesys-flows:values: {queue: Sales}\n"),
      "Pulumi.prod.yaml": config(),
    });
    expect(code).toBe(1);
    expect(err).toContain("error missing-value: prod: The value `queue` is not set in this stack.");
    expect(err).not.toContain("dev");
  });

  test("shows once what all stacks have, and what some have with their names", async () => {
    const files = ["dev", "prod", "test"].map((stack) => [`Pulumi.${stack}.yaml`, config()]);
    const { code, out } = await checked(
      {
        ...Object.fromEntries(files),
        "Pulumi.test.yaml": config("  genesys-flows:values: {queue: Sales}\n"),
        "flows/b.yaml": "inboundCall: B\nstart: none\nnodes:\n  bye: {disconnect: {}}\n",
      },
      { format: "json" },
    );
    const { findings } = JSON.parse(out) as { findings: { code: string; message: string }[] };
    expect([code, findings.filter(({ code: one }) => one === "missing-value").map(({ message }) => message)]).toEqual([
      1,
      ["dev, prod: The value `queue` is not set in this stack."],
    ]);
    const others = findings.filter(({ code: one }) => one !== "missing-value").map(({ message }) => message);
    expect(others.length).toBeGreaterThan(0);
    expect(new Set(others).size).toBe(others.length);
    expect(others.filter((message) => message.includes("dev"))).toEqual([]);
  });

  test("finds wrong levels and settings of every stack", async () => {
    const values = "  genesys-flows:values: {queue: Sales}\n";
    const { code, err } = await checked({
      "Pulumi.dev.yaml": config(`${values}  genesys-flows:policyLevel: dev\n`),
      "Pulumi.prod.yaml": config(`${values}  genesys-flows:policyLevels: prd\n`),
      "Pulumi.test.yaml": `config:\n  genesyscloud:region: eu-centrl-1\n${values}`,
    });
    expect(code).toBe(1);
    expect(err).toContain("dev: `genesys-flows:policyLevel` is unknown.");
    expect(err).toMatch(/prod: .*prd/);
    expect(err).toMatch(/Pulumi.test.yaml:2:\d+ error stack-config: test: .*Did you mean 'eu-central-1'/);
  });

  test("an exemption of a flow of other stacks covers something there", async () => {
    const { code, out, err } = await checked({
      "flows/a.yaml": flow
        .replace("values:", "stacks: [prod]\nvalues:")
        .replace('onFault: {say: "Sorry.", then: disconnect}\n', ""),
      "Pulumi.dev.yaml": config(),
      "Pulumi.prod.yaml": config("  genesys-flows:values: {queue: Sales}\n"),
      "policies/exemptions.yaml":
        "- {rule: fault-handling, flow: a, reason: Agreed, owner: Voice team, expires: 2999-01-31}\n",
    });
    expect([code, `${out}${err}`]).toEqual([0, expect.not.stringContaining("unused-exemption")]);
  });

  test("needs a stack, and files of the project", async () => {
    await expect(checked({})).rejects.toThrow("There is no Pulumi.<stack>.yaml");
    await expect(checked({ "Pulumi.dev.yaml": config() }, { stack: "dev" })).rejects.toThrow("cannot be combined");
  });
});

describe("the options of an adopted flow", () => {
  test.each([
    ["new", undefined, true, "stacks: [prod]\n"],
    ["with other options", "# Ours.\npin: true\n", true, "# Ours.\npin: true\nstacks: [prod]\n"],
    ["of another stack", "stacks: [dev] # first\n", false, "stacks: [dev, prod] # first\n"],
    ["of this stack", "stacks: [prod]\n", true, "stacks: [prod]\n"],
    ["of all stacks, with a file that was there", "pin: true\n", false, "pin: true\n"],
    ["none, with a file that was there", undefined, false, undefined],
  ])("%s", (_what, before, isNew, after) => {
    expect(withStack(before, { stack: "prod", isNew })).toBe(after);
  });
});
