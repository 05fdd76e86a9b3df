import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { HttpMethod } from "../http/route.ts";

/** The vendor's installed JavaScript SDK (`purecloud-platform-client-v2`) as text. */
export interface SdkFiles {
  /** The bundle, which contains the requests of each operation. */
  readonly bundle: string;
  /** The type declarations, which contain the fields of bodies and query parameters. */
  readonly declarations: string;
}

export interface SdkOperation {
  readonly operation: string;
  readonly method: HttpMethod;
  /** For example `/api/v2/users/{userId}`. */
  readonly path: string;
  readonly query: readonly string[];
  /** The vendor's description of each parameter: `Page size (default to 25)`. */
  readonly words: ReadonlyMap<string, string>;
}

/** Reads the SDK that a file of this repository would import. @throws Error if it is not installed */
export function readSdkFiles(from: string): SdkFiles {
  const bundle = createRequire(from).resolve("purecloud-platform-client-v2");
  const [root] = bundle.split(join("dist", "node"), 1) as [string];
  const declarations = join(root, "index.d.ts");
  return { bundle: readFileSync(bundle, "utf8"), declarations: readFileSync(declarations, "utf8") };
}

/** A method of an API class: its name, then the path, the method and the query parameters of its only request. */
const METHOD =
  /\n\t(\w+)\([^\n]*\) ?\{(?:(?!\n\t\}\n)[\s\S])*?apiClient\.callApi\(\s*'(\/[^']*)',\s*'([A-Z]+)',\s*\{[^\n]*\},\s*\{([^\n]*)\},/g;

/** Every operation in the bundle by path, then method, without duplicates (several classes contain some operations). */
export function sdkOperations(bundle: string): SdkOperation[] {
  const found = new Map<string, SdkOperation>();
  for (const { 1: operation, 2: path, 3: method, 4: query, index } of bundle.matchAll(METHOD)) {
    found.set(`${path} ${method}`, {
      operation: operation as string,
      method: method as HttpMethod,
      path: path as string,
      query: [...(query as string).matchAll(/'(\w+)': /g)].map(([, name]) => name as string),
      words: wordsIn(bundle.slice(bundle.lastIndexOf("/**", index), index)),
    });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, operation]) => operation);
}

/**
 * The parameters' descriptions in the comment before a method: ` *
 * @param {Number} opts.pageSize Page size (default to 25)`.
 */
function wordsIn(comment: string): Map<string, string> {
  const lines = comment.matchAll(/^\s*\* @param \{[^}]*\}+ (?:opts\.)?(\w+) (.*)$/gm);
  return new Map([...lines].map(([, name, words]) => [name as string, words as string]));
}

/** The lines of `operations.json`: a path, followed by its methods with the names of the operations. */
export function operationLines(operations: readonly SdkOperation[]): string[] {
  const paths = Map.groupBy(operations, ({ path }) => path);
  return [...paths].map(([path, ofPath]) =>
    [path, ...ofPath.map(({ method, operation }) => `${method} ${operation}`)].join(" "),
  );
}
