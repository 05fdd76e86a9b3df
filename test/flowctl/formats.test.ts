import { check } from "../../packages/flowctl/commands/check.ts";
import { sarifMistakes } from "../harness/sarif.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, stack } from "../project/samples.ts";
import { running } from "./program.ts";

afterEach(removeProjects);

const project = (sales: string) =>
  makeProject({
    "Pulumi.yaml": "name: example\n",
    "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
    "flows/check.yaml": checkModule,
    "flows/the sales.yaml": sales,
  });
const bad = () => project(caller("Sales").replace("error: bye", "error: by"));
const found = async (root: string, format: string) =>
  running(root, (context) => check({ stack: "dev", paths: [], format }, context));

test("json: counts and findings", async () => {
  const { code, out, err } = await found(bad(), "json");
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(JSON.parse(out)).toMatchObject({
    errors: 1,
    findings: [{ code: "dangling-transition", severity: "error", location: { file: "flows/the sales.yaml" } }],
  });
});

test("github: one workflow command per finding, its place and texts escaped", async () => {
  const { code, out } = await found(bad(), "github");
  expect(code).toBe(1);
  expect(out.trimEnd().split("\n")).toEqual([
    expect.stringMatching(
      /^::error file=flows\/the sales\.yaml,line=\d+,col=\d+,endColumn=\d+,title=dangling-transition::The node 'by' does not exist\.%0ADid you mean 'bye'\?/,
    ),
  ]);
});

test("every format reports that nothing was found, with 0", async () => {
  const good = project(caller("Sales"));
  const json = await found(good, "json");
  expect(json.code).toBe(0);
  expect(JSON.parse(json.out)).toMatchObject({ flows: 2, errors: 0, warnings: 0 });
  expect(JSON.parse((await found(good, "sarif")).out)).toMatchObject({ version: "2.1.0" });
  expect((await found(good, "github")).out).not.toMatch(/::error/);
});

test("sarif: a log with everything that the standard requires; results refer to their rules", async () => {
  const { code, out } = await found(bad(), "sarif");
  expect(code).toBe(1);
  const log = JSON.parse(out);
  expect(sarifMistakes(log)).toEqual([]);
  const [run] = log.runs;
  expect(run.results.length).toBeGreaterThan(0);
  for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
  expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("flows/the%20sales.yaml");
});

test("colours only in a context with colours", async () => {
  const root = bad();
  const checking = (colour: boolean) =>
    running(root, (context) => check({ stack: "dev", paths: [] }, context), { colour });
  const [plain, coloured] = [await checking(false), await checking(true)];
  expect(plain.err).not.toContain("\u001b");
  expect(coloured.err).toContain("\u001b[");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is taken out
  expect(coloured.err.replace(/\u001b\[\d+m/g, "")).toBe(plain.err);
});

test("with --strict, warnings are findings", async () => {
  const root = project(
    caller("Sales")
      .replace("nodes:", "nodes:\n  hello: {playAudio: =Flow.unknown, then: check}")
      .replace(/^start: .*$/m, "start: hello"),
  );
  const text = caller("Sales");
  expect(text).toContain("nodes:");
  const checking = (strict: boolean) => running(root, (context) => check({ stack: "dev", paths: [], strict }, context));
  const [lenient, strict] = [await checking(false), await checking(true)];
  expect(lenient.err).toMatch(/warning/);
  expect([lenient.code, strict.code]).toEqual([0, 1]);
});
