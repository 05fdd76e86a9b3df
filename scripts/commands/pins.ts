import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseChecksums, pinnedChecksumsFile } from "../lib/cli/checksums.ts";
import { checksumsUrl } from "../lib/cli/official-download.ts";
import { pulumiVersion } from "../lib/cli/versions.ts";
import { fetchedPackages, type Lock } from "../lib/supply-chain/lock.ts";
import { checksumsFile, filled, type Served } from "../lib/supply-chain/pins.ts";
import { capture } from "../lib/system/capture.ts";
import { installation } from "../lib/system/folders.ts";
import { say } from "../lib/system/say.ts";

const lockFile = path.join(installation, "package-lock.json");
const withoutFile = path.join(installation, "scripts", "lib", "supply-chain", "without-hash.json");

/**
 * Pins what is not pinned yet and is reachable from this machine: missing hashes of package-lock.json, from the
 * registry; the checksums of the Pulumi CLI's release. Review the changes before you commit them.
 */
export async function run(): Promise<number> {
  await fillLock();
  await fillChecksums();
  say("Then: npm run generate, npm ci, npm run check -- supply generated.");
  return 0;
}

async function fillLock(): Promise<void> {
  const lock = JSON.parse(readFileSync(lockFile, "utf8")) as Lock;
  const served = new Map<string, Served>();
  const lacking = fetchedPackages(lock).filter(({ integrity }) => !integrity);
  for (const { name, version } of lacking) {
    const asked = ["view", `${name}@${version}`, "dist.integrity", "license", "--json"];
    const { code, stdout } = await capture("npm", asked, { cwd: installation });
    const answer = code === 0 && stdout.trim() !== "" ? JSON.parse(stdout) : undefined;
    if (answer?.["dist.integrity"]) {
      served.set(`${name}@${version}`, { integrity: answer["dist.integrity"], license: answer.license });
    }
  }
  const { lock: now, without } = filled(lock, served);
  if (served.size > 0) writeFileSync(lockFile, `${JSON.stringify(now, undefined, 2)}\n`);
  writeFileSync(withoutFile, `${JSON.stringify({ packages: without }, undefined, 2)}\n`);
  say(`package-lock.json: ${served.size} hashes written, ${without.length} packages without one.`);
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
