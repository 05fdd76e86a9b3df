import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** ECMAScript modules of node_modules that tests load; everything else in there runs as it is. */
const MODULES =
  "(genesys-flows|@genesys-flows/[^/]+|commander|eld|universal-user-agent|before-after-hook|content-type|@octokit/(core|endpoint|graphql|auth-token|plugin-[^/]+|request|request-error))";

/** What this package brings is found from here, wherever npm puts it. */
const { resolve } = createRequire(import.meta.url);

/**
 * The configuration of jest for tests in TypeScript of a project's flows and rules.
 * @param root the folder of the project: `import.meta.dirname`
 */
export function jestConfig(root: string) {
  return {
    rootDir: root,
    testEnvironment: "node",
    transform: {
      [`(\\.(ts|mjs)|/node_modules/${MODULES}/.+\\.js)$`]: [
        resolve("@swc/jest"),
        { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } },
      ] as [string, Record<string, unknown>],
    },
    // It has no form for `require`.
    moduleNameMapper: { "^eld/small$": fileURLToPath(import.meta.resolve("eld/small")) },
    transformIgnorePatterns: [`/node_modules/(?!${MODULES}/)`],
    testPathIgnorePatterns: ["/node_modules/", "/\\.genesys/"],
    // No test asserts a time: a busy machine is not a failure.
    testTimeout: 30_000,
    watchman: false,
  };
}
