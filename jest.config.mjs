import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { jestConfig } from "genesys-flows/jest";

/**
 * Suites that are long: those with the real engine, hostile answers, random histories, every export of the corpus. The journeys are not among
 * them.
 */
const LONG = [
  "test/architect/edit",
  "test/e2e",
  "test/flowctl/rollback",
  "test/local-org/model",
  "test/provider/hostile",
];

/** `.ci/run` runs every third file of them, by a seed; `npm test` and `npm run faults` run all. */
const sample = process.env.TEST_SAMPLE;
const leftOut =
  sample === undefined
    ? []
    : LONG.flatMap((folder) => globSync(`${folder}/**/*.test.ts`, { cwd: import.meta.dirname }).sort())
        .filter((_, index) => index % 3 !== Number(sample) % 3)
        .map((file) => `/${file.replaceAll(".", "\\.")}$`);

const { testTimeout, watchman, ...own } = jestConfig(import.meta.dirname);
const common = {
  ...own,
  // The SDK's compiled output and a built release repeat names of packages; jest would take both for the package.
  modulePathIgnorePatterns: ["<rootDir>/sdks/[^/]+/bin/package\\.json$", "<rootDir>/\\.genesys/"],
  testPathIgnorePatterns: ["/node_modules/", ...leftOut],
};

// biome-ignore lint/style/noDefaultExport: the form that jest asks for
export default {
  // A third of a test run is waiting for processes of its own and for a platform that answers late.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  testTimeout,
  watchman,
  reporters: ["<rootDir>/test/runner/reporter.ts"],
  // Jest alone would let the console of a single file through at once; `--verbose` still does.
  verbose: false,
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/test/!(e2e|journeys)/**/*.test.ts"] },
    { ...common, displayName: "e2e", testMatch: ["<rootDir>/test/{e2e,journeys}/**/*.test.ts"] },
  ],
};
