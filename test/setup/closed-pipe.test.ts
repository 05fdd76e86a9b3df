import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();
const system = path.resolve(import.meta.dirname, "..", "..", "packages", "wrapper", "system");

/** Runs a module that prints, with a reader that closes the pipe after one line: the exit code and what is on stderr. */
function intoHead(code: string): { readonly code: string; readonly stderr: string } {
  const script = path.join(folder(), "prints.mjs");
  writeFileSync(script, code);
  const { stdout, stderr } = spawnSync(
    "bash",
    ["-c", `"${process.execPath}" "${script}" | head -1 > /dev/null; echo \${PIPESTATUS[0]}`],
    {
      encoding: "utf8",
    },
  );
  return { code: stdout.trim(), stderr };
}

const begin = () => `
import { setTimeout as sleep } from "node:timers/promises";
import { endLike, ignoreClosedPipes, passThrough } from "${system}/pass-through.mjs";
ignoreClosedPipes();
`;

describe("a reader that closes the pipe", () => {
  test("ends no command: it runs to its end quietly, and its exit code is its own", () => {
    const lines = 'for (let i = 0; i < 20; i += 1) { process.stdout.write("line\\n".repeat(5000)); await sleep(5); }';
    expect(intoHead(`${begin()}${lines}\nprocess.exitCode = 3;`)).toEqual({ code: "3", stderr: "" });
  });

  test("does not end the program that a command runs, which a write to a closed pipe would kill", () => {
    const child = "for i in 1 2 3 4 5 6; do echo line; sleep 0.05; done; exit 4";
    expect(
      intoHead(`${begin()}process.exitCode = endLike(await passThrough("bash", ["-c", ${JSON.stringify(child)}]));`),
    ).toEqual({
      code: "4",
      stderr: "",
    });
  });
});
