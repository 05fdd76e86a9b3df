/** @type {import('jest').Config} */
const common = {
  rootDir: import.meta.dirname,
  testEnvironment: "node",
  transform: {
    "^.+\\.(ts|mjs)$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } },
    ],
  },
  // The SDK's compiled output repeats its package.json; jest would take both for the package.
  modulePathIgnorePatterns: ["<rootDir>/sdks/[^/]+/bin/package\\.json$"],
};

// biome-ignore lint/style/noDefaultExport: the form that jest asks for
export default {
  // Much of a test run is waiting for processes of its own.
  maxWorkers: "100%",
  watchman: false,
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/test/!(e2e)/**/*.test.ts"] },
    { ...common, displayName: "e2e", testMatch: ["<rootDir>/test/e2e/**/*.test.ts"] },
  ],
};
