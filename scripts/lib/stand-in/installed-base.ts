import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";

const LOCK = "package-lock.json";

/**
 * Gives a checkout of an earlier commit the dependencies of this one, as links to their files, where both have one lock file. Otherwise
 * its own scripts install what its lock file says.
 */
export function shareDependencies(project: string, checkout: string): void {
  const [own, others] = [project, checkout].map((folder) => path.join(folder, LOCK)) as [string, string];
  const from = path.join(project, "node_modules");
  if (!existsSync(from) || !existsSync(others) || !readFileSync(own).equals(readFileSync(others))) return;
  linkTree(from, path.join(checkout, "node_modules"));
}

/** Links leave from where they are, so those to the packages of the project lead to the packages of the checkout. */
function linkTree(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (stat.isFile()) linkSync(from, to);
  else if (stat.isDirectory()) {
    mkdirSync(to);
    for (const name of readdirSync(from)) linkTree(path.join(from, name), path.join(to, name));
  }
}
