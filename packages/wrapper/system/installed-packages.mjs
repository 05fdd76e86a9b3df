import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {{version?: string, integrity?: string, resolved?: string, link?: boolean, optional?: boolean, devOptional?: boolean, peer?: boolean}} LockedPackage
 * @typedef {{packages: Record<string, LockedPackage>}} Lock
 */

/**
 * Reads package-lock.json and npm's record of the last complete installation. An interrupted `npm ci` leaves no record.
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
 * Describes how node_modules differs from package-lock.json. Undefined if they match. Ignores packages that npm may
 * omit on this platform.
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
      return `${place} is version ${got.version}, but package-lock.json requires ${want.version}`;
    // either file may lack a value
    const sameContent = !want.integrity || !got.integrity || want.integrity === got.integrity;
    if (!sameContent || Boolean(want.link) !== Boolean(got.link)) {
      return `${place} does not match package-lock.json`;
    }
  }
  return undefined;
}

/**
 * npm records a version unchanged, with or without a leading `v`.
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
