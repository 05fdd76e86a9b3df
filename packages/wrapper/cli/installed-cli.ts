import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { capture } from "../system/capture.ts";
import { installation, KEPT } from "../system/files.ts";
import { isOn } from "./command-line.ts";

/**
 * Version of the CLI, for example `3.259.0`. It equals the version of the SDK, which package.json lists as the
 * dependency `@pulumi/pulumi`.
 */
export function pulumiVersion(root: string = installation): string {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const version: unknown = manifest.dependencies?.["@pulumi/pulumi"];
  if (typeof version !== "string" || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(
      `package.json: the dependency @pulumi/pulumi must be an exact version, not ${JSON.stringify(version)}`,
    );
  }
  return version;
}

/** The Pulumi version that `toolchain/go.mod` builds, and the Go release that it requires. */
export function goModule(text: string): { go: string; pulumi: string } {
  const go = /^go (\S+)$/m.exec(text)?.[1];
  const pulumi = /^\s*github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)$/m.exec(text)?.[1];
  if (go === undefined || pulumi === undefined) {
    throw new Error("toolchain/go.mod must have a `go` line and require the module github.com/pulumi/pulumi/pkg/v3");
  }
  return { go, pulumi };
}

export function pulumiHome(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
}

/** The two required programs: the CLI and the language host that starts the Pulumi program. */
export const cliPrograms = ["pulumi", "pulumi-language-nodejs"] as const;

/** The folder in which the official `pulumi` npm package and the Automation API install a CLI version. */
export function cliFolder(home: string, version: string): string {
  return path.join(home, "versions", version, "bin");
}

export function hasCli(folder: string): boolean {
  return cliPrograms.every((program) => isExecutable(path.join(folder, program)));
}

/**
 * The folder on PATH that contains `pulumi`. Undefined unless that program has exactly this version and a Node language
 * host is also on PATH. Ignores the wrapper in node_modules, which would start a download.
 */
export async function cliOnPath(version: string, searchPath: string): Promise<string | undefined> {
  const folders = searchPath.split(path.delimiter).filter((folder) => folder !== "");
  const folder = folders.find((candidate) => isExecutable(path.join(candidate, "pulumi")) && !isWrapper(candidate));
  if (folder === undefined) return undefined;
  if (!folders.some((candidate) => isExecutable(path.join(candidate, "pulumi-language-nodejs")))) return undefined;
  return (await versionOf(path.join(folder, "pulumi"))) === version ? folder : undefined;
}

/** The version that `pulumi version` prints, without the `v`. Undefined if the program does not run. */
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

/** `GENESYS_FLOWS_ENGINE_LOG=true` enables the CLI's automatic log. */
const keepLog = "GENESYS_FLOWS_ENGINE_LOG";

const LOGS = "logs";

/**
 * The variables that disable the CLI's automatic log. The CLI writes each property of each resource to a file in
 * `$PULUMI_HOME/logs`. This log costs a quarter of a preview's processor time (bench/README.md), and no option disables
 * it. However, if the CLI cannot create the folder `logs`, it continues without a log (`pkg/logging/encrypted.go`,
 * `cmd/pulumi/pulumi.go` in 3.259). PULUMI_HOME is therefore set to a folder in the project that links to everything in
 * the real home and has a file named `logs`. Credentials are still stored in the real home. Returns no variables if the
 * folder in the project cannot be written.
 */
export function homeWithoutLog(o: {
  readonly project: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Record<string, string> {
  if (isOn(o.env[keepLog])) return {};
  const real = pulumiHome(o.env);
  const home = path.join(o.project, KEPT, "pulumi-home");
  if (path.resolve(real) === path.resolve(home)) return {}; // a parent command has already set this home
  try {
    // If these folders are missing, the CLI creates them in its home. Create them in the real home, so that they are
    // linked.
    for (const folder of ["plugins", "workspaces"]) mkdirSync(path.join(real, folder), { recursive: true });
    mkdirSync(home, { recursive: true });
    for (const name of readdirSync(real)) if (name !== LOGS) link(path.join(real, name), path.join(home, name));
    writeFileSync(path.join(home, LOGS), "");
  } catch {
    return {};
  }
  return { PULUMI_HOME: home, PULUMI_CREDENTIALS_PATH: o.env["PULUMI_CREDENTIALS_PATH"] || real };
}

/** Creates a link, unless it already exists. A different command may create the same link at the same time. */
function link(to: string, at: string): void {
  const found = lstatSync(at, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() && readlinkSync(at) === to) return;
  rmSync(at, { recursive: true, force: true });
  try {
    symlinkSync(to, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
