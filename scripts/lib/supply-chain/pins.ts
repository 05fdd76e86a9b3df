import { fetchedAt, type Lock, type LockedPackage, spelled } from "./lock.ts";

/** What a registry says about a version of a package. */
export interface Served {
  readonly integrity: string;
  readonly license?: string;
}

/**
 * The lock with hash and licence added to the packages that lack a hash and are in `served` (by `name@version`), and the packages
 * that still lack one. Changes nothing else.
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

/** Where npm writes them: the hash after the version, the licence after the platform. */
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
