import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeWhole, writeWholeSync } from "../../packages/architect/whole-file.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "whole-file-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const writers = { writeWhole, writeWholeSync };

describe.each(Object.entries(writers))("%s", (_, write) => {
  test("replaces an existing file, and leaves nothing else", async () => {
    const file = join(folder, "note.json");
    await write(file, "first", { flush: true, mode: 0o600 });
    await write(file, "second");
    expect(readFileSync(file, "utf8")).toBe("second");
    expect(readdirSync(folder)).toEqual(["note.json"]);
  });

  test("sets the given permissions", async () => {
    const file = join(folder, "note.json");
    await write(file, "text", { mode: 0o600 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("throws, and leaves nothing, when the file cannot be replaced", async () => {
    const file = join(folder, "taken");
    mkdirSync(join(file, "inside"), { recursive: true });
    await expect((async () => write(file, "text"))()).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
    expect(readdirSync(folder)).toEqual(["taken"]);
  });
});
