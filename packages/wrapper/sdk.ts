import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { capture } from "./system/capture.ts";
import { installation } from "./system/files.ts";
import { SetUpError, say } from "./system/say.ts";
import { systemFailure } from "./system/system-failure.ts";

export const sdkFolder = path.join(installation, "sdks", "genesyscloud");

/**
 * Compiles the SDK into its git-ignored `bin/`, unless it is up to date. The SDK must be compiled because Node does not
 * strip types in node_modules.
 */
export async function ensureSdkCompiled(folder: string = sdkFolder): Promise<void> {
  if (!existsSync(path.join(folder, "package.json"))) return;
  if (folder === sdkFolder) assertLinked();
  const stamp = path.join(folder, "bin", ".sources");
  const sources = fingerprint(folder);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;
  say(`Compiling ${path.relative(installation, folder)}`);
  const output = path.join(installation, "node_modules", ".cache", `sdk-${process.pid}`);
  const tsc = path.join(installation, "node_modules", "typescript", "lib", "tsc.js");
  try {
    mkdirSync(output, { recursive: true });
    const { code, stdout } = await capture(process.execPath, [tsc, "-p", folder, "--outDir", output]);
    if (code !== 0) throw new SetUpError(compileFailure(stdout, output));
    writeFileSync(path.join(output, ".sources"), sources);
    rmSync(path.join(folder, "bin"), { recursive: true, force: true });
    renameSync(output, path.join(folder, "bin"));
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/**
 * Builds the error message. The compilation may have failed because of the file system, as the output then shows:
 * `error TS5033: Could not write file ... ENOSPC: ...`
 */
function compileFailure(stdout: string, output: string): string {
  const code = /\b(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EMFILE)\b/.exec(stdout)?.[1];
  const refused =
    code === undefined ? undefined : systemFailure(Object.assign(new Error(code), { code, path: output }));
  return refused ?? `The SDK does not compile. Generate it again: npm run generate\n${stdout}`;
}

/** @throws SetUpError if node_modules does not contain the link to the SDK, which `npm ci` creates */
function assertLinked(): void {
  const link = path.join(installation, "node_modules", "@pulumi", "genesyscloud");
  if (existsSync(path.join(link, "package.json"))) return;
  throw new SetUpError(
    `${link} is not a link to the generated SDK, ${sdkFolder}. Install the dependencies again: npm ci`,
  );
}

/** Sorted paths of the SDK's source files, relative to its folder. */
export function sdkFiles(folder: string): string[] {
  return globSync("**/*", {
    cwd: folder,
    exclude: (name) => name.name === "bin" || name.name === "node_modules",
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const file of sdkFiles(folder))
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(folder, file)))
      .update("\0");
  return hash.digest("hex");
}
