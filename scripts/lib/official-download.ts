import path from "node:path";
import { capture } from "./capture.ts";
import { installation } from "./folders.ts";
import { hasCli, versionOf } from "./installed-cli.ts";
import { say } from "./say.ts";

/** The official release file of a version for this machine. */
export function releaseUrl(
  version: string,
  machine: { platform: string; arch: string } = { platform: process.platform, arch: process.arch },
): string {
  return `https://get.pulumi.com/releases/sdk/pulumi-v${version}-${machine.platform}-${machine.arch}.tar.gz`;
}

/** Whether the official release can be had, found out in three seconds at most. */
export async function isReachable(url: string, milliseconds = 3000): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(milliseconds) });
    return response.ok;
  } catch {
    return false; // no name, no route, no answer in time: all mean "not from here"
  }
}

/**
 * Lets the official `pulumi` npm package download the CLI into its own folder. False when the release is out of reach
 * or what arrived does not run; the reason is said.
 */
export async function downloadCli({ version, folder }: { version: string; folder: string }): Promise<boolean> {
  if (!(await isReachable(releaseUrl(version)))) {
    say("  The official release is not reachable from here.");
    return false;
  }
  say("  Downloading the official release …");
  const wrapper = path.join(installation, "node_modules", "pulumi", "run.js");
  const { code, stderr } = await capture(process.execPath, [wrapper, "version"], { onStderrLine: say });
  if (code === 0 && hasCli(folder) && (await versionOf(path.join(folder, "pulumi"))) === version) return true;
  say(`  The download did not work (exit code ${code}): ${stderr.trim().split("\n").at(-1) ?? ""}`);
  return false;
}
