import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { existingFlow } from "../harness/existing-flows.ts";
import { after, exportedCaller, filledDefault, handlerModule } from "../policies/samples.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine } from "./program.ts";

const plain = (name: string) => existingFlow(name, "work", 1);
/** A stack's file. */
const stack = (flows: string) => `# Kept.\nconfig:\n  genesyscloud:region: local\n${flows}`;

describe("flowctl lift --all", () => {
  afterAll(removeProjects);

  const lifting = (root: string, ...args: string[]) => commandLine(root, "lift", "--stack", "dev", ...args);
  const read = (root: string, file: string) => readFileSync(join(root, file), "utf8");
  const files = (root: string) => globSync("flows/**/*.*", { cwd: root }).sort();
  const config = (root: string, name: string) =>
    parse(read(root, `Pulumi.${name}.yaml`)).config as Record<string, unknown>;

  test("values move with the flow: to all flows of a stack, or to this one where another definition has that value", async () => {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack(
        "  genesys-flows:substitutions: {team: Night, other: x} # ours\n  genesys-flows:flows: {second: {substitutions: {team: Day}}}\n",
      ),
      "Pulumi.prod.yaml": stack("  genesys-flows:substitutions: {team: Both, other: y}\n  genesys-flows:values: {}\n"),
      "flows/first_v2-0.yaml": plain("First of {{team}}"),
      "flows/first.options.yaml":
        "owner: Voice team\nformerly: [one]\nsubstitutions: {team: {default: Early, description: Who works}}\n",
      "flows/second.yaml": plain("Second of {{team}}, {{other}}"),
      "flows/third.yaml": plain("Third"),
      "flows/own.yaml":
        "workflow: Own ${other}\nvalues:\n  other: {type: string, default: z}\nonFault: {then: end}\nstart: done\nnodes:\n  done: {endWorkflow: {}}\n",
    });
    const dry = await lifting(root, "--all");
    expect([dry.code, dry.err]).toEqual([0, ""]);
    expect(dry.out).toContain("3 exports can be lifted, 0 remain unchanged. To write the definitions, add --write.\n");
    expect(files(root)).toContain("flows/first_v2-0.yaml");

    expect(await lifting(root, "--all", "--write")).toMatchObject({ code: 0 });
    expect(files(root)).toEqual(["flows/first.yaml", "flows/own.yaml", "flows/second.yaml", "flows/third.yaml"]);
    expect(parse(read(root, "flows/first.yaml"))).toMatchObject({
      workflow: "First of ${team}",
      owner: "Voice team",
      formerly: ["one"],
      values: {
        team: { type: "string", default: "Early", description: "Who works" },
      },
    });
    expect(read(root, "Pulumi.dev.yaml")).toMatch(/^# Kept\.\n/);
    expect(config(root, "dev")).toEqual({
      "genesyscloud:region": "local",
      "genesys-flows:values": { team: "Night" },
      "genesys-flows:flows": {
        second: { values: { team: "Day", other: "x" } },
      },
    });
    expect(config(root, "prod")).toEqual({
      "genesyscloud:region": "local",
      "genesys-flows:values": { team: "Both" },
      "genesys-flows:flows": { second: { values: { other: "y" } } },
    });
    expect(await commandLine(root, "check", "--all-stacks")).toMatchObject({
      code: 0,
    });
    expect((await lifting(root, "--all", "--write")).out).toBe("0 exports lifted, 0 remain unchanged.\n");
  });

  test("what cannot be lifted stays, with the reason", async () => {
    const named = existingFlow("Named", "work", 1).replace("defaultLanguage: en-us", 'defaultLanguage: "{{language}}"');
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack("  genesys-flows:substitutions: {language: en-us, own: a}\n"),
      "Pulumi.prod.yaml": stack("  genesys-flows:substitutions: {language: en-us, own: b}\n"),
      "flows/drift.yaml": plain("Drift"),
      "flows/drift.options.yaml": "onDrift: fail\n",
      "flows/named.yaml": named,
      "flows/differs.yaml": named.replace("{{language}}", "{{own}}").replace("Named", "Differs"),
      "flows/fine.yaml": plain("Fine"),
    });
    const { code, out } = await lifting(root, "--all");
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "liftable: fine: flows/fine.yaml
      unchanged: differs: flows/differs.yaml
        A definition cannot fill in these placeholders, which are parts of names: own. --fill writes their values into the definition if all stacks have the same values.
      unchanged: drift: flows/drift.yaml
        Its options have \`onDrift\`, which a definition cannot have. Move it to the stacks that need it first.
      unchanged: named: flows/named.yaml
        A definition cannot fill in these placeholders, which are parts of names: language. --fill writes their values into the definition if all stacks have the same values.
      1 export can be lifted, 3 remain unchanged. To write the definitions, add --write.
      "
    `);
    const filled = await lifting(root, "--all", "--fill", "--write");
    expect(filled.out).toMatchInlineSnapshot(`
      "lifted: fine: flows/fine.yaml
      lifted: named: flows/named.yaml
      unchanged: differs: flows/differs.yaml
        These placeholders are parts of names, and their values differ between the stacks that have the flow: own.
      unchanged: drift: flows/drift.yaml
        Its options have \`onDrift\`, which a definition cannot have. Move it to the stacks that need it first.
      2 exports lifted, 2 remain unchanged.
      The compiled definitions are not identical to the exports, so the next update publishes each of these flows once.
      "
    `);
    expect(config(root, "dev")).toEqual({
      "genesyscloud:region": "local",
      "genesys-flows:substitutions": { own: "a" },
    });
    expect(await commandLine(root, "check", "--all-stacks")).toMatchObject({
      code: 0,
    });
    expect(await lifting(root, "--into", "drift")).toMatchObject({ code: 1 });
    expect(await lifting(root, "--into", "drift", "x.yaml")).toMatchObject({
      code: 2,
    });
    expect(await lifting(root)).toEqual({
      code: 2,
      out: "",
      err: "Specify an export, or lift the project's exports with --all.\n",
    });
  });

  test("a flow of one stack: the others keep what their own flows use", async () => {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack("  genesys-flows:substitutions: {team: Night, language: en-us}\n"),
      "Pulumi.prod.yaml": stack("  genesys-flows:substitutions: {team: Day}\n"),
      "flows/both.yaml": plain("Both {{team}}"),
      "flows/one.yaml": plain("One {{team}}").replace("defaultLanguage: en-us", 'defaultLanguage: "{{language}}"'),
      "flows/one.options.yaml": "stacks: [dev]\n",
      "flows/own.yaml":
        "workflow: Own ${team}\nvalues:\n  team: {type: string, default: z}\nonFault: {then: end}\nstart: done\nnodes:\n  done: {endWorkflow: {}}\n",
      "flows/two.yaml": plain("Two {{team}}"),
      "flows/two.options.yaml": "stacks: [dev]\n",
    });
    const first = await lifting(root, "--all", "--write");
    expect(first).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringContaining("2 exports lifted, 1 remains unchanged."),
    });
    expect(config(root, "prod")).toEqual({
      "genesyscloud:region": "local",
      "genesys-flows:flows": { both: { values: { team: "Day" } } },
    });
    const second = await lifting(root, "--all", "--fill", "--write");
    expect(second).toMatchObject({
      code: 0,
      err: "",
      out: expect.stringContaining("1 export lifted, 0 remain unchanged."),
    });
    expect(await commandLine(root, "check", "--all-stacks")).toMatchObject({
      code: 0,
    });
  });

  test("a project that does not pass a check stays as it is, with the mistakes", async () => {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack("  genesys-flows:substitutions: {team: Night}\n"),
      "flows/claims.yaml": exportedCaller(after.nothing),
      "flows/handler.yaml": handlerModule,
      "flows/fine.yaml": plain("Fine {{team}}"),
    });
    const before = files(root).map((file) => read(root, file));
    const dry = await lifting(root, "--all");
    expect([dry.code, dry.err]).toEqual([0, ""]);
    const written = await lifting(root, "--all", "--write");
    expect(written.code).toBe(1);
    expect(written.out).toContain("liftable: fine: flows/fine.yaml\n");
    expect(written.err).toMatch(/^flows\/claims\.yaml:\d+:\d+ error module-call-transitions: /m);
    expect(written.err).toContain(
      "Nothing was written: a check of the project finds 1 error, both with and without the definitions.",
    );
    expect(files(root).map((file) => read(root, file))).toEqual(before);
    expect(config(root, "dev")).toMatchObject({ "genesys-flows:substitutions": { team: "Night" } });
  });

  test("a reason names the line and the action of the export", async () => {
    const root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": stack(""),
      "flows/claims.yaml": exportedCaller(after.switch(filledDefault), undefined, "Common.outcome"),
    });
    expect((await lifting(root, "--all")).out).toMatch(
      /^unchanged: claims: flows\/claims\.yaml\n {2}As a definition: At line 16, action 'Handle it': The module 'handler' does not exist\.\n/,
    );
  });
});
