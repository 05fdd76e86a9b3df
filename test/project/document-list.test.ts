import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readDocumentList, writeDocumentList } from "@genesys-flows/project/document-list";
import { makeProject, removeProjects } from "./harness.ts";

afterEach(removeProjects);

const folder = ".genesys/compiled";
const documents = (...names: string[]) => new Map(names.map((name) => [name, `${folder}/${name}.yaml`]));

test("a stack has its documents in the order of their registration", async () => {
  const root = makeProject({});
  await writeDocumentList(root, "dev", documents("check-1", "a-2"));
  await writeDocumentList(root, "prod", documents("a-3"));
  expect(await readDocumentList(root, "dev")).toEqual([`${folder}/check-1.yaml`, `${folder}/a-2.yaml`]);
  expect(await readDocumentList(root, "prod")).toEqual([`${folder}/a-3.yaml`]);
  expect(await readDocumentList(root, "other")).toEqual([]);
});

test("the same list is not written again, and another one replaces it", async () => {
  const root = makeProject({});
  const inode = () => statSync(join(root, folder, "dev.documents.json")).ino;
  await writeDocumentList(root, "dev", documents("a-1"));
  const first = inode();
  await writeDocumentList(root, "dev", documents("a-1"));
  expect(inode()).toBe(first);
  await writeDocumentList(root, "dev", documents("a-2"));
  expect(await readDocumentList(root, "dev")).toEqual([`${folder}/a-2.yaml`]);
  expect(readdirSync(join(root, folder))).toEqual(["dev.documents.json"]);
});

test("the name of a stack cannot lead out of the folder", async () => {
  const root = makeProject({});
  await writeDocumentList(root, "../../../x", documents("a-1"));
  expect(existsSync(join(root, folder, ".._.._.._x.documents.json"))).toBe(true);
});

test("a list names 10,000 documents at most", async () => {
  const root = makeProject({});
  await writeDocumentList(root, "dev", documents(...Array.from({ length: 10_001 }, (_, n) => `flow-${n}`)));
  const read = await readDocumentList(root, "dev");
  expect([read.length, read.at(-1)]).toEqual([10_000, `${folder}/flow-9999.yaml`]);
});
