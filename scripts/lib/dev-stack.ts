import { existsSync, mkdirSync } from "node:fs";
import { capture } from "./capture.ts";
import { devStack } from "./environment.ts";
import { assertReady } from "./health/before-run.ts";
import { stateFile } from "./health/state-file.ts";
import { pulumiHome } from "./installed-cli.ts";
import { clearKilledRun } from "./killed-run.ts";
import { SetUpError } from "./say.ts";
import { projectName, selectedStack } from "./selected-stack.ts";
import { stateFolder } from "./state-folder.ts";

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
 * Asks the CLI only where the files of a local backend do not answer. To be called while no other command of this
 * project writes `dev`.
 */
export async function ensureDevStack({ project, cli, env }: DevStack): Promise<void> {
  const backend = env.PULUMI_BACKEND_URL ?? "";
  const name = projectName(project);
  const state = stateFolder(backend);
  const files = state === undefined ? undefined : { project, stack: devStack, projectName: name, state };
  if (files) {
    mkdirSync(files.state, { recursive: true });
    await clearKilledRun({ ...files, cli, env });
    assertReady({ ...files, env, args: ["up"] });
  }
  const exists = files !== undefined && existsSync(stateFile(files));
  const selected = selectedStack({ home: pulumiHome(env), project, projectName: name, backend });
  if (exists && selected !== undefined) return;
  const { code, stderr } = await capture(cli, ["stack", "select", devStack, "--create"], { cwd: project, env });
  if (code !== 0) throw new SetUpError(`The stack ${devStack} could not be selected:\n${stderr.trim()}`);
}
