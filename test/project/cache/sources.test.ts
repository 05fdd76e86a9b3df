import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digestOfSources, sourcesDigest } from "../../../packages/project/cache/sources.ts";
import { temporaryFolder } from "../../harness/temporary-folder.ts";
import { writeFiles } from "../harness.ts";

const folder = temporaryFolder();

/** It does not export its package.json, as some packages. */
const yaml = (version: string) => JSON.stringify({ name: "yaml", version, exports: { ".": "./index.js" } });

beforeEach(() => {
  writeFiles(folder(), {
    "package.json": JSON.stringify({ name: "kernel", dependencies: { yaml: "1.0.0" } }),
    "index.ts": "export const a = 1;\n",
    "inner/other.ts": "export const b = 1;\n",
    "README.md": "Text.\n",
    "node_modules/yaml/package.json": yaml("1.0.0"),
    "node_modules/yaml/index.js": "",
  });
});

const write = (file: string, text: string) => () => writeFileSync(join(folder(), file), text);

test.each<[what: string, change: () => void]>([
  ["a file", write("inner/other.ts", "export const b = 2;\n")],
  ["a file, of the same length", write("index.ts", "export const a = 2;\n")],
  ["a new file", write("inner/new.ts", "")],
  ["a file's name", () => renameSync(join(folder(), "index.ts"), join(folder(), "main.ts"))],
  ["a file of JavaScript, as a built package has", write("index.js", "")],
  ["a table in JSON", write("table.json", "{}")],
  ["the version of a package that it uses", write("node_modules/yaml/package.json", yaml("1.0.1"))],
])("changes with %s", (_, change) => {
  const before = digestOfSources([folder()]);
  change();
  expect(digestOfSources([folder()])).not.toBe(before);
});

test("changes with the version of Node", () => {
  const before = digestOfSources([folder()]);
  const version = Object.getOwnPropertyDescriptor(process, "version") as PropertyDescriptor;
  Object.defineProperty(process, "version", { ...version, value: "v99.0.0" });
  try {
    expect(digestOfSources([folder()])).not.toBe(before);
  } finally {
    Object.defineProperty(process, "version", version);
  }
});

test("is the same for the same sources, whatever texts and other packages are beside them", () => {
  const before = digestOfSources([folder()]);
  writeFileSync(join(folder(), "README.md"), "Another text.\n");
  mkdirSync(join(folder(), "node_modules/other"));
  writeFileSync(join(folder(), "node_modules/other/index.ts"), "");
  expect(digestOfSources([folder()])).toBe(before);
});

test("covers this package and the kernel", () => {
  const packages = join(import.meta.dirname, "../../../packages");
  expect(sourcesDigest()).toBe(digestOfSources([join(packages, "project"), join(packages, "architect")]));
});
