import { globSync } from "node:fs";
import { availableParallelism } from "node:os";

/** ECMAScript modules of node_modules; what else is there runs as it is. */
const modules =
  "(commander|eld|universal-user-agent|before-after-hook|content-type|@octokit/(core|endpoint|graphql|auth-token|plugin-[^/]+|request|request-error))";

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

/** @type {import('jest').Config} */
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: "node",
  transform: {
    [`(\\.(ts|mjs)|/node_modules/${modules}/.+\\.js)$`]: [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } },
    ],
  },
  // It has no form for `require`.
  moduleNameMapper: { "^eld/small$": "<rootDir>/node_modules/eld/src/entries/static.small.js" },
  transformIgnorePatterns: [`/node_modules/(?!${modules}/)`],
  // The SDK's compiled output repeats its package.json; jest would take both for the package.
  modulePathIgnorePatterns: ["<rootDir>/sdks/[^/]+/bin/package\\.json$"],
  testPathIgnorePatterns: ["/node_modules/", ...leftOut],
};

// biome-ignore lint/style/noDefaultExport: the form that jest asks for
export default {
  // A third of a test run is waiting for processes of its own and for a platform that answers late.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // No test asserts a time: a busy machine is no failure.
  testTimeout: 30_000,
  watchman: false,
  reporters: ["<rootDir>/test/runner/reporter.ts"],
  // Jest alone would let the console of a single file through at once; `--verbose` still does.
  verbose: false,
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/test/!(e2e|journeys)/**/*.test.ts"] },
    { ...common, displayName: "e2e", testMatch: ["<rootDir>/test/{e2e,journeys}/**/*.test.ts"] },
  ],
};
