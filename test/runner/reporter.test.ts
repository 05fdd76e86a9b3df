import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../harness/checkout.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { type FileResult, ProgressReporter, type RunResults } from "./reporter.ts";

const file = (name: string, o: Partial<FileResult> = {}): FileResult => ({
  testFilePath: `/checkout/test/${name}.test.ts`,
  numFailingTests: 0,
  numPassingTests: 2,
  skipped: false,
  perfStats: { runtime: 1234 },
  console: [{ type: "log", message: `console of ${name}`, origin: "at here" }],
  ...o,
});
const failing: Partial<FileResult> = { numFailingTests: 1, failureMessage: "● it fails\n\n  Expected: 1\n" };

/** What the reporter writes about a run of these files. */
function written(results: readonly FileResult[], o: { isTTY?: boolean; interrupted?: boolean } = {}): string {
  let text = "";
  const write = (part: string) => {
    text += part;
  };
  const reporter = new ProgressReporter({ rootDir: "/checkout", maxWorkers: 2 }, { ...o, columns: 60, write });
  const run: RunResults = {
    startTime: Date.now() - 61_000,
    numTotalTestSuites: results.length,
    numPassedTests: results.reduce((sum, { numPassingTests }) => sum + numPassingTests, 0),
    numFailedTests: results.reduce((sum, { numFailingTests }) => sum + numFailingTests, 0),
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: results,
    wasInterrupted: o.interrupted ?? false,
  };
  reporter.onRunStart(run);
  for (const result of results) reporter.onTestResult(undefined, result, run);
  reporter.onRunComplete(undefined, run);
  return text;
}

test("a run where everything passes: a first line, the progress, the slowest files, the counts", () => {
  const results = [file("one"), file("two", { numPassingTests: 1, perfStats: { runtime: 60_000 } })];
  expect(written(results)).toBe(
    [
      "2 files of /checkout, 2 at a time",
      "1 of 2 files  passed  test/one.test.ts  1.2 s, 2 tests",
      "2 of 2 files  passed  test/two.test.ts  60.0 s, 1 test",
      "",
      "Slowest files:",
      "  test/two.test.ts  60.0 s, 1 test",
      "  test/one.test.ts  1.2 s, 2 tests",
      "",
      "2 files; tests: 3 passed, 0 failed, 1 skipped; in 1 min 01 s",
      "",
    ].join("\n"),
  );
});

test("a failure is shown in full, with the console of its file, and again at the end", () => {
  const text = written([file("one"), file("two", failing)]);
  expect(text).toContain("2 of 2 files  FAILED  test/two.test.ts  1.2 s, 3 tests\n● it fails\n\n  Expected: 1\n");
  expect(text).toContain("console.log: console of two\nat here\n");
  expect(text).not.toContain("console of one");
  expect(text).toContain("\nFailed: 1 file. To run one of them again:\n  npm test -- test/two.test.ts\n");
});

test("a file that could not be run has failed", () => {
  const broken = {
    numPassingTests: 0,
    testExecError: { message: "no such module" },
    failureMessage: "● no such module",
  };
  expect(written([file("one", broken)])).toContain(
    "1 of 1 file  FAILED  test/one.test.ts  1.2 s, 0 tests\n● no such module",
  );
});

test("on a terminal the files that pass share one line, which shows failures", () => {
  const text = written([file("one", failing), file("two"), file("three")], { isTTY: true });
  const shown = text.split("\r\x1b[2K");
  expect(shown.filter((part) => part.includes("1 failed  test/"))).toEqual([
    "2 of 3 files, 1 failed  test/two.test.ts  1.2 s, 2 tests",
    "3 of 3 files, 1 failed  test/three.test.ts  1.2 s, 2 tests",
  ]);
  expect(shown.find((part) => part.includes("FAILED"))).toMatch(/tests\n$/);
});

test("the list of slowest files is short, and a run that was interrupted says so", () => {
  const text = written(
    Array.from({ length: 30 }, (_, index) => file(`f${index}`)),
    { interrupted: true },
  );
  expect(text.split("Slowest files:")[1]?.match(/^ {2}test/gm)).toHaveLength(10);
  expect(text).toContain("interrupted after 1 min 01 s");
});

describe("jest itself", () => {
  const folder = temporaryFolder();

  test("is shown by it: nothing of the console of a file that passes, all of one that fails", () => {
    const root = folder();
    writeFileSync(join(root, "good.test.js"), 'test("good", () => console.log("quiet"));');
    writeFileSync(join(root, "bad.test.js"), 'test("bad", () => { console.warn("loud"); expect(1).toBe(2); });');
    writeFileSync(join(root, "broken.test.js"), 'require("./does-not-exist.js");');
    const config = {
      rootDir: root,
      verbose: false,
      reporters: [inCheckout("test/runner/reporter.ts")],
      watchman: false,
    };
    const jest = [inCheckout("node_modules/jest/bin/jest.js"), "-i", "--config", JSON.stringify(config)];
    const { status, stdout, stderr } = spawnSync(process.execPath, jest, { cwd: root, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr.split("\n")[0]).toBe(`3 files of ${root}, 1 at a time`);
    expect(stderr).not.toContain("quiet");
    expect(stderr).toContain("console.warn: loud");
    expect(stderr).toContain("● bad");
    expect(stderr).toContain("Cannot find module './does-not-exist.js'");
    expect(stderr).toMatch(/^3 files; tests: 1 passed, 1 failed; in \d+ s$/m);
  });
});
