/** The configuration of Jest for a project: `jest.config.mjs` exports the result of `jestConfig`. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * ECMAScript modules in node_modules that tests load, and that are transformed. All other modules in node_modules run
 * unchanged.
 */
const MODULES =
  "(genesys-flows|@genesys-flows/[^/]+|commander|eld|universal-user-agent|before-after-hook|content-type|@octokit/(core|endpoint|graphql|auth-token|plugin-[^/]+|request|request-error))";

/**
 * The modules that read recordings. These modules import CommonJS modules like Node: the default export is the whole
 * module.
 */
const RECORDINGS =
  "(music-metadata|strtok3|token-types|file-type|uint8array-extras|@tokenizer/inflate|@borewit/text-codec|win-guid|media-typer)";

/** Resolves this package's dependencies from this file, because npm may install them in different folders. */
const { resolve } = createRequire(import.meta.url);

/** A transform of modules and TypeScript to CommonJS. */
const toCommonJs = (module: { importInterop?: "node" } = {}): [string, Record<string, unknown>] => [
  resolve("@swc/jest"),
  { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs", ...module } },
];

const recordings = fileURLToPath(import.meta.resolve("music-metadata"));

/**
 * The jest configuration for TypeScript tests of a project's flows and rules.
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
    // These packages have no CommonJS build.
    moduleNameMapper: {
      "^eld/small$": fileURLToPath(import.meta.resolve("eld/small")),
      "^music-metadata$": recordings,
      "^file-type$": createRequire(recordings).resolve("file-type/node"),
    },
    transformIgnorePatterns: [`/node_modules/(?!(${MODULES}|${RECORDINGS})/)`],
    testPathIgnorePatterns: ["/node_modules/", "/\\.genesys/"],
    // Tests do not assert durations; the long timeout prevents failures on a busy machine.
    testTimeout: 30_000,
    watchman: false,
  };
}
