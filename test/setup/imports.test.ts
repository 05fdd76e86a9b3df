import { findings, type Package } from "../../scripts/lib/checks/imports.ts";

const packages: Package[] = [
  { folder: "", declared: new Set(["root", "@own/kernel", "zod"]) },
  { folder: "packages/kernel", declared: new Set(["@own/kernel", "yaml"]) },
  { folder: "components", declared: new Set(["@own/components", "@own/kernel"]) },
];

const found = (file: string, ...names: string[]): string[] =>
  findings({ file, text: names.map((name) => `import "${name}";`).join("\n") }, packages);

test("a file may import what its package's manifest declares, and its package's files by path", () => {
  expect(found("index.ts", "node:fs", "fs", "zod/v4", "@own/kernel/printable", "./bench/table.ts")).toEqual([]);
  expect(found("packages/kernel/check/text.ts", "../index.ts", "yaml", "@own/kernel")).toEqual([]);
});

test("an undeclared import is refused, even if an outer package declares it", () => {
  expect(found("packages/kernel/check/text.ts", "zod", "@own/components/log")).toEqual([
    'packages/kernel/check/text.ts: "zod" is not declared in packages/kernel/package.json',
    'packages/kernel/check/text.ts: "@own/components/log" is not declared in packages/kernel/package.json',
  ]);
});

test("files of another package are refused by path, except in tests", () => {
  expect(found("components/log.ts", "../packages/kernel/index.ts")).toEqual([
    'components/log.ts: "../packages/kernel/index.ts" is in another package; import it by that package\'s name',
  ]);
  expect(found("test/kernel/log.test.ts", "../../packages/kernel/index.ts")).toEqual([]);
});

test("types, re-exports and imports at run time count", () => {
  const text = 'import type { A } from "a";\nexport { b } from "b";\nawait import("c");\nconst text = `import "d";`;';
  expect(findings({ file: "index.ts", text }, packages)).toHaveLength(3);
});
