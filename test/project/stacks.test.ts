import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatDiagnostic } from "@genesys-flows/architect";
import { loadProject, ProjectError, stackFileEntries } from "@genesys-flows/project";
import { makeProject, removeProjects, writeFiles } from "./harness.ts";

afterEach(removeProjects);

const flow = (name: string, rest = "") => `inboundCall: ${name}\n${rest}start: bye\nnodes:\n  bye: {disconnect: {}}\n`;
const checkModule = (rest = "") =>
  `commonModule: Check\n${rest}channels: [inboundCall]\noutcomes: [success]\nstart: done\nnodes:\n  done: {end: success}\n`;
const caller = (rest = "") =>
  `inboundCall: A\n${rest}start: check\nnodes:\n  check: {callModule: check, on: {success: bye, error: bye}}\n  bye: {disconnect: {}}\n`;
const config = (entries = "") => `config:\n  genesyscloud:region: local\n${entries}`;

/** A project with the stacks dev and prod. */
const project = (files: Readonly<Record<string, string>>) =>
  makeProject({ "Pulumi.dev.yaml": config(), "Pulumi.prod.yaml": config(), ...files });

async function loaded(root: string, stack: string, { fresh = false } = {}) {
  const stackFile = `Pulumi.${stack}.yaml`;
  const entries = stackFileEntries(stackFile, readFileSync(join(root, stackFile), "utf8"));
  return loadProject({ root, stack: entries, stackFile, fresh });
}

const keys = async (root: string, stack: string) => (await loaded(root, stack)).flows.map(({ key }) => key);
const mistakes = async (root: string, stack: string) =>
  loaded(root, stack).then(
    () => [],
    (error: unknown) => {
      if (error instanceof ProjectError) return error.diagnostics.map(formatDiagnostic);
      throw error;
    },
  );

describe("a flow of some stacks", () => {
  test("exists there and nowhere else: as definition, export and TypeScript", async () => {
    const root = project({
      "flows/all.yaml": flow("All"),
      "flows/trial.yaml": flow("Trial", "stacks: [dev]\n"),
      "flows/claims_v2-0.yaml":
        'inboundCall:\n  name: Claims\n  startUpRef: "/inboundCall/tasks/task[Start_10]"\n  tasks:\n    - task:\n        name: Start\n        refId: Start_10\n        actions:\n          - disconnect:\n              name: Bye\n',
      "flows/claims.options.yaml": 'stacks: [prod]\nnumbers: ["+13175550120"]\n',
    });
    expect([await keys(root, "dev"), await keys(root, "prod")]).toEqual([
      ["all", "trial"],
      ["all", "claims"],
    ]);
    // The same when nothing is read again.
    expect([await keys(root, "dev"), await keys(root, "prod")]).toEqual([
      ["all", "trial"],
      ["all", "claims"],
    ]);
    expect((await loaded(root, "prod")).elsewhere).toEqual([
      { key: "trial", file: "flows/trial.yaml", stacks: ["dev"] },
    ]);
    // A list that changes takes effect at once.
    writeFiles(root, {
      "flows/claims.options.yaml": "stacks: [prod, dev]\n",
      "flows/trial.yaml": flow("Trial", "stacks: [prod]\n"),
    });
    expect([await keys(root, "dev"), await keys(root, "prod")]).toEqual([
      ["all", "claims"],
      ["all", "claims", "trial"],
    ]);
  });

  test("asks no other stack for its values, and has the digest of a flow of all stacks", async () => {
    const valued = (rest: string) =>
      `inboundCall: Trial\n${rest}values: {queue: {type: string}}\nstart: to\nnodes:\n  to: {transferToAcd: {queue: "\${queue}"}, on: {failure: bye}}\n  bye: {disconnect: {}}\n`;
    const root = project({
      "flows/trial.yaml": valued("stacks: [prod]\n"),
      "Pulumi.prod.yaml": config("  genesys-flows:values: {queue: Sales}\n"),
    });
    expect(await mistakes(root, "dev")).toEqual([]);
    const [limited] = (await loaded(root, "prod")).flows;
    writeFiles(root, { "flows/trial.yaml": valued("") });
    const [everywhere] = (await loaded(root, "prod")).flows;
    expect([limited?.digest, limited?.sourceDigest]).toEqual([everywhere?.digest, everywhere?.sourceDigest]);
    expect(await mistakes(root, "dev")).toEqual([expect.stringContaining("missing-value")]);
  });

  test("may have the name and the numbers of a flow of other stacks, but not its key", async () => {
    const line = (stack: string) => flow("Line", `numbers: ["+13175550100"]\nstacks: [${stack}]\n`);
    const root = project({ "flows/line-dev.yaml": line("dev"), "flows/line-prod.yaml": line("prod") });
    expect([await mistakes(root, "dev"), await mistakes(root, "prod")]).toEqual([[], []]);
    writeFiles(root, { "flows/other/line-dev.yaml": line("prod") });
    expect(await mistakes(root, "dev")).toEqual([expect.stringContaining("Two files have the key `line-dev`")]);
  });

  test("cannot call a module that the stack does not have", async () => {
    const root = project({ "flows/check.yaml": checkModule("stacks: [prod]\n"), "flows/a.yaml": caller() });
    expect(await mistakes(root, "dev")).toEqual([
      expect.stringContaining("The module 'check' belongs to other stacks: prod."),
    ]);
    expect(await mistakes(root, "prod")).toEqual([]);
    writeFiles(root, { "flows/a.yaml": caller("stacks: [prod]\n") });
    expect([await mistakes(root, "dev"), await mistakes(root, "prod")]).toEqual([[], []]);
  });

  test.each([
    ["a stack without a file", { "flows/a.yaml": flow("A", "stacks: [prd]\n") }, "Did you mean 'prod'?"],
    ["no stack", { "flows/a.yaml": flow("A", "stacks: []\n") }, "expected at least one stack"],
    ["a text", { "flows/a.yaml": flow("A", "stacks: prod\n") }, "expected a list of stacks, such as [prod]"],
    [
      "settings in a stack that does not have it",
      {
        "flows/a.yaml": flow("A", "stacks: [prod]\n"),
        "Pulumi.dev.yaml": config("  genesys-flows:flows: {a: {pin: true}}\n"),
      },
      "Pulumi.dev.yaml configures the flow `a`, which belongs to other stacks: prod.",
    ],
  ])("is a mistake with %s", async (_what, files, expected) => {
    expect(await mistakes(project(files), "dev")).toEqual([expect.stringContaining(expected)]);
  });
});
