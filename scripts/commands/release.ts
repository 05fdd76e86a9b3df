import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Arguments, UsageError } from "@genesys-flows/cli";
import { setUp } from "@genesys-flows/wrapper/set-up";
import { capture } from "@genesys-flows/wrapper/system/capture";
import { installation } from "@genesys-flows/wrapper/system/files";
import { SetUpError, say } from "@genesys-flows/wrapper/system/say";
import { trackedFiles } from "../lib/checks/check.ts";
import { contentsOf } from "../lib/release/contents.ts";
import names from "../lib/release/names.json" with { type: "json" };
import { type Packed, packRelease } from "../lib/release/packages.ts";
import { startRegistry } from "../lib/release/registry.ts";
import { notesOf } from "../lib/release/tag.ts";
import { tryRelease } from "../lib/release/trial.ts";

const CONTENTS = path.join(installation, "scripts", "lib", "release", "contents.txt");
/** Size limit of each package's archive in MB. A larger archive needs a reason. */
const MOST_MB: Readonly<Record<string, number>> = {
  [names.product]: 5,
  [names.sdk]: 0.1,
  [names.create]: 0.2,
};

/**
 * `npm run release -- --dry`: builds the packages of a release twice and compares the two builds. Compares the contents
 * of the packages with the list, writes checksums and the bill of materials, publishes to a registry on loopback, and
 * creates a project from this registry. `--list` only writes the list. With `--tag v0.2.0`, everything must agree with
 * this tag, and the release notes are also written. `.github/workflows/release.yml` publishes
 * (docs/internals/releasing.md).
 */
export async function run({ args }: Arguments): Promise<number> {
  const [mode = "", option, tag] = args;
  const isKnown = mode === "--dry" ? option === undefined || (option === "--tag" && tag) : args.join() === "--list";
  if (!isKnown || args.length > 3) throw new UsageError("`release` needs `--dry`, `--dry --tag <tag>` or `--list`.");
  const { env } = await setUp();
  const folder = path.join(installation, ".genesys", "release");
  const files = await trackedFiles(env);
  if (files === undefined)
    throw new SetUpError("A release contains the files that Git tracks: run this in a Git checkout.");
  const packages = await packRelease({ files, folder });
  const contents = contentsOf(packages);
  if (mode === "--list") {
    writeFileSync(CONTENTS, contents);
    say(`Written: ${path.relative(installation, CONTENTS)}`);
    return 0;
  }
  const again = await packRelease({ files, folder: path.join(folder, "again") });
  const wrong = [...differences(packages, again), ...unlisted(contents), ...tooLarge(packages)];
  if (wrong.length > 0) throw new SetUpError(wrong.join("\n"));
  writeFileSync(path.join(folder, "archives", "SHA256SUMS"), checksums(packages));
  if (tag) writeFileSync(path.join(folder, "archives", "notes.md"), notesFor(tag, packages));
  for (const { name, version, size, unpacked, sha256 } of packages)
    say(`${name} ${version}: ${megabytes(size)} MB, ${megabytes(unpacked)} MB unpacked, sha256 ${sha256}`);
  await tried(packages, folder);
  say(`\nThe release is ready: ${path.relative(installation, path.join(folder, "archives"))}`);
  return 0;
}

function notesFor(tag: string, packages: readonly Packed[]): string {
  const changelog = readFileSync(path.join(installation, "CHANGELOG.md"), "utf8");
  return notesOf({ tag, packages, changelog, repository: names.repository, here: process.env["GITHUB_REPOSITORY"] });
}

async function tried(packages: readonly Packed[], folder: string): Promise<void> {
  const outside = mkdtempSync(path.join(tmpdir(), "release-"));
  const registry = await startRegistry(path.join(outside, "registry"));
  try {
    for (const packed of packages) await registry.publish(packed);
    await tryRelease(registry, outside);
    writeFileSync(
      path.join(folder, "archives", "sbom.cdx.json"),
      await billOfMaterials(path.join(outside, "my-flows")),
    );
  } finally {
    await registry.stop();
    rmSync(outside, { recursive: true, force: true });
  }
}

/** The bill of materials, in CycloneDX format, of everything that a new project installs. */
async function billOfMaterials(project: string): Promise<string> {
  const { code, stdout, stderr } = await capture(
    "npm",
    ["sbom", "--loglevel=error", "--sbom-format", "cyclonedx", "--omit", "dev"],
    {
      cwd: project,
    },
  );
  if (code !== 0) throw new SetUpError(`npm sbom failed:\n${stderr.trim()}`);
  return stdout;
}

function differences(packages: readonly Packed[], again: readonly Packed[]): string[] {
  return packages.flatMap(({ name, sha256 }) =>
    again.some((other) => other.name === name && other.sha256 === sha256)
      ? []
      : [`${name}: two builds of the same files differ. Compare .genesys/release with .genesys/release/again.`],
  );
}

function unlisted(contents: string): string[] {
  const [known, found] = [readFileSync(CONTENTS, "utf8"), contents].map((text) => text.split("\n"));
  const shown = [
    ...(found ?? []).filter((line) => !known?.includes(line)).map((line) => `+ ${line}`),
    ...(known ?? []).filter((line) => !found?.includes(line)).map((line) => `- ${line}`),
  ];
  if (shown.length === 0) return [];
  return [
    `The packages do not contain what scripts/lib/release/contents.txt lists. If that is intended: npm run release -- --list\n${shown.join("\n")}`,
  ];
}

function tooLarge(packages: readonly Packed[]): string[] {
  return packages.flatMap(({ name, size }) => {
    const most = MOST_MB[name] ?? 0;
    return size <= most * 1e6 ? [] : [`${name}: ${megabytes(size)} MB, more than ${most} MB.`];
  });
}

function checksums(packages: readonly Packed[]): string {
  return packages.map(({ sha256, file }) => `${sha256}  ${path.basename(file)}\n`).join("");
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
