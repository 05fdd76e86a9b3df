import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** ECMAScript modules of node_modules that tests load; everything else in there runs as it is. */
const MODULES =
  "(genesys-flows|@genesys-flows/[^/]+|commander|eld|universal-user-agent|before-after-hook|content-type|@octokit/(core|endpoint|graphql|auth-token|plugin-[^/]+|request|request-error))";

/** The modules that read recordings. They import modules in CommonJS as Node does, where the default export is the whole module. */
const RECORDINGS =
  "(music-metadata|strtok3|token-types|file-type|uint8array-extras|@tokenizer/inflate|@borewit/text-codec|win-guid|media-typer)";

/** What this package brings is found from here, wherever npm puts it. */
const { resolve } = createRequire(import.meta.url);

/** A step that makes CommonJS of modules and TypeScript. */
const toCommonJs = (module: { importInterop?: "node" } = {}): [string, Record<string, unknown>] => [
  resolve("@swc/jest"),
  { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs", ...module } },
];

const recordings = fileURLToPath(import.meta.resolve("music-metadata"));

/**
 * The configuration of jest for tests in TypeScript of a project's flows and rules.
 * @param root the folder of the project: `import.meta.dirname`
 */
export function jestConfig(root: string) {
  return {
    rootDir: root,
    testEnvironment: "node",
    transform: {
      [`/node_modules/${RECORDINGS}/.+\\.js$`]: toCommonJs({ importInterop: "node" }),
      [`(\\.(ts|mjs)|/node_modules/${MODULES}/.+\\.js)$`]: toCommonJs(),
    },
    // They have no form for `require`.
    moduleNameMapper: {
      "^eld/small$": fileURLToPath(import.meta.resolve("eld/small")),
      "^music-metadata$": recordings,
      "^file-type$": createRequire(recordings).resolve("file-type/node"),
    },
    transformIgnorePatterns: [`/node_modules/(?!(${MODULES}|${RECORDINGS})/)`],
    testPathIgnorePatterns: ["/node_modules/", "/\\.genesys/"],
    // No test asserts a time: a busy machine is not a failure.
    testTimeout: 30_000,
    watchman: false,
  };
}
