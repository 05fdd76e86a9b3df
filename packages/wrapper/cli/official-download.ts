import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { capture } from "../system/capture.ts";
import { installation, textOf } from "../system/files.ts";
import { SetUpError, say } from "../system/say.ts";
import { inWorkshop } from "./build-cli.ts";
import { hasCli, versionOf } from "./installed-cli.ts";

interface Machine {
  readonly platform: string;
  readonly arch: string;
}

/** The address at which Pulumi publishes its releases. Pulumi's install script uses the same address. */
const RELEASES = "https://get.pulumi.com/releases/sdk";
const DOWNLOAD_WITHIN_MS = 15 * 60_000;

function archiveName(version: string, { platform, arch }: Machine = process): string {
  return `pulumi-v${version}-${platform}-${arch}.tar.gz`;
}

export function releaseUrl(version: string, machine: Machine = process, releases = RELEASES): string {
  return `${releases}/${archiveName(version, machine)}`;
}

/** Address of the checksums that are published with a release (pulumi/pulumi issues 10707 and 10807). */
export function checksumsUrl(version: string, releases = RELEASES): string {
  return `${releases}/pulumi-${version}-checksums.txt`;
}

/** Whether the official release is reachable. By default, waits at most three seconds. */
export async function isReachable(url: string, milliseconds = 3000): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(milliseconds) });
    return response.ok;
  } catch {
    return false; // DNS failure, no route or timeout: in each case, this machine cannot download the release
  }
}

export interface Download {
  readonly version: string;
  readonly folder: string;
  /** Address of the releases; default: Pulumi's own. */
  readonly releases?: string;
  /** The pinned checksums by file name; default: the repository's. */
  readonly pinned?: ReadonlyMap<string, string>;
}

/**
 * Downloads the official release and installs it if its checksum equals the pinned checksum. If no checksum is pinned,
 * uses the checksum published with the release.
 * @returns false if the release or its checksum cannot be downloaded, or if the release does not run; the reason is
 * printed
 * @throws SetUpError if the checksum differs
 */
export async function downloadCli(o: Download): Promise<boolean> {
  const { version, releases = RELEASES } = o;
  if (!(await isReachable(releaseUrl(version, process, releases))))
    return unusable("This machine cannot reach the official release.");
  const expected = await expectedChecksum(o);
  if (expected === undefined)
    return unusable("No checksum of the official release is available here, so the release is not used.");
  return (await inWorkshop(o, { kind: "download" }, (workshop) => install(o, workshop, expected))) ?? true;
}

function unusable(why: string): false {
  say(`  ${why}`);
  return false;
}

interface Checksum {
  readonly digest: string;
  readonly from: string;
}

async function expectedChecksum({
  version,
  releases = RELEASES,
  pinned = pinnedChecksums(),
}: Download): Promise<Checksum | undefined> {
  const name = archiveName(version);
  const known = pinned.get(name);
  if (known !== undefined) return { digest: known, from: "toolchain/pulumi-checksums.txt" };
  const url = checksumsUrl(version, releases);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    const digest = response.ok ? parseChecksums(await response.text()).get(name) : undefined;
    return digest === undefined ? undefined : { digest, from: url };
  } catch {
    return undefined;
  }
}

async function install(o: Download, workshop: string, expected: Checksum): Promise<boolean> {
  const { version, folder } = o;
  const archive = path.join(workshop, archiveName(version));
  say("  Downloading the official release …");
  try {
    const response = await fetch(releaseUrl(version, process, o.releases), {
      signal: AbortSignal.timeout(DOWNLOAD_WITHIN_MS),
    });
    if (!response.ok || response.body === null) throw new Error(`HTTP status ${response.status}`);
    await pipeline(
      Readable.fromWeb(response.body as import("node:stream/web").ReadableStream),
      createWriteStream(archive),
    );
  } catch (error) {
    return unusable(`The download failed: ${(error as Error).message}`);
  }
  const digest = await sha256(archive);
  if (digest !== expected.digest) {
    throw new SetUpError(
      [
        `The downloaded Pulumi CLI is not the published release: ${path.basename(archive)} has the SHA-256`,
        `${digest}, but ${expected.from} lists`,
        `${expected.digest}. Nothing was installed or run.`,
        "Retry. If this happens again, something on the network is modifying downloads. Ask your network administrator,",
        `or put a trusted Pulumi CLI ${version} and its pulumi-language-nodejs on PATH.`,
      ].join("\n"),
    );
  }
  say(`  Its SHA-256 matches ${expected.from}.`);
  const unpacked = await capture("tar", ["-xzf", archive, "-C", workshop]);
  const programs = ["pulumi/bin", "pulumi"].map((inner) => path.join(workshop, inner)).find(hasCli);
  if (unpacked.code !== 0 || programs === undefined)
    return unusable(
      `The release could not be unpacked: ${unpacked.stderr.trim().split("\n").at(-1) || "its programs are missing"}`,
    );
  const says = await versionOf(path.join(programs, "pulumi"));
  if (says !== version)
    return unusable(
      `The downloaded release does not work here: it reports version ${says ?? "(nothing)"}, not ${version}.`,
    );
  mkdirSync(path.dirname(folder), { recursive: true });
  if (existsSync(folder)) rmSync(folder, { recursive: true }); // an incomplete installation without all programs
  renameSync(programs, folder);
  return true;
}

/**
 * The file with the checksums of the pinned release. It does not exist until it has been written on a machine that can
 * download the release.
 */
export const pinnedChecksumsFile = path.join(installation, "toolchain", "pulumi-checksums.txt");

/** Parses the output of `sha256sum`. Returns the SHA-256 digest of each file by name, and ignores all other lines. */
export function parseChecksums(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const [, digest, name] = /^([0-9a-f]{64})\s+\*?(\S+)$/i.exec(line.trim()) ?? [];
      return digest === undefined || name === undefined ? [] : [[name, digest.toLowerCase()]];
    }),
  );
}

export function pinnedChecksums(file: string = pinnedChecksumsFile): Map<string, string> {
  return parseChecksums(textOf(file) ?? "");
}

export async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
