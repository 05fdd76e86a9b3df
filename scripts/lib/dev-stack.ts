import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { capture } from "./capture.ts";
import { devStack } from "./environment.ts";
import { pulumiHome } from "./installed-cli.ts";
import { type Holder, isGone } from "./machine-lock.ts";
import { SetUpError, say } from "./say.ts";
import { projectName, selectedStack } from "./selected-stack.ts";

export interface DevStack {
  /** The Pulumi project's folder. */
  project: string;
  /** The Pulumi CLI. */
  cli: string;
  /** The environment in which the CLI runs, with PULUMI_BACKEND_URL. */
  env: NodeJS.ProcessEnv;
}

/**
 * Makes sure that the stack `dev` exists, that some stack is selected, and that no run that was killed still locks `dev`.
 * Asks the CLI only where the files of a local backend do not answer.
 */
export async function ensureDevStack({ project, cli, env }: DevStack): Promise<void> {
  const backend = env.PULUMI_BACKEND_URL ?? "";
  const name = projectName(project);
  const state = stateFolder(backend);
  if (state !== undefined) {
    mkdirSync(state, { recursive: true });
    for (const file of removeDeadLocks(state, name)) say(`Removed the lock of a run that was killed: ${file}`);
  }
  const exists = state !== undefined && existsSync(path.join(state, ".pulumi", "stacks", name, `${devStack}.json`));
  const selected = selectedStack({ home: pulumiHome(env), project, projectName: name, backend });
  if (exists && selected !== undefined) return;
  const { code, stderr } = await capture(cli, ["stack", "select", devStack, "--create"], { cwd: project, env });
  if (code !== 0) throw new SetUpError(`The stack ${devStack} could not be selected:\n${stderr.trim()}`);
}

/** The folder of a `file://` backend; undefined for another kind. */
function stateFolder(backend: string): string | undefined {
  return backend.startsWith("file:///") ? fileURLToPath(backend) : undefined;
}

/**
 * Removes the locks on `dev` whose holder ran on this host and is gone; returns their names. A lock of another host, or
 * of a process that runs, stays: the CLI will say whose it is.
 */
export function removeDeadLocks(state: string, project: string, hostname?: string): string[] {
  const locks = path.join(state, ".pulumi", "locks", "organization", project, devStack);
  const dead = globSync("*.json", { cwd: locks }).filter((file) => {
    const holder: Partial<Holder> = JSON.parse(readFileSync(path.join(locks, file), "utf8"));
    return isGone(holder, hostname);
  });
  for (const file of dead) rmSync(path.join(locks, file), { force: true });
  return dead;
}
