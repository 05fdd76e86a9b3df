import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectGolden, makeProject, removeProjects, writeFiles } from "../project/harness.ts";
import { commandLine } from "./program.ts";

afterEach(removeProjects);

const files = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml":
    'config:\n  genesyscloud:region: local\n  genesys-flows:external: ["queue:Sales", "dataAction:CRM/Find <customer>"]\n',
  "flows/sales.yaml": `inboundCall: Sales
numbers: ["+13175550100"]
onFault: {say: "We are sorry.", then: disconnect}
variables: {Flow.id: string}
start: find
nodes:
  find:
    callData: {action: CRM/Find <customer>, inputs: {number: =Call.Ani}, outputs: {id: Flow.id}}
    on: {success: queue, failure: sorry, timeout: sorry}
  queue: {transferToAcd: {queue: Sales}, on: {failure: sorry}}
  sorry: {playAudio: "Please call <again> \\"later\\" & wait.", then: hang-up}
  hang-up: {disconnect: {}}
`,
};
const passing = `flow: sales
given: {caller: "+13175550199", CRM/Find <customer>: {outputs: {id: C-1}}}
conversations:
  a known customer: [{lands in: Sales}]
`;
const failing = `${passing}  the CRM <is> "down":
    given: {CRM/Find <customer>: timeout}
    steps:
      - hears: Please call
      - lands in: Sales
`;
const run = (more: Readonly<Record<string, string>>, ...args: string[]) =>
  commandLine(makeProject({ ...files, ...more }), "test", ...args);
const timeless = (text: string) => text.replace(/\d+\.\d s\.$/m, "N s.");

test("a file whose conversations go as they say is one line", async () => {
  const { code, out, err } = await run({ "flows/sales.test.yaml": passing });
  expect([code, timeless(out), err]).toEqual([
    0,
    "passed  flows/sales.test.yaml: 1 conversation\n\n1 of 1 conversation in 1 file passed. N s.\n",
    "",
  ]);
});

describe("a conversation that goes otherwise, and a file with a mistake", () => {
  const broken = { "flows/broken.test.yaml": "flow: sales\nconversations:\n  a call: [{heers: Hello}]\n" };
  const both = { "flows/sales.test.yaml": failing, ...broken };

  test.each(["text", "junit", "github"])("as %s", async (format) => {
    const { code, out } = await run(both, "--format", format);
    expect(code).toBe(1);
    expectGolden(import.meta.dirname, `test-${format}`, timeless(out));
  });

  test("JUnit is well-formed, and says what is said", async () => {
    const { out } = await run(both, "--format", "junit");
    // Every `<`, `>`, `&` and `"` of texts is an entity: what is left is markup.
    const markup = out.replaceAll(/&(amp|lt|gt|quot|#10);/g, "");
    expect(markup.match(/&/)).toBeNull();
    expect(markup.match(/<\w+/g)?.length).toBe(
      (markup.match(/<\/\w+/g)?.length ?? 0) + (markup.match(/\/>/g)?.length ?? 0),
    );
    expect(out).toContain('name="the CRM &lt;is&gt; &quot;down&quot;"');
  });

  test("as JSON", async () => {
    const { code, out } = await run(both, "--format", "json");
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      {
        stack: "dev",
        isPassed: false,
        passed: 1,
        failed: 1,
        unplayed: 1,
        files: [
          {
            file: "flows/broken.test.yaml",
            findings: [{ code: "test-file", location: { line: 3 } }],
            conversations: [],
          },
          {
            flow: "sales",
            conversations: [
              { name: "a known customer", passed: true, transcript: { ending: { ends: "transferred" } } },
              {
                passed: false,
                failure: { step: 1, location: { file: "flows/sales.test.yaml", line: 9 } },
                transcript: { ending: { ends: "disconnected" } },
              },
            ],
          },
        ],
      },
    ]);
  });
});

test("a file with a YAML mistake, and a flow that does not exist, each at its place", async () => {
  const { code, out } = await run({
    "flows/a.test.yaml": "flow: [sales\n",
    "flows/b.test.yaml": "flow: sails\nconversations:\n  a call: [{hears: Hello}]\n",
  });
  expect(code).toBe(1);
  expect(out).toMatch(/^flows\/a\.test\.yaml:\d+:\d+ error /m);
  expect(out).toMatch(/^flows\/b\.test\.yaml:1:\d+ error .*`sails`\.\n.*flow: sails\n.*\^\^\^/m);
  expect(out).toContain("0 of 0 conversations in 2 files passed, 2 files could not be run.");
});

test("only the files and folders that are named", async () => {
  const root = makeProject({ ...files, "flows/sales.test.yaml": failing });
  writeFiles(root, { "flows/more/one.test.yaml": passing, "checks/two.test.yml": passing });
  const played = async (...paths: string[]) => {
    const { out } = await commandLine(root, "test", ...paths, "--format", "json");
    return (JSON.parse(out).files as { file: string }[]).map(({ file }) => file);
  };
  expect(await played()).toEqual(["flows/more/one.test.yaml", "flows/sales.test.yaml"]);
  expect(await played("flows/more", "checks/two.test.yml")).toEqual([
    "checks/two.test.yml",
    "flows/more/one.test.yaml",
  ]);
  expect(await played(join(root, "flows/sales.test.yaml"))).toEqual(["flows/sales.test.yaml"]);
});

test("coverage: a table, lcov and a page with a diagram of each flow", async () => {
  const root = makeProject({ ...files, "flows/sales.test.yaml": passing });
  const { code, out } = await commandLine(root, "test", "--coverage");
  expect(code).toBe(0);
  expect(out).toMatch(/^sales +2\/4 +1\/5 +- +- +7, 10, 11, 12$/m);
  expect(out).toContain("\nNot taken:\n");
  const written = /Written: (\S+), (\S+)\n$/.exec(out)?.slice(1) ?? [];
  const [lcov = "", page = ""] = written.map((file) => readFileSync(join(root, file), "utf8"));
  expect(lcov).toContain("SF:flows/sales.yaml\n");
  expect(lcov).toContain("\nDA:10,1\n");
  // The page has Mermaid as well.
  const content = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
  expect(content).toContain("Coverage of 1 flow by conversation tests");
  expect(content.match(/<details class="diagram">/g)).toHaveLength(1);
  expect(content).toMatch(/class [\w,]+ missing/);
  const json = await commandLine(root, "test", "--coverage", "--format", "json");
  expect(JSON.parse(json.out).coverage).toMatchObject({
    written,
    covered: [{ key: "sales", parts: expect.any(Array) }],
  });
});

test("a project without tests passes, and says so", async () => {
  const { code, out } = await run({});
  expect([code, timeless(out)]).toEqual([0, "The project has no *.test.yaml files in flows/.\n"]);
});

test("a project with mistakes: they are shown, and nothing is played", async () => {
  const { code, out, err } = await run({
    "flows/sales.test.yaml": passing,
    "flows/sales.yaml": files["flows/sales.yaml"].replace("on: {failure: sorry}", "on: {failure: sory}"),
  });
  expect([code, out]).toEqual([1, ""]);
  expect(err).toContain("sory");
});

test.each<[string, string[], string]>([
  ["a path that does not exist", ["flows/none.test.yaml"], "flows/none.test.yaml does not exist.\n"],
  [
    "a flow",
    ["flows/sales.yaml"],
    "flows/sales.yaml is not a test file: the name of a test file ends with .test.yaml.\n",
  ],
  ["a folder without tests", ["."], ". contains no *.test.yaml files.\n"],
  ["an unknown format", ["--format", "xml"], "xml"],
  ["an unknown stack", ["--stack", "none"], "There is no Pulumi.none.yaml"],
  ["--watch for a program", ["--watch", "--format", "json"], "--watch and --format json cannot be combined.\n"],
  ["--watch of what no save changes", ["--watch", "--live"], "--watch and --live cannot be combined"],
])("wrong use: %s", async (_, args, text) => {
  const { code, err } = await run({}, ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(text)]);
});

test("a text for people has no control characters, and no command of a workflow", async () => {
  const { out } = await run({
    "flows/sales.test.yaml": `${passing}  "::error::\\e[31m a name":\n    - hears: "\\u202e"\n`,
  });
  expect(out).not.toMatch(/^ *::error/m);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(out).not.toMatch(/[\u001b\u202e]/);
});
