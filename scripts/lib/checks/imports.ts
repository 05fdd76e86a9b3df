import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { installation } from "@genesys-flows/wrapper/system/files";
import ts from "typescript";
import { type Check, failures, trackedFiles } from "./check.ts";

export const imports: Check = {
  name: "imports",
  title: "imports from other packages use the package's name, and the package is declared",
  async run({ env }) {
    const tracked = await trackedFiles(env);
    if (tracked === undefined) return { outcome: "skipped", details: "This is not a Git checkout." };
    const files = tracked.filter((file) => !file.startsWith("sdks/"));
    const read = (file: string) => readFileSync(path.join(installation, file), "utf8");
    const packages = packagesIn(files, read);
    const sources = files.filter((file) => /\.(ts|mjs|js)$/.test(file));
    return failures(sources.flatMap((file) => findings({ file, text: read(file) }, packages)));
  },
};

/** This file runs before packages are installed, so it cannot import them by name. */
const BEFORE_PACKAGES = "scripts/run.mjs";

/** A folder with a package.json, and the names that its files may import. */
export interface Package {
  /** With `/` at its end; empty for the root. */
  readonly folder: string;
  readonly declared: ReadonlySet<string>;
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

function packagesIn(files: readonly string[], read: (file: string) => string): Package[] {
  return files
    .filter((file) => path.basename(file) === "package.json")
    .map((file) => {
      const { name, dependencies, devDependencies }: Manifest = JSON.parse(read(file));
      const declared = new Set([name, ...Object.keys({ ...dependencies, ...devDependencies })]);
      return { folder: file.slice(0, -"/package.json".length), declared };
    });
}

/** The imports of a file that are not declared, or that import from another package by path: `file: what`. */
export function findings({ file, text }: { file: string; text: string }, packages: readonly Package[]): string[] {
  const own = packageOf(file, packages);
  return ts.preProcessFile(text).importedFiles.flatMap(({ fileName: name }) => {
    if (!name.startsWith("."))
      return isBuiltin(name) || own?.declared.has(packageNamed(name))
        ? []
        : [`${file}: "${name}" is not declared in ${path.posix.join(own?.folder ?? "", "package.json")}`];
    const target = path.posix.join(path.posix.dirname(file), name);
    const other = packageOf(target, packages);
    return other === own || file.startsWith("test/") || file === BEFORE_PACKAGES
      ? []
      : [`${file}: "${name}" is in another package; import it by that package's name`];
  });
}

/** The package of a file: the innermost folder around it that has a package.json. */
function packageOf(file: string, packages: readonly Package[]): Package | undefined {
  return packages
    .filter(({ folder }) => folder === "" || file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** `@scope/name/file` -> `@scope/name`. */
function packageNamed(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
