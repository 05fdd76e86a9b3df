import { accessSync, constants, realpathSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { capture } from "../system/capture.ts";

/** The CLI's home folder. */
export function pulumiHome(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
}

/** The two programs that everything needs: the CLI and the language host that starts the Pulumi program. */
export const cliPrograms = ["pulumi", "pulumi-language-nodejs"] as const;

/** Where the official `pulumi` npm package and the Automation API keep a CLI version. */
export function cliFolder(home: string, version: string): string {
  return path.join(home, "versions", version, "bin");
}

/** Whether a folder has both programs. */
export function hasCli(folder: string): boolean {
  return cliPrograms.every((program) => isExecutable(path.join(folder, program)));
}

/**
 * The folder of a `pulumi` of exactly this version on PATH that has a Node language host on PATH too; undefined when
 * without one. Ignores the wrapper in node_modules, which would start a download.
 */
export async function cliOnPath(version: string, searchPath: string): Promise<string | undefined> {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== "");
  const folder = folders.find((candidate) => isExecutable(path.join(candidate, "pulumi")) && !isWrapper(candidate));
  if (folder === undefined) return undefined;
  if (!folders.some((candidate) => isExecutable(path.join(candidate, "pulumi-language-nodejs")))) return undefined;
  return (await versionOf(path.join(folder, "pulumi"))) === version ? folder : undefined;
}

/** What `pulumi version` prints, without the `v`; undefined when it does not run. */
export async function versionOf(program: string): Promise<string | undefined> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, stdout } = await capture(program, ["version"], { env });
  return code === 0 ? stdout.trim().replace(/^v/, "") : undefined;
}

function isWrapper(folder: string): boolean {
  return realpathSync(path.join(folder, "pulumi")).split(path.sep).includes("node_modules");
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
