import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { fileDiff } from "../../../packages/flowctl/changing/file-diff.ts";
import {
  type FileChange,
  type FileChanges,
  undoUnfinished as undo,
  writeFiles,
} from "../../../packages/flowctl/changing/write-files.ts";
import { makeProject, writeFiles as put, removeProjects } from "../../project/harness.ts";

const UNFINISHED = ".genesys/unfinished-change.json";
const NOBODY = 2 ** 22 + 1;

afterEach(removeProjects);

const undoUnfinished = (root: string) => {
  const said: string[] = [];
  undo({ root, err: (text) => said.push(text.split(":")[0] ?? "") });
  return said;
};
const read = (root: string, file: string) => readFileSync(join(root, file), "utf8");
const changes = (files: Readonly<Record<string, readonly [string | undefined, string | undefined]>>): FileChanges =>
  new Map(Object.entries(files).map(([file, [before, after]]) => [file, { before, after }]));

test("writes, makes and removes files; line breaks, a byte order mark and permissions stay", () => {
  const root = makeProject({ "a.yaml": "\uFEFFa: 1\r\n", "old.yaml": "x\n" });
  chmodSync(join(root, "a.yaml"), 0o666);
  const wanted = changes({
    "a.yaml": ["\uFEFFa: 1\r\n", "\uFEFFa: 2\r\n"],
    "old.yaml": ["x\n", undefined],
    "new/folder/b.yaml": [undefined, "b"],
    "same.yaml": ["never read", "never read"],
  });
  expect(writeFiles(root, wanted)).toEqual([]);
  expect(readFileSync(join(root, "a.yaml")).equals(Buffer.from("\uFEFFa: 2\r\n"))).toBe(true);
  expect(statSync(join(root, "a.yaml")).mode & 0o777).toBe(0o666);
  expect([existsSync(join(root, "old.yaml")), read(root, "new/folder/b.yaml")]).toEqual([false, "b"]);
  expect(existsSync(join(root, UNFINISHED))).toBe(false);
});

test("names every file that cannot be written, and writes none", () => {
  const outside = makeProject({ "their.yaml": "their\n" });
  const root = makeProject({
    "fine.yaml": "fine\n",
    "edited.yaml": "edited\n",
    "there.yaml": "there\n",
    "read-only.yaml": "x\n",
    "folder/x": "",
    "latin.yaml": "",
    "one.yaml": "one\n",
  });
  chmodSync(join(root, "read-only.yaml"), 0o444);
  writeFileSync(join(root, "latin.yaml"), Buffer.from([0x61, 0xe9, 0x0a]));
  symlinkSync("gone.yaml", join(root, "dangling.yaml"));
  symlinkSync(join(outside, "their.yaml"), join(root, "out.yaml"));
  symlinkSync(outside, join(root, "elsewhere"));
  const wanted = changes({
    "fine.yaml": ["fine\n", "new\n"],
    "edited.yaml": ["before\n", "after\n"],
    "there.yaml": [undefined, "after\n"],
    "gone.yaml": ["before\n", "after\n"],
    "read-only.yaml": ["x\n", "y\n"],
    folder: [undefined, "y\n"],
    "latin.yaml": ["a\uFFFD\n", "b\n"],
    "dangling.yaml": [undefined, "y\n"],
    "out.yaml": ["their\n", "y\n"],
    "elsewhere/new.yaml": [undefined, "y\n"],
    "one.yaml/new.yaml": [undefined, "y\n"],
  });
  expect(writeFiles(root, wanted).map((reason) => reason.replaceAll(outside, "OUTSIDE"))).toEqual([
    "edited.yaml changed while this command was running. Run the command again.",
    "there.yaml changed while this command was running. Run the command again.",
    "gone.yaml changed while this command was running. Run the command again.",
    "read-only.yaml is read-only.",
    "folder is not a file.",
    "latin.yaml is not UTF-8.",
    "dangling.yaml is a link to a file that does not exist.",
    "out.yaml is a link to a file outside the project, OUTSIDE/their.yaml.",
    "elsewhere/new.yaml is a link to a file outside the project, OUTSIDE/new.yaml.",
    expect.stringMatching(/^one.yaml\/new.yaml cannot be read: ENOTDIR/),
  ]);
  expect([read(root, "fine.yaml"), read(outside, "their.yaml")]).toEqual(["fine\n", "their\n"]);
});

test("follows a link within the project, and keeps it; two links to one file are refused", () => {
  const root = makeProject({ "shared/a.yaml": "a\n", "flows/x": "" });
  symlinkSync("../shared/a.yaml", join(root, "flows/a.yaml"));
  expect(writeFiles(root, changes({ "flows/a.yaml": ["a\n", "b\n"] }))).toEqual([]);
  expect([lstatSync(join(root, "flows/a.yaml")).isSymbolicLink(), read(root, "shared/a.yaml")]).toEqual([true, "b\n"]);
  const both = changes({ "flows/a.yaml": ["b\n", "c\n"], "shared/a.yaml": ["b\n", "d\n"] });
  expect(writeFiles(root, both)).toEqual(["flows/a.yaml and shared/a.yaml are links to the same file."]);
  expect(read(root, "shared/a.yaml")).toBe("b\n");
});

test("undoes what it wrote when a later file fails", () => {
  const root = makeProject({ "a.yaml": "a\n", "b.yaml": "b\n" });
  const wanted = changes({
    "a.yaml": ["a\n", "A\n"],
    "b.yaml": ["b\n", undefined],
    c: [undefined, "c\n"],
    "c/d.yaml": [undefined, "d\n"],
  });
  expect(writeFiles(root, wanted)).toEqual([expect.stringMatching(/EEXIST|ENOTDIR/)]);
  expect([read(root, "a.yaml"), read(root, "b.yaml"), existsSync(join(root, "c"))]).toEqual(["a\n", "b\n", false]);
  expect(existsSync(join(root, UNFINISHED))).toBe(false);
});

describe("a run that was killed", () => {
  const files = [
    { file: "a.yaml", before: "a\r\n", after: "A\r\n" },
    { file: "b.yaml", before: "b", after: undefined },
    { file: "new/c.yaml", before: undefined, after: "c\n" },
  ];
  /** A project in which the first files of a change were written. */
  function killed(written: number, pid = NOBODY): string {
    const root = makeProject({ "a.yaml": "a\r\n", "b.yaml": "b" });
    put(root, { [UNFINISHED]: JSON.stringify({ pid, files }) });
    for (const { file, after } of files.slice(0, written))
      if (after === undefined) rmSync(join(root, file));
      else put(root, { [file]: after });
    return root;
  }
  const present = (root: string) =>
    ["a.yaml", "b.yaml", "new/c.yaml"].map((file) => existsSync(join(root, file)) && read(root, file));

  test.each([0, 1, 2, 3])("is undone after %i files", (written) => {
    const root = killed(written);
    put(root, { [`a.yaml.0-0.${NOBODY}.tmp`]: "half" });
    expect(undoUnfinished(root)).toEqual(files.slice(0, written).map(({ file }) => file));
    expect(present(root)).toEqual(["a\r\n", "b", false]);
    expect(globSync("**/*.tmp", { cwd: root })).toEqual([]);
    expect([existsSync(join(root, UNFINISHED)), undoUnfinished(root)]).toEqual([false, []]);
  });

  test("stays as it is where a file was edited since", () => {
    const root = killed(2);
    writeFileSync(join(root, "a.yaml"), "mine\n");
    expect(() => undoUnfinished(root)).toThrow("these files have been edited since: a.yaml.");
    expect(present(root)).toEqual(["mine\n", false, false]);
    writeFileSync(join(root, "a.yaml"), "a\r\n");
    expect(undoUnfinished(root)).toEqual(["b.yaml"]);
  });

  test("never writes outside of the project", () => {
    const root = makeProject({ "project/x": "", "other.yaml": "after\n" });
    const outside = [{ file: "../other.yaml", before: "before\n", after: "after\n" }];
    put(root, { [`project/${UNFINISHED}`]: JSON.stringify({ pid: NOBODY, files: outside }) });
    expect(() => undoUnfinished(join(root, "project"))).toThrow("../other.yaml");
    expect(read(root, "other.yaml")).toBe("after\n");
  });

  test("is left alone while it runs", () => {
    const root = killed(1, process.ppid);
    expect(() => undoUnfinished(root)).toThrow(`process ${process.ppid}`);
    expect(writeFiles(root, changes({ "b.yaml": ["b", "x"] }))).toEqual([expect.stringMatching(/^Another command/)]);
    expect(present(root)).toEqual(["A\r\n", "b", false]);
    const old = new Date(Date.now() - 120_000);
    utimesSync(join(root, UNFINISHED), old, old);
    expect(undoUnfinished(root)).toEqual(["a.yaml"]);
  });

  test("had written nothing where its note is cut off", () => {
    const root = killed(0);
    writeFileSync(join(root, UNFINISHED), '{"pid": 1, "fil');
    expect(undoUnfinished(root)).toEqual([]);
    expect(existsSync(join(root, UNFINISHED))).toBe(false);
  });
});

test("a diff is one that Git applies", () => {
  const line = fc.constantFrom("a", "b", "c: 1\r", "", "  d");
  const text = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 30 }), fc.boolean())
    .map(([lines, isEnded]) => `x${lines.join("\n")}${isEnded ? "\n" : ""}`);
  const side = fc.option(text, { nil: undefined, freq: 8 });
  const change = fc.record({ before: side, after: side }).filter(({ before, after }) => before !== after);
  fc.assert(
    fc.property(fc.array(change, { minLength: 20, maxLength: 40 }), (made: FileChange[]) => {
      const root = makeProject({});
      mkdirSync(join(root, "files"));
      const named = made.map((one, index) => [`files/${index}.yaml`, one] as const);
      for (const [file, { before }] of named) if (before !== undefined) put(root, { [file]: before });
      const input = named.map(([file, one]) => fileDiff(file, one)).join("");
      const { status, stderr } = spawnSync("git", ["apply", "--whitespace=nowarn", "-"], {
        cwd: root,
        input,
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([0, ""]);
      for (const [file, { after }] of named)
        expect(existsSync(join(root, file)) ? read(root, file) : undefined).toBe(after);
    }),
    { numRuns: 10 },
  );
});
