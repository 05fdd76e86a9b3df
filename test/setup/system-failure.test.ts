import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommands } from "@genesys-flows/cli";
import { SetUpError } from "../../packages/wrapper/system/say.ts";
import { systemFailure } from "../../packages/wrapper/system/system-failure.ts";
import { program } from "../../scripts/commands.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();

/** An error of the system. */
function refusal(code: string, file?: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code, syscall: "open", ...(file && { path: file }) });
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It went through.");
}

test.each([
  ["ENOSPC", "/p/a", "No space is left on the disk of /p/a. Free some space there, then run the command again."],
  ["EDQUOT", "/p/a", "Your quota of the disk of /p/a is used up."],
  ["EROFS", "/p/a", "/p/a is on a read-only file system."],
  ["EACCES", "/p/a", "This user may not read or write /p/a."],
  ["EPERM", "/p/a", "This user may not read or write /p/a."],
  ["EISDIR", "/p/a b", "/p/a b is a folder, but a file is expected there. Move it away: mv '/p/a b' '/p/a b.away'"],
  ["EMFILE", "/p/a", "Too many files are open to open /p/a."],
  ["ENFILE", undefined, "Too many files are open."],
  ["EFBIG", "/p/a", "/p/a would become larger than this process may write (`ulimit -f`)."],
  ["EIO", "/p/a", "The disk reports an error at /p/a."],
])("%s at %s", (code, file, text) => {
  expect(systemFailure(refusal(code, file))).toContain(text);
});

test("a full disk that the error does not name is found among the given places", () => {
  expect(systemFailure(refusal("ENOSPC"), { near: ["/p/.genesys"] })).toContain("the disk of /p/.genesys");
  expect(systemFailure(refusal("ENOSPC"))).toContain("`df` shows which");
});

test("a file instead of a folder is named, not the path in it", () => {
  const inTheWay = path.join(folder(), "file");
  writeFileSync(inTheWay, "");
  const below = path.join(inTheWay, "a", "b");
  const text = `${inTheWay} is a file, but a folder is expected there. Move it away: mv ${inTheWay} ${inTheWay}.away`;
  for (const work of [
    () => mkdirSync(below, { recursive: true }),
    () => mkdirSync(inTheWay, { recursive: true }),
    () => readFileSync(below),
  ]) {
    expect(systemFailure(thrownBy(work))).toBe(text);
  }
});

test("a lock that SQLite cannot take", () => {
  const sqlite = (errcode: number, message: string) =>
    Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR", errcode });
  const near = [path.join(folder(), ".genesys")];
  expect(systemFailure(sqlite(13, "database or disk is full"), { near })).toContain("No space is left on the disk of");
  expect(systemFailure(sqlite(26, "file is not a database"), { near })).toContain(`rm -r ${near[0]}/locks`);
});

test("any other error is a defect", () => {
  expect(systemFailure(new TypeError("x is undefined"))).toBeUndefined();
  expect(systemFailure(refusal("ENOENT", "/p/a"))).toBeUndefined();
  expect(systemFailure("text")).toBeUndefined();
});

describe("a command", () => {
  const run = async (thrown: unknown) => {
    let text = "";
    const commands = [{ usage: "fail", load: () => Promise.reject(thrown), description: "", exits: { 0: "" } }];
    const err = (more: string) => {
      text += more;
    };
    const code = await runCommands({ ...program, commands }, ["fail"], { root: "/", out: err, err });
    return { code, text };
  };

  test("prints a sentence for what the system refused, and for a SetUpError", async () => {
    expect(await run(refusal("EROFS", "/p/a"))).toEqual({
      code: 1,
      text: expect.stringMatching(/^\n\/p\/a is on a read-only file system\. .*\n$/) as string,
    });
    expect(await run(new SetUpError("Do this.", { exitCode: 2 }))).toEqual({ code: 2, text: "\nDo this.\n" });
  });

  test("rethrows a defect", async () => {
    await expect(run(new TypeError("x is undefined"))).rejects.toThrow(TypeError);
  });
});
