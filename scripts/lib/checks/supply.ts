import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { pulumiVersion } from "@genesys-flows/wrapper/cli/installed-cli";
import { pinnedChecksums } from "@genesys-flows/wrapper/cli/official-download";
import { installation } from "@genesys-flows/wrapper/system/files";
import { goModules } from "../supply-chain/go-modules.ts";
import { fetchedPackages, type Lock, projectLock, spelled } from "../supply-chain/lock.ts";
import without from "../supply-chain/without-hash.json" with { type: "json" };
import type { Check } from "./check.ts";

const WITH_ACTIONS = ["action.yml", ".github/**/*.{yml,yaml}", "docs/**/*.md", "*.md"];

/** Dependencies for which the repository has no hashes (docs/supply-chain.md). */
const BEYOND = ["the vendor's Python SDK, which tests install with pip and pin only by version."];

const read = (file: string): string => readFileSync(path.join(installation, file), "utf8");

export const supply: Check = {
  name: "supply",
  title: "everything that is fetched is pinned and verified",
  async run() {
    const lock = projectLock();
    const { wrong, unverified } = together([
      lockFindings(lock, { without: without.packages }),
      scriptFindings(lock, JSON.parse(read("package.json")).allowScripts ?? {}),
      goFindings(read("toolchain/go.mod"), read("toolchain/go.sum")),
      ...globSync(WITH_ACTIONS, { cwd: installation }).map((file) => actionFindings(file, read(file))),
      cliFindings(),
      { wrong: [], unverified: BEYOND },
    ]);
    return {
      outcome: wrong.length > 0 ? "failed" : "ok",
      details: wrong.join("\n"),
      notes: unverified.map((line) => `not verified: ${line}`).join("\n"),
    };
  },
};

/**
 * Checks that the repository has the checksums of the CLI's release, and only those of the version that package.json
 * requires.
 */
function cliFindings(): Findings {
  const version = pulumiVersion();
  const names = [...pinnedChecksums().keys()];
  const others = names.filter((name) => !name.startsWith(`pulumi-v${version}-`));
  return {
    wrong: others.map(
      (name) => `toolchain/pulumi-checksums.txt: ${name} does not belong to version ${version}. Run \`npm run pins\`.`,
    ),
    unverified:
      names.length > 0
        ? []
        : [
            `a downloaded Pulumi CLI ${version}, except by the checksums published with it: toolchain/pulumi-checksums.txt does not exist yet (\`npm run pins\`).`,
          ],
  };
}

export interface Findings {
  /** What could be verified but is not. This makes the check fail. */
  readonly wrong: readonly string[];
  /** What cannot be verified, and why. */
  readonly unverified: readonly string[];
}

function together(findings: readonly Findings[]): Findings {
  return {
    wrong: findings.flatMap(({ wrong }) => wrong),
    unverified: findings.flatMap(({ unverified }) => unverified),
  };
}

/**
 * Packages without a hash, and packages that do not come from a registry.
 * @param o.without packages (`name@version`) whose hash the registry did not provide when the lock was written
 */
export function lockFindings(lock: Lock, o: { readonly without: readonly string[] }): Findings {
  const fetched = fetchedPackages(lock);
  const lacking = new Set(fetched.filter(({ integrity }) => !strong(integrity)).map(spelled));
  const known = new Set(o.without);
  const excused = [...lacking].filter((one) => known.has(one));
  return {
    wrong: [
      ...[...lacking]
        .filter((one) => !known.has(one))
        .map(
          (one) => `package-lock.json: ${one} has no SHA-512. Run \`npm run pins\` with a registry that provides it.`,
        ),
      ...o.without
        .filter((one) => !lacking.has(one))
        .map(
          (one) =>
            `scripts/lib/supply-chain/without-hash.json: ${one} now has a hash, or is not a dependency. Remove it.`,
        ),
      ...fetched
        .filter((one) => known.has(spelled(one)) && !(one.optional && one.os))
        .map((one) => `package-lock.json: ${spelled(one)} has no hash, although it is not for a single platform.`),
      ...fetched
        .filter(({ resolved }) => resolved !== undefined)
        .map((one) => `package-lock.json: ${spelled(one)} contains the URL from which it is fetched: ${one.resolved}.`),
      ...foreign(lock),
    ],
    unverified:
      excused.length === 0
        ? []
        : [
            `${excused.length} optional packages of other platforms have no hash in package-lock.json: the registry did not provide one when the file was written.`,
          ],
  };
}

function strong(integrity: string | undefined): boolean {
  return /(^| )sha512-[A-Za-z0-9+/]{86}==/.test(integrity ?? "");
}

const FOREIGN = /^(git[+:@]|git\+|https?:|ssh:|github:|gitlab:|bitbucket:|gist:|[\w.-]+\/[\w.-]+(#|$))/;

/** Dependencies from Git, a URL or GitHub, which no registry hash covers. */
function foreign({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([place, { dependencies, devDependencies, optionalDependencies }]) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, wanted]) => FOREIGN.test(wanted))
      .map(([name, wanted]) => `${place || "package.json"}: ${name} comes from ${wanted}, not from a registry.`),
  );
}

/**
 * Compares the packages that have an install script with `allowScripts` in package.json: npm runs only those with
 * `true`.
 */
export function scriptFindings(lock: Lock, allowScripts: Readonly<Record<string, boolean>>): Findings {
  const having = new Set(
    fetchedPackages(lock)
      .filter(({ hasInstallScript }) => hasInstallScript)
      .map(({ name }) => name),
  );
  const decided = Object.entries(allowScripts);
  return {
    wrong: [
      ...[...having]
        .filter((name) => !Object.hasOwn(allowScripts, name))
        .map(
          (name) => `package.json: ${name} has an install script, but allowScripts does not list it as true or false.`,
        ),
      ...decided
        .filter(([name]) => !having.has(name))
        .map(
          ([name]) => `package.json: allowScripts names ${name}, which has no install script or is not a dependency.`,
        ),
    ],
    unverified: decided
      .filter(([name, allowed]) => allowed && having.has(name))
      .map(([name]) => `The install script of ${name} runs, and package-lock.json does not cover what it fetches.`),
  };
}

/** Modules without a hash in go.sum (`-mod=readonly` also refuses them), and folders that replace modules. */
export function goFindings(goMod: string, goSum: string): Findings {
  const hashed = new Set(
    goSum.split("\n").flatMap((line) => /^(\S+ \S+?)(?:\/go\.mod)? h1:\S{43}=$/.exec(line)?.[1] ?? []),
  );
  return {
    wrong: [
      ...goModules(goMod)
        .filter(({ path, version }) => !hashed.has(`${path} ${version}`))
        .map(({ path, version }) => `toolchain/go.sum: ${path} ${version} has no hash.`),
      ...[...goMod.matchAll(/=>\s+(\.{0,2}\/\S+)/g)].map(
        ([, folder]) => `toolchain/go.mod: ${folder} replaces a module.`,
      ),
    ],
    unverified: [],
  };
}

/**
 * Actions that are not pinned, in a workflow or in a document's example of one. A tag or a branch can be moved to other
 * code. Accepts a 40-digit commit with the version in a comment, actions of this repository, and images by digest.
 */
export function actionFindings(file: string, text: string): Findings {
  const wrong = text.split("\n").flatMap((line, index) => {
    const [, action, comment = ""] = /^\s*(?:-\s+)?["']?uses["']?:\s*["']?([^\s"'#]+)["']?\s*(#.*)?$/.exec(line) ?? [];
    if (action === undefined || action.startsWith("./")) return [];
    const where = `${file}:${index + 1}: ${action}`;
    if (action.startsWith("docker://")) return /@sha256:[0-9a-f]{64}$/.test(action) ? [] : [`${where} has no digest.`];
    if (!/@[0-9a-f]{40}$/.test(action)) return [`${where} is not pinned to a commit (40 hex digits).`];
    return /^#\s*v?\d/.test(comment) ? [] : [`${where} lacks its version in a comment, such as \`# v4.2.0\`.`];
  });
  return { wrong, unverified: [] };
}
