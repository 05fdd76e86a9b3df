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
   * Environment of the CLI and its child processes: the wrapper's variables, and a PATH that begins with the folders of
   * the CLI and Node 24.
   */
  env: NodeJS.ProcessEnv;
}

/**
 * Sets up the Pulumi CLI, the compiled SDK and the environment. The dependencies must already be installed.
 * @param o.env the environment to extend; default: the environment of this process
 * @param o.sdk `as-it-is` for commands that must run even if the SDK is broken, because they may repair it
 */
export async function setUp(
  o: { stack: string | undefined; project?: string; env?: NodeJS.ProcessEnv; sdk?: "compiled" | "as-it-is" } = {
    stack: devStack,
  },
): Promise<SetUp> {
  const { project = projectFolder(), env: given = process.env } = o;
  const [programs] = await Promise.all([ensureCli(given), ...(o.sdk === "as-it-is" ? [] : [ensureSdkCompiled()])]);
  // The given PATH already begins with the folders of the project's programs and of Node (own-node.mjs).
  const PATH = [programs, given.PATH].join(path.delimiter);
  const env = {
    ...given,
    ...pulumiEnvironment({ project, env: given, stack: o.stack }),
    ...devPassphrase({ project, env: given, stack: o.stack }),
    PATH,
  };
  return { project, cli: path.join(programs, "pulumi"), env };
}

/**
 * Folder of the Pulumi CLI. Tries PULUMI_HOME first, then PATH, then the official download, and finally a build from
 * source.
 */
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
