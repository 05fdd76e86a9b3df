import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Packages whose sources determine the result for a flow: this package and the kernel. */
const PACKAGES = ["@genesys-flows/project", "@genesys-flows/architect"];

let own: string | undefined;

/**
 * The sha256 hash, in hex, of everything that determines the result, except the flow files: the sources of this package
 * and of the kernel, the packages that they use, and the version of Node.
 */
export function sourcesDigest(): string {
  own ??= digestOfSources(PACKAGES.map((name) => dirname(createRequire(import.meta.url).resolve(name))));
  return own;
}

/**
 * Like `sourcesDigest`, for other packages, given by their folders. @throws Error for a folder without a package.json
 */
export function digestOfSources(folders: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const folder of folders) {
    for (const file of filesIn(folder)) {
      const text = readFileSync(join(folder, file));
      hash.update(`\n${file} ${text.length}\n`).update(text);
    }
    for (const [name, version] of usedBy(folder)) hash.update(`\n${name} ${version}\n`);
  }
  return hash.digest("hex");
}

/** The paths of the files in a folder, with `/` on all platforms, sorted. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((file) => !file.includes("node_modules"))
    .sort();
}

/** The third-party packages that a package uses, each with its installed version. */
function usedBy(folder: string): [name: string, version: string][] {
  const manifest = join(folder, "package.json");
  return Object.keys(JSON.parse(readFileSync(manifest, "utf8")).dependencies ?? {})
    .filter((name) => !PACKAGES.includes(name))
    .map((name) => [name, versionOf(name, manifest)]);
}

/**
 * The version of a package that a file imports, read from its folder because not every package exports its
 * package.json.
 */
function versionOf(name: string, from: string): string {
  const folders = createRequire(from).resolve.paths(name) ?? [];
  const manifest = folders.map((folder) => join(folder, name, "package.json")).find((path) => existsSync(path));
  if (manifest === undefined) throw new Error(`The package ${name} is not installed.`);
  return String(JSON.parse(readFileSync(manifest, "utf8")).version);
}
