import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { load, makeProject, removeProjects, writeFiles } from "../harness.ts";
import { caller, checkModule, exported, exportedModule, placeholder, stack } from "../samples.ts";

/** The files of the flows that were read or linked since it was emptied, each once. */
const worked = new Set<string>();
let sources = "one";

jest.mock("@genesys-flows/architect", () => {
  const kernel = jest.requireActual("@genesys-flows/architect");
  const noting = (name: string, fileOf: (first: never) => string) => ({
    [name]: (...args: [never]) => {
      worked.add(fileOf(args[0]));
      return kernel[name](...args);
    },
  });
  return {
    ...kernel,
    ...noting("readWritten", ({ path }: { path: string }) => path),
    ...noting("compile", ({ file }: { file: string }) => file),
    ...noting("writtenExport", ({ file }: { file: string }) => file),
    ...noting("lift", ({ file }: { file: string }) => file),
  };
});
jest.mock("../../../packages/project/cache/sources.ts", () => ({ sourcesDigest: () => sources }));

beforeEach(() => {
  sources = "one";
});
afterEach(removeProjects);

const files = {
  "flows/check.yaml": checkModule,
  "flows/lookup_v1-0.yaml": exportedModule("Lookup"),
  "flows/lookup.options.yaml": "outcome: {from: Common.success, completed: true}\n",
  "flows/caller.yaml": caller("Caller"),
  "flows/greeting.yaml": `inboundCall: Greeting
values: {hello: {type: string}}
start: hello
nodes:
  hello: {playAudio: "${placeholder("hello")}", then: bye}
  bye: {disconnect: {}}
`,
  "flows/claims_v1-0.yaml": exported("Claims"),
  "flows/claims.options.yaml": "substitutions: {queue: {default: Claims}}\n",
  "Pulumi.test.yaml": stack("genesys-flows:values: {hello: Hello}"),
};

const all = Object.keys(files).filter((file) => file.startsWith("flows/") && !file.includes("options"));

/** The flows that a load works on. */
async function workOf(root: string): Promise<string[]> {
  worked.clear();
  await load(root);
  return [...worked].sort();
}

async function loadedProject(): Promise<string> {
  const root = makeProject(files);
  expect(await workOf(root)).toEqual(all.toSorted());
  expect(await workOf(root)).toEqual([]);
  return root;
}

const packsIn = (root: string) => globSync(join(root, ".genesys/cache/flows/*"));

describe("a flow is read again after a change of", () => {
  test.each<[what: string, change: Record<string, string>, again: string[]]>([
    ["its text", { "flows/caller.yaml": `${caller("Caller")}# a comment\n` }, ["flows/caller.yaml"]],
    [
      "the text of its options",
      { "flows/claims.options.yaml": `${files["flows/claims.options.yaml"]}pin: true\n` },
      ["flows/claims_v1-0.yaml"],
    ],
    [
      "a value of the stack",
      { "Pulumi.test.yaml": stack("genesys-flows:values: {hello: Good day}") },
      ["flows/greeting.yaml"],
    ],
    [
      "a value of the stack for it alone",
      { "Pulumi.test.yaml": stack("genesys-flows:flows: {greeting: {values: {hello: Good day}}}") },
      ["flows/greeting.yaml"],
    ],
    [
      "a substitution",
      {
        "Pulumi.test.yaml": stack("genesys-flows:values: {hello: Hello}\ngenesys-flows:substitutions: {queue: Sales}"),
      },
      ["flows/claims_v1-0.yaml"],
    ],
    [
      "the inputs of a module that it calls",
      { "flows/check.yaml": checkModule.replace("inputs: {", "inputs: {more: string, ") },
      ["flows/caller.yaml", "flows/check.yaml"],
    ],
    [
      "the name of a module that it calls",
      { "flows/check.yaml": checkModule.replace("Module: Check", "Module: Checked") },
      ["flows/caller.yaml", "flows/check.yaml"],
    ],
    [
      "the order of the outcomes of a module that it calls",
      { "flows/check.yaml": checkModule.replace("[success, failure]", "[failure, success]") },
      ["flows/caller.yaml", "flows/check.yaml"],
    ],
    [
      "nothing but the module's own nodes: the module alone",
      { "flows/check.yaml": checkModule.replace("Please wait", "One moment") },
      ["flows/check.yaml"],
    ],
  ])("%s", async (_, change, again) => {
    const root = await loadedProject();
    writeFiles(root, change);
    expect(await workOf(root)).toEqual(again);
    expect(await workOf(root)).toEqual([]);
  });

  test("the name of its file", async () => {
    const root = await loadedProject();
    rmSync(join(root, "flows/caller.yaml"));
    writeFiles(root, { "flows/other.yaml": caller("Caller") });
    expect(await workOf(root)).toEqual(["flows/other.yaml"]);
  });

  test("the sources of the project: every flow", async () => {
    const root = await loadedProject();
    sources = "two";
    expect(await workOf(root)).toEqual(all.toSorted());
  });

  test("an export whose module declares its outcomes in a new options file", async () => {
    const calling = exported("Calling", "Sales").replace(
      "          - disconnect:",
      "          - callCommonModule:\n              commonModule:\n                Lookup:\n                  ver_latestPublished: {}\n          - disconnect:",
    );
    const { "flows/lookup.options.yaml": _options, ...without } = files;
    const root = makeProject({ ...without, "flows/calling_v1-0.yaml": calling });
    await workOf(root);
    writeFiles(root, { "flows/lookup.options.yaml": files["flows/lookup.options.yaml"] });
    expect(await workOf(root)).toEqual(["flows/calling_v1-0.yaml", "flows/lookup_v1-0.yaml"]);
  });
});

test("an earlier text of a file is kept too", async () => {
  const root = await loadedProject();
  writeFiles(root, { "flows/caller.yaml": caller("Another") });
  await workOf(root);
  writeFiles(root, files);
  expect(await workOf(root)).toEqual([]);
});

test("stacks have different values, and each keeps its own", async () => {
  const { loadProject } = await import("@genesys-flows/project");
  const root = await loadedProject();
  const other = () => loadProject({ root, stack: { values: { hello: "Good day" } }, stackFile: "Pulumi.other.yaml" });
  await other();
  worked.clear();
  await other();
  expect([...worked]).toEqual([]);
  expect(await workOf(root)).toEqual([]);
});

test("a flow without a document is read in every run, the others are not", async () => {
  const root = await loadedProject();
  writeFiles(root, { "flows/caller.yaml": caller("Caller").replace("bye}}", "nowhere}}") });
  for (const _run of [1, 2]) {
    worked.clear();
    await expect(load(root)).rejects.toThrow(/nowhere/);
    expect([...worked]).toEqual(["flows/caller.yaml"]);
  }
});

test.each([
  ["an options file", "flows/claims.options.yaml", "substitutions: {queue: Claims}\nno: 1\n", "options-file"],
  [
    "a substitution that the export does not use",
    "flows/claims.options.yaml",
    "substitutions: {queue: Claims, no: 1}\n",
    "unused-substitution",
  ],
  [
    "an expression",
    "flows/greeting.yaml",
    files["flows/greeting.yaml"].replace(`"${placeholder("hello")}"`, "=Append(Flow.x"),
    "invalid-expression",
  ],
])("mistakes in %s are reported in every run", async (_, file, text, code) => {
  const root = await loadedProject();
  writeFiles(root, { [file]: text });
  for (const _run of [1, 2, 3]) await expect(load(root)).rejects.toThrow(` error ${code}: `);
});

test("a fresh run reads everything and writes nothing", async () => {
  const root = await loadedProject();
  const [pack] = packsIn(root);
  rmSync(pack as string);
  worked.clear();
  await load(root, { fresh: true });
  expect([...worked].sort()).toEqual(all.toSorted());
  expect(packsIn(root)).toEqual([]);
});

describe("the folder", () => {
  test("keeps the files that were used last, and loses abandoned drafts", async () => {
    const root = await loadedProject();
    const folder = dirname(packsIn(root)[0] as string);
    for (const day of Array.from({ length: 12 }, (_, index) => index + 1)) {
      const draft = join(folder, `${day}.tmp`);
      writeFileSync(draft, "");
      utimesSync(draft, day, day);
    }
    writeFiles(root, { "flows/caller.yaml": caller("Another") });
    await load(root);
    expect(
      packsIn(root)
        .map((file) => file.slice(folder.length + 1))
        .sort(),
    ).toEqual(["6.tmp", "7.tmp", "8.tmp", "9.tmp", "10.tmp", "11.tmp", "12.tmp", "Pulumi.test.yaml.pack"].sort());
  });

  test("is used by a run that changes nothing", async () => {
    const root = await loadedProject();
    const pack = packsIn(root)[0] as string;
    const before = readFileSync(pack);
    utimesSync(pack, 1, 1);
    await load(root);
    expect(statSync(pack).mtimeMs).toBeGreaterThan(1000);
    expect(readFileSync(pack).equals(before)).toBe(true);
  });

  test("that cannot be written makes no difference", async () => {
    const root = makeProject({ ...files, ".genesys/cache/flows": "a file" });
    expect(await workOf(root)).toEqual(all.toSorted());
    expect(await workOf(root)).toEqual(all.toSorted());
  });

  test("with something else instead of a pack makes no difference", async () => {
    const root = await loadedProject();
    const pack = packsIn(root)[0] as string;
    rmSync(pack);
    mkdirSync(pack);
    expect(await workOf(root)).toEqual(all.toSorted());
    expect(existsSync(pack)).toBe(true);
  });

  test("serves runs at the same time", async () => {
    const root = makeProject(files);
    const runs = await Promise.all(Array.from({ length: 5 }, () => load(root)));
    const digests = runs.map(({ flows }) => flows.map(({ digest }) => digest).join());
    expect(new Set(digests).size).toBe(1);
    expect(await workOf(root)).toEqual([]);
    expect(packsIn(root)).toHaveLength(1);
  });
});
