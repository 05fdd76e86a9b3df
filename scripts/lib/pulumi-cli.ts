import path from "node:path";
import { buildCli } from "./build-cli.ts";
import { installation } from "./folders.ts";
import { cliFolder, cliOnPath, hasCli, pulumiHome } from "./installed-cli.ts";
import { downloadCli } from "./official-download.ts";
import { say } from "./say.ts";
import { pulumiVersion } from "./versions.ts";

/**
 * The folder of the Pulumi CLI that this project runs. The first that works: the one kept in PULUMI_HOME, one on PATH,
 * the official download, a build from source.
 */
export async function ensureCli(): Promise<string> {
  const version = pulumiVersion();
  const home = pulumiHome();
  const folder = cliFolder(home, version);
  if (hasCli(folder)) return folder;
  const found = await cliOnPath(version, process.env.PATH ?? "");
  if (found !== undefined) return found;
  say(`Setting up the Pulumi CLI ${version} in ${folder}`);
  if (!(await downloadCli({ version, folder }))) {
    await buildCli({ version, folder, toolchain: path.join(installation, "toolchain") });
  }
  return folder;
}
