import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run } from "../e2e/harness/process.ts";
import { inCheckout } from "../harness/checkout.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";

let folder: string;
beforeEach(() => {
  folder = newFolder("dot-env");
});
afterEach(() => removeFolder(folder));

/** Loads `.env` in a process of its own, and prints what it set. */
async function loaded(text: string, env: Readonly<Record<string, string>> = {}) {
  writeFileSync(path.join(folder, ".env"), text);
  const program = `
    import { loadDotEnv, namesFromDotEnv } from ${JSON.stringify(inCheckout("packages/wrapper/system/dot-env.ts"))};
    const before = { ...process.env };
    try {
      loadDotEnv(${JSON.stringify(folder)});
    } catch (error) {
      console.log(JSON.stringify({ refused: error.message }));
      process.exit();
    }
    const set = Object.entries(process.env).filter(([name, value]) => before[name] !== value);
    console.log(JSON.stringify({ set: Object.fromEntries(set), names: namesFromDotEnv() }));`;
  const args = ["--input-type=module", "--no-warnings", "--eval", program];
  const { stdout, stderr } = await run(process.execPath, args, { cwd: inCheckout(), env, mark: randomUUID() });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as { set?: Record<string, string>; names?: string[]; refused?: string };
}

test("sets what the environment does not have, an empty variable among it", async () => {
  const text = "# one\nAA=1\nexport BB='b # b'\r\n\n  CC = \"two\nlines\"\nDD=x=y\nEE=\n";
  expect(await loaded(text, { AA: "", DD: "mine" })).toEqual({
    set: { BB: "b # b", CC: "two\nlines", EE: "" },
    names: ["BB", "CC", "EE"],
  });
});

test("every line with a mistake is named, no value is printed, and nothing is set", async () => {
  const secret = "hunter2";
  const { set, refused } = await loaded(`AA=1\n${secret}\nB-B=${secret}\nCC="${secret}\n`);
  expect(set).toBeUndefined();
  expect(refused).toBe(
    [
      `${path.join(folder, ".env")} has errors. None of its variables was set, and nothing was run.`,
      "  line 2: it has no `=`.",
      "  line 3: the name has characters other than A-Z, a-z, 0-9 and _.",
      '  line 4: the quote " is not closed.',
      "Write one variable per line: NAME=value, with quotes around a value that has #, quotes or line breaks.",
    ].join("\n"),
  );
});

test.each(["\uFEFFAA=1\n", "\0A\0A\0=\x001"])("a file in another encoding is refused", async (text) => {
  expect((await loaded(text)).refused).toContain("Save it as UTF-8");
});

test("a folder of that name is refused", async () => {
  const file = path.join(folder, ".env");
  mkdirSync(file);
  const { loadDotEnv } = await import("../../packages/wrapper/system/dot-env.ts");
  expect(() => loadDotEnv(folder)).toThrow(`${file} cannot be read: it is a folder.`);
  rmSync(file, { recursive: true });
  expect(() => loadDotEnv(folder)).not.toThrow();
});
