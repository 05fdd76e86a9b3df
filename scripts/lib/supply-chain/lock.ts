import type { Findings } from "./findings.ts";

/** A package of package-lock.json, as far as it is read here. */
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

/** A package that comes from a registry, with its own name. */
export interface FetchedPackage extends LockedPackage {
  readonly name: string;
  readonly version: string;
}

/** The packages that npm fetches; those of this repository are links. */
export function fetchedPackages(lock: Lock): FetchedPackage[] {
  return Object.entries(lock.packages).flatMap(([place, locked]) => fetchedAt(place, locked) ?? []);
}

/** What npm fetches for one place of the lock; undefined for a link and for this repository itself. */
export function fetchedAt(place: string, locked: LockedPackage): FetchedPackage | undefined {
  const at = place.lastIndexOf("node_modules/");
  if (at < 0 || locked.link) return undefined;
  return { ...locked, name: place.slice(at + "node_modules/".length), version: locked.version ?? "" };
}

/**
 * Packages without a hash, and those that come from elsewhere than a registry.
 * @param o.without packages (`name@version`) whose hash the registry that wrote the lock did not serve
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
        .map((one) => `package-lock.json: ${one} has no SHA-512. Run \`npm run pins\` where a registry serves it.`),
      ...o.without
        .filter((one) => !lacking.has(one))
        .map(
          (one) =>
            `scripts/lib/supply-chain/without-hash.json: ${one} has a hash by now, or is no dependency. Remove it.`,
        ),
      ...fetched
        .filter((one) => known.has(spelled(one)) && !(one.optional && one.os))
        .map((one) => `package-lock.json: ${spelled(one)} has no hash and is not for one platform alone.`),
      ...fetched
        .filter(({ resolved }) => resolved !== undefined)
        .map((one) => `package-lock.json: ${spelled(one)} names where it is fetched from: ${one.resolved}.`),
      ...foreign(lock),
    ],
    unverified:
      excused.length === 0
        ? []
        : [
            `${excused.length} optional packages of other platforms have no hash in package-lock.json: the registry that wrote it does not serve them.`,
          ],
  };
}

/** `name@version` */
export function spelled({ name, version }: FetchedPackage): string {
  return `${name}@${version}`;
}

function strong(integrity: string | undefined): boolean {
  return /(^| )sha512-[A-Za-z0-9+/]{86}==/.test(integrity ?? "");
}

const FOREIGN = /^(git[+:@]|git\+|https?:|ssh:|github:|gitlab:|bitbucket:|gist:|[\w.-]+\/[\w.-]+(#|$))/;

/** Dependencies on Git, an address or GitHub, which no hash of a registry covers. */
function foreign({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([place, { dependencies, devDependencies, optionalDependencies }]) =>
    Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([, wanted]) => FOREIGN.test(wanted))
      .map(([name, wanted]) => `${place || "package.json"}: ${name} comes from ${wanted}, not from a registry.`),
  );
}

/**
 * Packages that bring an install script against those of which `allowScripts` of package.json says whether it may run.
 * npm runs those alone that are `true`.
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
        .map((name) => `package.json: ${name} has an install script; allowScripts does not say whether it may run.`),
      ...decided
        .filter(([name]) => !having.has(name))
        .map(([name]) => `package.json: allowScripts names ${name}, which has no install script or is no dependency.`),
    ],
    unverified: decided
      .filter(([name, allowed]) => allowed && having.has(name))
      .map(([name]) => `The install script of ${name} runs: what it fetches is not covered by package-lock.json.`),
  };
}
