import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { makeProject, removeProjects } from "../../project/harness.ts";
import { gateWith, mistakesIn, nameBegins, withName } from "./harness.ts";

afterEach(removeProjects);

const own = (exported: Record<string, unknown>) => gateWith({}, { team: { "own.ts": exported } });

test("a file may export several rules; other exports do not matter", async () => {
  const gate = await own({ first: withName("first"), second: withName("second"), helper: () => 1, list: [1] });
  expect(gate.rules.map(({ name }) => name)).toEqual(expect.arrayContaining(["first", "second"]));
});

test.each<[string, Record<string, unknown>, string]>([
  ["no rule", { helper: 1 }, "The file exports no rule."],
  [
    "the name of a built-in rule",
    { a: withName("module-call-transitions") },
    "one of this project's own rules has this name",
  ],
  ["a name twice", { a: nameBegins, b: withName("name-begins") }, "policies/rules/own.ts has it"],
  ["a name that is not in kebab-case", { a: withName("NameBegins") }, "its name is not in kebab-case"],
  ["no reason", { a: { ...nameBegins, why: " " } }, "it has no `why`"],
  [
    "nothing to judge",
    { a: { ...nameBegins, document: undefined } },
    "it has no function for a document, a project or a change",
  ],
  [
    "a setting without a default",
    { a: { ...nameBegins, settings: z.strictObject({ most: z.number() }) } },
    "needs a default",
  ],
  [
    "a setting named as the level",
    { a: { ...nameBegins, settings: z.strictObject({ level: z.number().default(1) }) } },
    "cannot be named level",
  ],
  ["settings that are no schema", { a: { ...nameBegins, settings: {} } }, "its `settings` are not a z.strictObject"],
])("is refused with its file: %s", async (_, exported, expected) => {
  const found = await mistakesIn(own(exported));
  expect(found).toMatch(/^policies\/rules\/own\.ts:1:1 error team-rule: /);
  expect(found).toContain(expected);
});

test("a file that does not load is refused with the reason", async () => {
  const failing = gateWith(
    { "policies/rules/own.ts": "" },
    { importFile: () => Promise.reject(new Error("x is not defined")) },
  );
  expect(await mistakesIn(failing)).toContain("The file cannot be loaded: x is not defined");
});

test("settings may depend on each other", async () => {
  const settings = z
    .strictObject({ least: z.number().default(1), most: z.number().default(2) })
    .refine(({ least, most }) => least <= most, "expected `least` to be at most `most`");
  const judged = (levels: string) =>
    gateWith(
      { "policies/levels/prod.yaml": levels },
      { levels: "prod", team: { "own.ts": { own: { ...withName("own"), settings } } } },
    );
  expect(await mistakesIn(judged("own: {least: 2}\n"))).toBe("");
  expect(await mistakesIn(judged("own: {least: 3}\n"))).toContain("Expected `least` to be at most `most`.");
});

test("tests and declarations beside the rules are not loaded", async () => {
  const gate = await gateWith({
    "policies/rules/own.test.ts": "",
    "policies/rules/own.d.ts": "",
    "policies/rules/README.md": "",
  });
  expect(gate.rules.at(-1)?.name).toBe("name-begins");
});

test("Node loads a rule of the team as it is written", () => {
  const url = (path: string) => JSON.stringify(join(import.meta.dirname, "../../..", path));
  const root = makeProject({
    "package.json": '{"type": "module"}',
    "policies/rules/own.ts": `
import { defineRule } from ${url("packages/rules/index.ts")};
import { z } from ${url("node_modules/zod/index.js")};
const settings = z.strictObject({});
export const own = defineRule({
  name: "own", title: "Own", requires: "It.", why: "So.", fix: "Do.", settings,
  project(project, { report }) { if (project.flows.length > 0) report({ message: "No.", fix: "Do." }); },
});
`,
  });
  const code = `
    const { readGate } = await import(${url("packages/policies/gate/index.ts")});
    const gate = await readGate({ folder: ${JSON.stringify(join(root, "policies"))} });
    console.log(gate.rules.at(-1).name);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({ stdout: "own\n", stderr: "" });
});
