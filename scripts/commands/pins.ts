import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseChecksums, pinnedChecksumsFile } from "../lib/cli/checksums.ts";
import { checksumsUrl } from "../lib/cli/official-download.ts";
import { pulumiVersion } from "../lib/cli/versions.ts";
import { fetchedPackages, lockFolders, projectLock, readLock } from "../lib/supply-chain/lock.ts";
import { checksumsFile, filled, type Served } from "../lib/supply-chain/pins.ts";
import { capture } from "../lib/system/capture.ts";
import { installation } from "../lib/system/folders.ts";
import { say } from "../lib/system/say.ts";

const withoutFile = path.join(installation, "scripts", "lib", "supply-chain", "without-hash.json");

/**
 * Pins what is not pinned yet and is reachable from this machine: missing hashes of the lock files, from the
 * registry; the checksums of the Pulumi CLI's release. Review the changes before you commit them.
 */
export async function run(): Promise<number> {
  await fillLocks();
  await fillChecksums();
  say("Then: npm run generate, npm ci, npm run check -- supply generated.");
  return 0;
}

async function fillLocks(): Promise<void> {
  const lacking = fetchedPackages(projectLock()).filter(({ integrity }) => !integrity);
  const served = new Map<string, Served>();
  for (const { name, version } of lacking) {
    const asked = ["view", `${name}@${version}`, "dist.integrity", "license", "--json"];
    const { code, stdout } = await capture("npm", asked, { cwd: installation });
    const answer = code === 0 && stdout.trim() !== "" ? JSON.parse(stdout) : undefined;
    if (answer?.["dist.integrity"]) {
      served.set(`${name}@${version}`, { integrity: answer["dist.integrity"], license: answer.license });
    }
  }
  const packages = lockFolders.flatMap((folder) => {
    const { lock, without } = filled(readLock(folder), served);
    const file = path.join(installation, folder, "package-lock.json");
    if (served.size > 0) writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
    return without;
  });
  writeFileSync(withoutFile, `${JSON.stringify({ packages: packages.sort() }, undefined, 2)}\n`);
  say(`Lock files: ${served.size} hashes written, ${packages.length} packages without one.`);
}

async function fillChecksums(): Promise<void> {
  const url = checksumsUrl(pulumiVersion());
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const text = response.ok ? checksumsFile(pulumiVersion(), parseChecksums(await response.text())) : undefined;
    if (text === undefined) throw new Error(`HTTP status ${response.status}, or it lists no archive of this version`);
    writeFileSync(pinnedChecksumsFile, text);
    say(`toolchain/pulumi-checksums.txt: written from ${url}.`);
  } catch (error) {
    say(`toolchain/pulumi-checksums.txt: not written, ${url} could not be read (${(error as Error).message}).`);
  }
}
