import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDocumentList } from "@genesys-flows/project/document-list";
import { type Rule, ruleOf, strictest } from "@genesys-flows/rules";
import { Ahead } from "../../packages/policies/ahead.ts";
import { Verdicts } from "../../packages/policies/verdicts.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { after, exportedCaller } from "./samples.ts";

const home = { cwd: process.cwd(), pwd: process.env["PWD"] };

afterEach(() => {
  process.chdir(home.cwd);
  process.env["PWD"] = home.pwd;
  removeProjects();
});

const document = (name: string) => exportedCaller(after.nothing).replace("Claims", name);

/** A project with these files in its folder of compiled documents, of which the list of `dev` names some. */
async function project(files: Record<string, string>, listed: readonly string[]) {
  const root = makeProject({
    "Pulumi.yaml": "name: x\n",
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`.genesys/compiled/${name}`, text])),
  });
  await writeDocumentList(root, "dev", new Map(listed.map((name) => [name, `.genesys/compiled/${name}`])));
  process.chdir(root);
  process.env["PWD"] = process.cwd();
  const verdicts = new Verdicts(strictest([ruleOf("module-call-transitions") as Rule]));
  const judged: string[] = [];
  const { ofFile } = verdicts;
  verdicts.ofFile = (file, path, asked) => {
    judged.push(path.replace(".genesys/compiled/", ""));
    return ofFile.call(verdicts, file, path, asked);
  };
  return { root, verdicts, judged, list: join(root, ".genesys/compiled/dev.documents.json") };
}

test("the documents of the stack are judged, in their order, and no others", async () => {
  const files = { "a.yaml": document("A"), "b.yaml": document("B"), "c.yaml": document("C") };
  const { verdicts, judged } = await project(files, ["c.yaml", "a.yaml"]);
  await new Ahead(verdicts, "prod").start();
  expect(judged).toEqual([]);
  await new Ahead(verdicts, "dev").start();
  expect(judged).toEqual(["c.yaml", "a.yaml"]);
});

test("what is broken, foreign or too large is passed over, and found when it is asked for", async () => {
  const files = {
    "broken.yaml": "inboundCall: [",
    "large.yaml": `${document("Large")}#${"x".repeat(300_000)}\n`,
    "beside.yaml": document("Beside"),
    "beside.map.json": `{"x": "${"x".repeat(300_000)}"}`,
    "last.yaml": document("Last"),
    "sidecar.yaml": document("Sidecar"),
    "sidecar.map.json": "{",
  };
  const listed = ["gone.yaml", "folder.yaml", "large.yaml", "beside.yaml", "broken.yaml", "sidecar.yaml", "last.yaml"];
  const { root, verdicts, judged } = await project(files, listed);
  mkdirSync(join(root, ".genesys/compiled/folder.yaml"));
  await new Ahead(verdicts, "dev").start();
  expect(judged).toEqual(["gone.yaml", "broken.yaml", "sidecar.yaml", "last.yaml"]);
  const found = (name: string) =>
    verdicts.ofFile(join(root, ".genesys/compiled", name), name, { forceUnlock: false }).judged;
  expect(() => found("broken.yaml")).toThrow();
  expect(() => found("sidecar.yaml")).toThrow(/is not the sidecar/);
  expect(() => found("gone.yaml")).toThrow(/ENOENT/);
  expect(found("large.yaml")).toMatchObject({ findings: [{ code: "module-call-transitions" }] });
});

test.each([
  ["no JSON", "["],
  ["another shape", '{"a.yaml": 1}'],
  ["files of other folders", '["../../a.yaml", "/a.yaml", "sub/a.yaml", "..\\\\a.yaml", "a.json"]'],
  ["too much", JSON.stringify(["a.yaml", "x".repeat(4 * 2 ** 20)])],
])("a list with %s lists nothing", async (_, text) => {
  const { verdicts, judged, list } = await project({ "a.yaml": document("A") }, ["a.yaml"]);
  writeFileSync(list, text);
  await new Ahead(verdicts, "dev").start();
  expect(judged).toEqual([]);
});

test("a list that the program has written since is read when it is asked again, and only then judged again", async () => {
  const files = { "a.yaml": document("A"), "b.yaml": document("B") };
  const { root, verdicts, judged } = await project(files, ["a.yaml"]);
  const ahead = new Ahead(verdicts, "dev");
  await ahead.start();
  await ahead.start();
  expect(judged).toEqual(["a.yaml"]);
  await writeDocumentList(root, "dev", new Map([["b", ".genesys/compiled/b.yaml"]]));
  await Promise.all([ahead.start(), ahead.start()]);
  expect(judged).toEqual(["a.yaml", "b.yaml"]);
});

test("between two documents everything else has its turn", async () => {
  const names = Array.from({ length: 5 }, (_, n) => `${n}.yaml`);
  const { verdicts, judged } = await project(Object.fromEntries(names.map((name) => [name, document(name)])), names);
  const seen = new Set<number>();
  let over = false;
  const look = (): void => {
    seen.add(judged.length);
    if (!over) setImmediate(look);
  };
  look();
  await new Ahead(verdicts, "dev").start();
  over = true;
  expect([...seen]).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
});
