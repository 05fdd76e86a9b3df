import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDefinition, parseArchy } from "@genesys-flows/architect";
import { commands } from "../../packages/flowctl/commands.ts";
import { readFlow } from "../../packages/flowctl/reading/flow-file.ts";
import { exportShapes } from "../architect/export-shapes.ts";
import { after, exportedCaller, handlerModule } from "../policies/samples.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, stack } from "../project/samples.ts";
import { commandLine, flowctl, running } from "./program.ts";

afterEach(removeProjects);

const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
  "flows/check.yaml": checkModule,
  "flows/sales.yaml": caller("Sales"),
  "old/sales.yaml": caller("Sales").replace("Sales", "Old sales"),
  "old/check.yaml": checkModule,
  "exports/claims_v2-0.yaml": exportedCaller(after.nothing).replace("name: Claims", 'name: "{{flowName}}"'),
};

/** Runs a row of the table of commands, with arguments in the order of its usage. */
function command(root: string, name: string, args: string[], options: Record<string, unknown> = {}) {
  const row = commands.find(({ usage }) => usage.startsWith(`${name} `));
  const names = [...(row?.usage ?? "").matchAll(/[<[](\w+)/g)].map(([, argument], index) => [argument, args[index]]);
  const given = { stack: "dev", ...options, ...Object.fromEntries(names) };
  return running(root, async (context) => (await (await row?.load())?.(given as never, context)) ?? -1);
}

describe("diff", () => {
  test("0 and a sentence when nothing differs, 1 and a line for each change", async () => {
    const root = makeProject(files);
    expect(await command(root, "diff", ["flows/sales.yaml", "flows/sales.yaml"])).toEqual({
      code: 0,
      out: "No difference.\n",
      err: "",
    });
    expect(await command(root, "diff", ["old/sales.yaml", "flows/sales.yaml"])).toEqual({
      code: 1,
      out: '~ name "Old sales" -> "Sales"\n',
      err: "",
    });
  });

  test("a definition and an export; as JSON and as Mermaid", async () => {
    const root = makeProject(files);
    const [json, mermaid] = [
      await command(root, "diff", ["exports/claims_v2-0.yaml", "flows/sales.yaml"], { format: "json" }),
      await command(root, "diff", ["exports/claims_v2-0.yaml", "flows/sales.yaml"], { format: "mermaid" }),
    ];
    expect(JSON.parse(json.out).nodes.length).toBeGreaterThan(0);
    expect(mermaid.out).toMatch(/^flowchart TD\n/);
    await expect(command(root, "diff", ["old/sales.yaml", "flows/sales.yaml"], { format: "xml" })).rejects.toThrow(
      "Unknown format 'xml'. The formats are: text, json, mermaid.",
    );
  });

  test("for a module: what it means for its callers", async () => {
    const root = makeProject({
      ...files,
      "old/check.yaml": checkModule.replace(/^commonModule: .*$/m, "commonModule: Old"),
    });
    const { out } = await command(root, "diff", ["old/check.yaml", "flows/check.yaml"]);
    expect(out).toMatch(/For the flows that call the module:\nbreaking: module-renamed/);
  });
});

describe("diagram", () => {
  test("of a flow, from a node, against another version", async () => {
    const root = makeProject(files);
    const whole = await command(root, "diagram", ["flows/sales.yaml"]);
    expect(whole.out).toMatch(/^flowchart TD\n {2}start\(\["Sales"\]\)/);
    const part = await command(root, "diagram", ["flows/sales.yaml"], { from: "bye" });
    expect(part.out.split("\n").length).toBeLessThan(whole.out.split("\n").length);
    expect((await command(root, "diagram", ["flows/sales.yaml"], { against: "old/sales.yaml" })).out).toMatch(/Legend/);
    await expect(command(root, "diagram", ["flows/sales.yaml"], { from: "nowhere" })).rejects.toThrow(
      /^The flow has no node 'nowhere'\. Its nodes: /,
    );
  });
});

describe("compile", () => {
  test("prints what is published, or writes it to --out", async () => {
    const root = makeProject(files);
    const { out } = await command(root, "compile", ["flows/sales.yaml"]);
    expect(parseArchy(out, { file: "sales.yaml" }).name).toBe("Sales");
    await command(root, "compile", ["flows/sales.yaml"], { out: "made/sales.yaml" });
    expect(readFileSync(join(root, "made/sales.yaml"), "utf8")).toBe(out);
  });

  test("an export with its substitutions", async () => {
    const root = makeProject(files);
    const { out } = await command(root, "compile", ["exports/claims_v2-0.yaml"], { set: ["flowName=Claims"] });
    expect(parseArchy(out, { file: "claims.yaml" }).name).toBe("Claims");
    await expect(command(root, "compile", ["exports/claims_v2-0.yaml"], { set: ["flowName"] })).rejects.toThrow(
      "--set flowName: write NAME=VALUE.",
    );
  });
});

describe("lift", () => {
  test.each(["a call to a Lex V2 bot", "a digital bot", "a menu with a voicemail", "a called task with output paths"])(
    "%s, lifted, differs from the export in nothing",
    async (shape) => {
      const text = exportShapes[shape]?.text as string;
      const root = makeProject({ ...files, "exports/shape.yaml": text });
      expect((await command(root, "lift", ["exports/shape.yaml"], { out: "lifted.yaml" })).code).toBe(0);
      for (const [before, after] of [
        ["exports/shape.yaml", "lifted.yaml"],
        ["lifted.yaml", "exports/shape.yaml"],
      ] as const) {
        expect(await command(root, "diff", [before, after])).toEqual({ code: 0, out: "No difference.\n", err: "" });
      }
      const drawn = await command(root, "diagram", ["exports/shape.yaml"], { against: "lifted.yaml" });
      expect(drawn.out).not.toMatch(/classDef (added|removed|changed|moved)/);
    },
  );

  test("converts to a definition, placeholders to values of the environment", async () => {
    const root = makeProject({ ...files, "flows/handler.yaml": handlerModule });
    await command(root, "lift", ["exports/claims_v2-0.yaml"], { out: "flows/claims.yaml" });
    const text = readFileSync(join(root, "flows/claims.yaml"), "utf8");
    expect(text.split("\n").slice(0, 3)).toEqual([
      "# yaml-language-server: $schema=../docs/flow-file.schema.json",
      "# Lifted from exports/claims_v2-0.yaml",
      "inboundCall: ${flowName}",
    ]);
    expect(isDefinition(text)).toBe(true);
    expect(text).toMatch(/^values: \{flowName: \{type: string\}\}$/m);
  });

  test("refuses a definition, and names the place of what a definition cannot express", async () => {
    const root = makeProject({
      ...files,
      "menus.yaml": "inboundCall:\n  name: Menus\n  menus:\n    - menu: {name: Main, refId: Main_1, choices: []}\n",
    });
    await expect(command(root, "lift", ["flows/sales.yaml"])).rejects.toThrow(
      "flows/sales.yaml is already a definition.",
    );
    await expect(command(root, "lift", ["menus.yaml"])).rejects.toThrow(/menus\.yaml:\d+:\d+ error no-definition-form/);
  });
});

test("a flow of the project is read even when another one has mistakes; its own mistakes are reported", async () => {
  const root = makeProject({ ...files, "flows/broken.yaml": "inboundCall: Broken\nstart: a\nnodes: {}\n" });
  const read = (file: string) =>
    running(root, async (context) => {
      context.out((await readFlow(file, { stack: "dev" }, context)).graph.name);
      return 0;
    });
  expect((await read("flows/sales.yaml")).out).toBe("Sales");
  await expect(read("flows/broken.yaml")).rejects.toThrow(/flows\/broken\.yaml:2:8 error dangling-transition/);
});

test("a definition alone with mistakes has those of its reading and of its values, at once", async () => {
  const root = makeProject({
    ...files,
    "other/trial.yaml": `inboundCall: Trial
onFault: disconnect
start: count
nodes:
  count: {updateData: {Task.x: =Task.y}, then: sales}
  sales: {transferToAcd: {queue: Sales, priority: ="high"}, on: {failure: end}}
  end: {disconnect: {}}
`,
  });
  const { code, err } = await commandLine(root, "check", "other");
  expect(code).toBe(1);
  expect(err).toContain("The type of 'Task.x' is unknown");
  expect(err).toContain("The property 'priority' is of type integer, but the expression is of type string");
});

test("every command has help with its arguments", () => {
  const root = makeProject(files);
  const { out } = flowctl(root, "--help");
  for (const { usage } of commands) expect(out).toContain(usage.startsWith("org ") ? "org" : usage.split(" ")[0]);
  const help = flowctl(root, "diff", "--help");
  expect(help).toMatchObject({ code: 0, err: "" });
  expect(help.out).toMatch(
    /--format <format>.*\n[\s\S]*Exit codes:\n {2}0 {2}no difference\n {2}1 {2}differences\n {2}2 {2}usage error\n\nExamples:/,
  );
});
