import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SetUp } from "../../packages/wrapper/set-up.ts";
import { type Generator, type Made, type Missing, make, write } from "../../scripts/lib/generate/generator.ts";
import { generators } from "../../scripts/lib/generate/generators.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();
const set: SetUp = { project: "", cli: "pulumi", env: {} };

function put(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder(), file)), { recursive: true });
  writeFileSync(path.join(folder(), file), text);
}

function makes(output: string, made: Awaited<ReturnType<Generator["make"]>>): Generator {
  return { name: "of a test", output, from: "nothing", make: async () => made };
}

async function made(generator: Generator): Promise<Made> {
  const result: Made | Missing = await make(generator, set, folder());
  if ("missing" in result) throw new Error(result.missing);
  return result;
}

describe("a file", () => {
  const document = makes("docs/actions.md", "new");

  test.each([
    ["new", []],
    ["old", ["docs/actions.md differs"]],
    [undefined, ["docs/actions.md is missing"]],
  ])("that is %j beside `new`: %j", async (text, differences) => {
    if (text !== undefined) put("docs/actions.md", text);
    expect((await made(document)).differences).toEqual(differences);
    write(document, await made(document), folder());
    expect(readFileSync(path.join(folder(), "docs/actions.md"), "utf8")).toBe("new");
    expect((await made(document)).differences).toEqual([]);
  });

  test("is not written when it is generated", async () => {
    await made(document);
    expect(existsSync(path.join(folder(), "docs/actions.md"))).toBe(false);
  });
});

test("a folder loses files that are no longer generated, and keeps compiled ones", async () => {
  const sdk = makes(
    "sdks/own/",
    new Map([
      ["index.ts", "1"],
      ["types/input.ts", "2"],
    ]),
  );
  put("sdks/own/index.ts", "1");
  put("sdks/own/old.ts", "1");
  put("sdks/own/bin/index.js", "1");
  expect((await made(sdk)).differences).toEqual([
    "sdks/own/old.ts is no longer generated",
    "sdks/own/types/input.ts is missing",
  ]);
  write(sdk, await made(sdk), folder());
  expect((await made(sdk)).differences).toEqual([]);
  expect(existsSync(path.join(folder(), "sdks/own/old.ts"))).toBe(false);
  expect(existsSync(path.join(folder(), "sdks/own/bin/index.js"))).toBe(true);
});

test("a generator that cannot run here gives the reason", async () => {
  const missing = { missing: "Go is not installed." };
  expect(await make(makes("toolchain/licences.json", missing), set, folder())).toEqual(missing);
});

test("names and outputs of the generators are unique, and all outputs exist", () => {
  for (const list of [generators.map(({ name }) => name), generators.map(({ output }) => output)])
    expect(new Set(list).size).toBe(list.length);
  const root = path.resolve(import.meta.dirname, "../..");
  expect(generators.filter(({ output }) => !existsSync(path.join(root, output)))).toEqual([]);
});
