import { writeFileSync } from "node:fs";
import path from "node:path";
import { pulumiVersion } from "@genesys-flows/wrapper/cli/installed-cli";
import { checksumsUrl, parseChecksums, pinnedChecksumsFile } from "@genesys-flows/wrapper/cli/official-download";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { say } from "@genesys-flows/wrapper/system/say";
import {
  fetchedAt,
  fetchedPackages,
  type Lock,
  type LockedPackage,
  lockFolders,
  projectLock,
  readLock,
  spelled,
} from "../lib/supply-chain/lock.ts";

const withoutFile = path.join(installation, "scripts", "lib", "supply-chain", "without-hash.json");

/**
 * Adds missing pins that can be downloaded: hashes in the lock files, and the checksums of the Pulumi CLI's release.
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
    say(`toolchain/pulumi-checksums.txt: not written, because ${url} could not be read (${(error as Error).message}).`);
  }
}

export interface Served {
  readonly integrity: string;
  readonly license?: string;
}

/**
 * The lock with the hashes and licences from `served` (by `name@version`), and the packages that still have no hash.
 */
export function filled(lock: Lock, served: ReadonlyMap<string, Served>): { lock: Lock; without: string[] } {
  const without = new Set<string>();
  const packages = Object.entries(lock.packages).map(([place, locked]): [string, LockedPackage] => {
    const fetched = fetchedAt(place, locked);
    if (!fetched || locked.integrity) return [place, locked];
    const name = spelled(fetched);
    const found = served.get(name);
    if (!found) without.add(name);
    return [place, found ? withHash(locked, found) : locked];
  });
  return { lock: { ...lock, packages: Object.fromEntries(packages) }, without: [...without].sort() };
}

/** Inserts the fields where npm writes them: the hash after the version, the licence after the platform. */
function withHash(locked: LockedPackage, { integrity, license }: Served): LockedPackage {
  const { version, cpu, dev, libc, ...rest } = locked as LockedPackage & { cpu?: unknown; libc?: unknown };
  const given = { version, integrity, cpu, dev, libc, license: locked.license ?? license };
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), ...rest };
}

/** The checksums of one version's archives from a release's list, in the form of `toolchain/pulumi-checksums.txt`. */
export function checksumsFile(version: string, checksums: ReadonlyMap<string, string>): string | undefined {
  const lines = [...checksums]
    .filter(([name]) => name.startsWith(`pulumi-v${version}-`) && name.endsWith(".tar.gz"))
    .map(([name, digest]) => `${digest}  ${name}\n`);
  return lines.length === 0 ? undefined : lines.sort((a, b) => a.slice(66).localeCompare(b.slice(66), "en")).join("");
}
