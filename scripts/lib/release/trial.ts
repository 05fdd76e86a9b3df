import { existsSync, lstatSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { pulumiHome } from "@genesys-flows/wrapper/cli/installed-cli";
import { passThrough, succeeded } from "@genesys-flows/wrapper/system/pass-through";
import { duration, SetUpError, say } from "@genesys-flows/wrapper/system/say";
import names from "./names.json" with { type: "json" };
import type { Registry } from "./registry.ts";

/**
 * Uses a release as a new user does: creates a project from the registry, with an empty home folder outside this
 * repository, and runs its two commands. Only the Pulumi CLI is taken from this machine.
 * @param folder a folder outside any project. The new project is kept there
 * @throws SetUpError for the first command that fails
 */
export async function tryRelease(registry: Registry, folder: string): Promise<void> {
  const home = path.join(folder, "home");
  mkdirSync(path.join(home, ".pulumi"), { recursive: true });
  const versions = path.join(pulumiHome(), "versions");
  if (existsSync(versions)) symlinkSync(versions, path.join(home, ".pulumi", "versions"));
  const env = { ...withoutOwn(process.env), ...registry.env, HOME: home };
  const create = names.create.replace(/^create-/, "");
  const steps: [cwd: string, ...command: string[]][] = [
    [folder, "npm", "create", "--yes", `${create}@latest`, "my-flows", "--", "--yes"],
    [path.join(folder, "my-flows"), "npm", "start"],
    [path.join(folder, "my-flows"), "npm", "test"],
  ];
  for (const [cwd, command = "", ...args] of steps) {
    const started = Date.now();
    say(`\n$ ${[command, ...args].join(" ")}`);
    const ending = await passThrough(command, args, { cwd, env });
    if (!succeeded(ending)) throw new SetUpError(`\`${[command, ...args].join(" ")}\` failed in ${cwd}.`);
    say(`(${duration(Date.now() - started)})`);
    if (args[0] === "create") say(`node_modules: ${sizeOf(path.join(folder, "my-flows", "node_modules"))} MB`);
  }
}

/** Size of a folder's content in MB. */
function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = entries.map((entry) => lstatSync(path.join(entry.parentPath, entry.name)).size);
  return Math.round(bytes.reduce((sum, size) => sum + size, 0) / 1e6);
}

/** Removes the variables of npm and of this project's commands, because they reveal where this repository is. */
function withoutOwn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOwn = (name: string) =>
    /^(npm_|PULUMI_|GENESYS_FLOWS_|NODE_COMPILE_CACHE|NODE_OPTIONS|INIT_CWD|JEST_)/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isOwn(name)));
}
