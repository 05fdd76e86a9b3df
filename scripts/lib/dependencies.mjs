import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {{version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean}} LockedPackage
 * @typedef {{packages: Record<string, LockedPackage>}} Lock
 */

/**
 * Reads package-lock.json and what npm noted about the last complete installation. An interrupted `npm ci` leaves no
 * such note.
 * @param {string} root folder of package-lock.json
 * @returns {{wanted: Lock | undefined, installed: Lock | undefined}}
 */
export function readLocks(root) {
  return {
    wanted: readLock(path.join(root, "package-lock.json")),
    installed: readLock(path.join(root, "node_modules", ".package-lock.json")),
  };
}

/**
 * Why node_modules does not hold what package-lock.json says; undefined when it does. Packages that npm may leave out
 * on this platform are not missed.
 * @param {{wanted: Lock | undefined, installed: Lock | undefined}} locks
 * @returns {string | undefined}
 */
export function installationGap({ wanted, installed }) {
  if (wanted === undefined) return undefined;
  if (installed === undefined) return "node_modules is missing or incomplete";
  for (const [place, want] of Object.entries(wanted.packages)) {
    if (place === "") continue;
    const got = installed.packages[place];
    if (got === undefined) {
      if (want.optional || want.devOptional || want.peer) continue;
      return `${place} is missing`;
    }
    if (bare(want.version) !== bare(got.version))
      return `${place} is ${got.version}, package-lock.json says ${want.version}`;
    const sameContent = !want.integrity || !got.integrity || want.integrity === got.integrity; // either may lack it
    if (!sameContent || Boolean(want.link) !== Boolean(got.link)) {
      return `${place} is not what package-lock.json says`;
    }
  }
  return undefined;
}

/**
 * npm notes a version as it found it, with or without a leading v.
 * @param {string | undefined} version
 */
function bare(version) {
  return version?.replace(/^v/, "");
}

/**
 * @param {string} file
 * @returns {Lock | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
