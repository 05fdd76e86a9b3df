import { existsSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { limits, type Pack, packed, readPack, unpacked, writePack } from "../../../packages/project/cache/pack.ts";
import { temporaryFolder } from "../../harness/temporary-folder.ts";

const folder = temporaryFolder();
const file = () => join(folder(), "cache", "test.pack");

afterEach(() => jest.restoreAllMocks());

const sources = "abc";
const contents: Readonly<Record<string, readonly string[]>> = {
  first: ["a", "", "\u{1f600} b"],
  second: ["x".repeat(1000)],
  third: [],
};

const packOf = (parts: Readonly<Record<string, readonly string[]>>): Pack =>
  new Map(Object.entries(parts).map(([key, texts]) => [key, packed(texts)]));

/** The undamaged entries of the file. */
async function read(): Promise<Record<string, string[]>> {
  const pack = await readPack(file(), { sources });
  return Object.fromEntries(
    [...pack].flatMap(([key, entry]) => {
      const parts = unpacked(entry);
      return parts ? [[key, parts.map((part) => part())]] : [];
    }),
  );
}

test("reads what was written", async () => {
  await writePack(file(), packOf(contents), { sources });
  expect(await read()).toEqual(contents);
});

test("a file of other sources is empty", async () => {
  await writePack(file(), packOf(contents), { sources: "other" });
  expect(await read()).toEqual({});
});

test.each([
  ["is missing", undefined],
  ["is empty", ""],
  ["is text", "no pack\n"],
  ["is other JSON", "[]\n[]"],
  ["has another format", '{"format":"other","sources":"abc","index":2,"sha256":""}\n[]'],
])("a file that %s is empty", async (_, text) => {
  await writePack(file(), packOf({}), { sources });
  if (text === undefined) expect(await readPack(join(folder(), "none"), { sources })).toEqual(new Map());
  else {
    writeFileSync(file(), text);
    expect(await read()).toEqual({});
  }
});

test("in a damaged or truncated file, an entry is as it was or missing", async () => {
  await writePack(file(), packOf(contents), { sources });
  const whole = readFileSync(file());
  const at = fc.nat(whole.length - 1);
  await fc.assert(
    fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), fc.boolean(), async (offset, bits, cut) => {
      const content = Buffer.from(whole);
      content[offset] = (content[offset] as number) ^ bits;
      writeFileSync(file(), cut ? whole.subarray(0, offset) : content);
      expect(contents).toMatchObject(await read());
    }),
    { numRuns: 300 },
  );
});

test("leaves the disk the room that a run needs", async () => {
  const { bavail, bsize } = statfsSync(folder());
  jest.replaceProperty(limits, "free", bavail * bsize * 2);
  await writePack(file(), packOf(contents), { sources });
  expect(existsSync(file())).toBe(false);
});

test("keeps as many entries as the limit allows, the first ones first", async () => {
  const half = "x".repeat(limits.bytes / 2);
  await writePack(file(), packOf({ a: [half], b: [half], c: [half] }), { sources });
  expect(Object.keys(await read())).toEqual(["a", "b"]);
});
