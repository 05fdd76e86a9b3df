import { mkdirSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../cli/command-line.ts";
import { homeWithoutLog } from "../cli/installed-cli.ts";
import { handOverPromotion } from "../promotion/running.ts";
import { setUp } from "../set-up.ts";
import { localBackend } from "../stack/environment.ts";
import { judging, policyEnvironment } from "../stack/policy-config.ts";
import { fileStack, type OpenedStack, type ProjectStack } from "../stack/stack.ts";
import { KEPT } from "../system/files.ts";

/** Commands that run the engine or read the state. */
const running = new Set([...judging, "refresh", "destroy", "import", "stack", "state"]);

/**
 * Sets up the backend, passphrase, policies and caches for a CLI command on a stack.
 * @param args arguments of the command, which determine how the policies are configured
 * @param given the environment to extend
 * @throws SetUpError if levels, exemptions or the team's rules have errors
 */
export async function openedStack(
  { project, stack }: ProjectStack,
  args: readonly string[],
  given: NodeJS.ProcessEnv = process.env,
): Promise<OpenedStack> {
  const { cli, env } = await setUp({ stack, project, env: given });
  ensureLocalBackend(project, env);
  const line = commandLine(args);
  if (running.has(line.command)) Object.assign(env, homeWithoutLog({ project, env }));
  Object.assign(env, await policyEnvironment({ project, stack, line, env }));
  const opened = { project, stack, cli, env, files: fileStack({ project, stack }, env) };
  if (judging.has(line.command)) await handOverPromotion(opened);
  return opened;
}

/** Creates the folder of the project's own backend, because the CLI does not create it. */
export function ensureLocalBackend(project: string, env: NodeJS.ProcessEnv): void {
  if (env.PULUMI_BACKEND_URL !== localBackend(project)) return;
  mkdirSync(path.join(project, KEPT, "state"), { recursive: true });
}
