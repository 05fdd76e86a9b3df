import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { jestConfig } from "genesys-flows/jest";

/**
 * Long suites: those with the real engine, hostile responses, random histories, every export of the corpus, tables of
 * cases. `.ci/run` runs one file in as many as this table says, chosen by a seed; `npm test` and `npm run faults` run all.
 */
const LONG = {
  "test/architect/edit": 3,
  "test/architect/hostile": 3,
  "test/docs/tasks": 5,
  "test/e2e": 4,
  "test/flowctl/rollback": 3,
  "test/journeys": 3,
  "test/local-org/model": 3,
  "test/provider/forecast": 3,
  "test/provider/holdings": 3,
  "test/provider/hostile": 3,
  "test/provider/inventory": 3,
};

const sample = process.env.TEST_SAMPLE;
const leftOut =
  sample === undefined
    ? []
    : Object.entries(LONG).flatMap(([folder, every]) =>
        globSync(`${folder}/**/*.test.ts`, { cwd: import.meta.dirname })
          .sort()
          .filter((_, index) => index % every !== Number(sample) % every)
          .map((file) => `/${file.replaceAll(".", "\\.")}$`),
      );

const { testTimeout, watchman, ...own } = jestConfig(import.meta.dirname);
const common = {
  ...own,
  // The SDK's compiled output and a built release repeat package names; jest would take both for the package.
  modulePathIgnorePatterns: ["<rootDir>/sdks/[^/]+/bin/package\\.json$", "<rootDir>/\\.genesys/"],
  testPathIgnorePatterns: ["/node_modules/", ...leftOut],
};

// biome-ignore lint/style/noDefaultExport: the form that jest asks for
export default {
  // A third of a test run is spent waiting for child processes and for a platform that responds late.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  testTimeout,
  watchman,
  reporters: ["<rootDir>/test/runner/reporter.ts"],
  // By default, jest prints a single file's console output at once; `--verbose` still does.
  verbose: false,
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/!(e2e|journeys)/**/*.test.ts", "!**/test/docs/tasks/**"],
    },
    { ...common, displayName: "e2e", testMatch: ["<rootDir>/test/{e2e,journeys,docs/tasks}/**/*.test.ts"] },
  ],
};
