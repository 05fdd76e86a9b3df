import path from "node:path";
import { buildCli } from "./cli/build-cli.ts";
import { cliFolder, cliOnPath, hasCli, pulumiHome, pulumiVersion } from "./cli/installed-cli.ts";
import { downloadCli } from "./cli/official-download.ts";
import { ensureSdkCompiled } from "./sdk.ts";
import { devStack, pulumiEnvironment } from "./stack/environment.ts";
import { devPassphrase } from "./stack/passphrase.ts";
import { installation, projectFolder } from "./system/files.ts";
import { say } from "./system/say.ts";

export interface SetUp {
  project: string;
  cli: string;
  /**
   * Environment of the CLI and everything that it starts: the wrapper's variables, and a PATH that begins with the CLI
   * and Node 24.
   */
  env: NodeJS.ProcessEnv;
}

/**
 * Sets up everything except the dependencies, which are already installed: the Pulumi CLI, the compiled SDK, the
 * environment.
 * @param o.env the environment to add to; default: this process's
 * @param o.sdk `as-it-is` for commands that may repair a broken SDK
 */
export async function setUp(
  o: { stack: string | undefined; project?: string; env?: NodeJS.ProcessEnv; sdk?: "compiled" | "as-it-is" } = {
    stack: devStack,
  },
): Promise<SetUp> {
  const { project = projectFolder(), env: given = process.env } = o;
  const [programs] = await Promise.all([ensureCli(given), ...(o.sdk === "as-it-is" ? [] : [ensureSdkCompiled()])]);
  // Its first entries are the folders of the project's programs and Node (own-node.mjs).
  const PATH = [programs, given.PATH].join(path.delimiter);
  const env = {
    ...given,
    ...pulumiEnvironment({ project, env: given, stack: o.stack }),
    ...devPassphrase({ project, env: given, stack: o.stack }),
    PATH,
  };
  return { project, cli: path.join(programs, "pulumi"), env };
}

/** The folder of the first Pulumi CLI that works: the one in PULUMI_HOME, one on PATH, the official download, a build from source. */
async function ensureCli(env: NodeJS.ProcessEnv): Promise<string> {
  const version = pulumiVersion();
  const home = pulumiHome(env);
  const folder = cliFolder(home, version);
  if (hasCli(folder)) return folder;
  const found = await cliOnPath(version, env.PATH ?? "");
  if (found !== undefined) return found;
  say(`Setting up the Pulumi CLI ${version} in ${folder}`);
  if (!(await downloadCli({ version, folder }))) {
    await buildCli({ version, folder, toolchain: path.join(installation, "toolchain") });
  }
  return folder;
}
