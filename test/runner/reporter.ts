import path from "node:path";
import { duration } from "../../packages/wrapper/system/say.ts";

/** What jest hands over of a test file; of its many fields those that are shown. */
export interface FileResult {
  readonly testFilePath: string;
  /** Failures as jest formats them, with the code around them; empty without any. */
  readonly failureMessage?: string | null;
  readonly numFailingTests: number;
  readonly numPassingTests: number;
  readonly skipped: boolean;
  readonly testExecError?: unknown;
  readonly perfStats: { readonly runtime: number };
  readonly console?: readonly { readonly type: string; readonly message: string; readonly origin: string }[];
}

/** What jest knows of all files so far. */
export interface RunResults {
  readonly startTime: number;
  readonly numTotalTestSuites: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileResult[];
  readonly wasInterrupted?: boolean;
}

interface Settings {
  readonly rootDir: string;
  readonly maxWorkers: number;
}

/** A terminal, or a file that the output goes to. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const SLOWEST = 10;
const ERASE_LINE = "\r\x1b[2K";

/**
 * Jest's reporter of `npm test`: a first line, then `n of 170 files` as they end, failures in full, the slowest files and the
 * counts at the end. On a terminal the files that pass share one line. The console of a file is shown when a test of it failed.
 * Everything goes to stderr, since `--json` may write to stdout.
 */
export class ProgressReporter {
  readonly #settings: Settings;
  readonly #screen: Screen;
  #done = 0;
  #failed = 0;

  constructor(settings: Settings, screen: Screen) {
    this.#settings = settings;
    this.#screen = screen;
  }

  onRunStart({ numTotalTestSuites }: Pick<RunResults, "numTotalTestSuites">): void {
    const { rootDir, maxWorkers } = this.#settings;
    this.#line(`${files(numTotalTestSuites)} of ${rootDir}, ${maxWorkers} at a time`);
  }

  onTestResult(_test: unknown, result: FileResult, { numTotalTestSuites }: RunResults): void {
    const failed = hasFailed(result);
    this.#done += 1;
    if (failed) this.#failed += 1;
    const count = `${String(this.#done).padStart(String(numTotalTestSuites).length)} of ${files(numTotalTestSuites)}`;
    const described = this.#described(result);
    if (failed) {
      this.#line(`${count}  FAILED  ${described}`);
      this.#line(`${result.failureMessage ?? ""}${consoleOf(result)}`);
    } else if (this.#screen.isTTY) {
      const text = `${count}, ${this.#failed} failed  ${described}`;
      this.#screen.write(`${ERASE_LINE}${text.slice(0, (this.#screen.columns ?? 80) - 1)}`);
    } else {
      this.#line(`${count}  passed  ${described}`);
    }
  }

  onRunComplete(_contexts: unknown, results: RunResults): void {
    const { testResults, startTime } = results;
    const slowest = testResults.toSorted((a, b) => b.perfStats.runtime - a.perfStats.runtime).slice(0, SLOWEST);
    if (testResults.length > 1) {
      this.#line("\nSlowest files:");
      for (const result of slowest) this.#line(`  ${this.#described(result)}`);
    }
    const failed = testResults.filter(hasFailed);
    if (failed.length > 0) {
      this.#line(`\nFailed: ${files(failed.length)}. To run one of them again:`);
      for (const { testFilePath } of failed) this.#line(`  npm test -- ${this.#short(testFilePath)}`);
    }
    const skipped = results.numPendingTests + results.numTodoTests;
    const tests = [
      `${results.numPassedTests} passed`,
      `${results.numFailedTests} failed`,
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ].join(", ");
    const ended = results.wasInterrupted ? "interrupted after" : "in";
    this.#line(`\n${files(testResults.length)}; tests: ${tests}; ${ended} ${duration(Date.now() - startTime)}`);
  }

  /** `test/setup/locks.test.ts  2.1 s, 7 tests` */
  #described({ testFilePath, perfStats, numPassingTests, numFailingTests, skipped }: FileResult): string {
    const tests = numPassingTests + numFailingTests;
    const counted = skipped ? "skipped" : `${tests} test${tests === 1 ? "" : "s"}`;
    return `${this.#short(testFilePath)}  ${(perfStats.runtime / 1000).toFixed(1)} s, ${counted}`;
  }

  #short(file: string): string {
    return path.relative(this.#settings.rootDir, file);
  }

  #line(text: string): void {
    this.#screen.write(`${this.#screen.isTTY ? ERASE_LINE : ""}${text}\n`);
  }
}

/** A file counts as failed also when it could not be run. */
function hasFailed({ numFailingTests, testExecError }: FileResult): boolean {
  return numFailingTests > 0 || (testExecError !== undefined && testExecError !== null);
}

function consoleOf({ console: entries = [] }: FileResult): string {
  return entries.map(({ type, message, origin }) => `console.${type}: ${message}\n${origin}\n`).join("");
}

function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}

// biome-ignore lint/style/noDefaultExport: the form that jest asks for
export default class extends ProgressReporter {
  constructor(settings: Settings) {
    super(settings, process.stderr);
  }
}
