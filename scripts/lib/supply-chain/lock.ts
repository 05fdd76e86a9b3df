import { readFileSync } from "node:fs";
import path from "node:path";
import { installation } from "@genesys-flows/wrapper/system/files";

/**
 * The folders with a lock file: the project, its documentation site, Node 24 for machines with an older one, and the
 * registry for a release's dry run.
 */
export const lockFolders = ["", "site", "toolchain/node", "toolchain/registry"] as const;

export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** The project's lock files, merged into one. */
export function projectLock(): Lock {
  const packages = lockFolders.flatMap((folder) =>
    Object.entries(readLock(folder).packages).map(
      ([place, locked]) => [path.posix.join(folder, place), locked] as const,
    ),
  );
  return { packages: Object.fromEntries(packages.map(([place, locked]) => [place === "." ? "" : place, locked])) };
}

/** @param folder one of `lockFolders` */
export function readLock(folder: string): Lock {
  return JSON.parse(readFileSync(path.join(installation, folder, "package-lock.json"), "utf8"));
}

export interface FetchedPackage extends LockedPackage {
  readonly name: string;
  readonly version: string;
}

/** The packages that npm fetches. The packages of this repository are links, so they are left out. */
export function fetchedPackages(lock: Lock): FetchedPackage[] {
  return Object.entries(lock.packages).flatMap(([place, locked]) => fetchedAt(place, locked) ?? []);
}

/** The package that npm fetches for one entry of the lock. Undefined for a link and for this repository itself. */
export function fetchedAt(place: string, locked: LockedPackage): FetchedPackage | undefined {
  const at = place.lastIndexOf("node_modules/");
  if (at < 0 || locked.link) return undefined;
  return { ...locked, name: place.slice(at + "node_modules/".length), version: locked.version ?? "" };
}

/** `name@version` */
export function spelled({ name, version }: FetchedPackage): string {
  return `${name}@${version}`;
}

/** The dependencies in this repository's manifests that require each package, by `name@version`. */
export function usedBy(lock: Lock): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  for (const [place, own] of Object.entries(lock.packages)) {
    if (place.includes("node_modules/")) continue;
    for (const name of namesOf(own, { development: true })) {
      const start = placeOf(lock, place, name);
      if (start === undefined || lock.packages[start]?.link) continue;
      for (const reached of reachable(lock, start)) {
        const bare = reached.slice(reached.lastIndexOf("node_modules/") + "node_modules/".length);
        const versioned = `${bare}@${lock.packages[reached]?.version}`;
        users.set(versioned, (users.get(versioned) ?? new Set()).add(name));
      }
    }
  }
  return users;
}

function reachable(lock: Lock, start: string): Set<string> {
  const seen = new Set([start]);
  for (const place of seen) {
    for (const name of namesOf(lock.packages[place] ?? {}, { development: false })) {
      const next = placeOf(lock, place, name);
      if (next !== undefined) seen.add(next);
    }
  }
  return seen;
}

function namesOf(locked: LockedPackage, o: { readonly development: boolean }): string[] {
  const { dependencies, optionalDependencies, devDependencies } = locked;
  return Object.keys({ ...dependencies, ...optionalDependencies, ...(o.development ? devDependencies : {}) });
}

/** The path at which Node finds a package. Searches upwards from the package that imports it. */
function placeOf({ packages }: Lock, from: string, name: string): string | undefined {
  const folders = [from];
  for (let at = from.lastIndexOf("/node_modules/"); at >= 0; at = from.lastIndexOf("/node_modules/", at - 1)) {
    folders.push(from.slice(0, at));
  }
  return [
    ...folders.filter((folder) => folder !== "").map((folder) => `${folder}/node_modules/${name}`),
    `node_modules/${name}`,
  ].find((place) => Object.hasOwn(packages, place));
}
