import { existsSync, mkdirSync } from "node:fs";
import type { Arguments } from "@genesys-flows/cli";
import { commandLine, withoutFlags } from "../lib/cli/command-line.ts";
import { homeWithoutLog, pulumiHome } from "../lib/cli/installed-cli.ts";
import { explainFailure } from "../lib/health/after-failure.ts";
import { assertReady } from "../lib/health/before-run.ts";
import { isReported, previewedUpdate, RAW, withoutOffline } from "../lib/report/previewed-update.ts";
import { runEngine } from "../lib/runs/engine-run.ts";
import { clearInterruptedRun } from "../lib/runs/interrupted-run.ts";
import { runMarked } from "../lib/runs/marked-run.ts";
import { withStackLock } from "../lib/runs/stack-lock.ts";
import { type SetUp, setUp } from "../lib/set-up.ts";
import { devStack } from "../lib/stack/environment.ts";
import { policyEnvironment } from "../lib/stack/policy-config.ts";
import { selectedStack } from "../lib/stack/selected-stack.ts";
import { projectName, stateFolder } from "../lib/stack/stack.ts";
import { printSummary } from "../lib/stack/summary.ts";
import { stateFile } from "../lib/state/state-file.ts";
import { capture } from "../lib/system/capture.ts";
import { endLike } from "../lib/system/pass-through.mjs";
import { SetUpError } from "../lib/system/say.ts";

/** `npm start`: sets everything up, previews and updates the stack `dev`, and prints its flows. */
export async function run({ args: all }: Arguments): Promise<number> {
  const given = withoutOffline(all, process.env);
  const set = await setUp();
  const { project, cli, env } = set;
  Object.assign(env, homeWithoutLog({ project, env }));
  const own = withoutFlags(given, (flag) => flag === RAW);
  const args = ["up", "--yes", "--suppress-outputs", "--stack", devStack, ...own];
  const reports = isReported(commandLine(["up", ...given]), process.env);
  Object.assign(env, await policyEnvironment({ project, stack: devStack, line: commandLine(args), env }));
  const update = await withStackLock({ project, stack: devStack, env }, async () => {
    await ensureDevStack(set);
    if (reports) return previewedUpdate({ project, stack: devStack }, { cli, args, env, cwd: project });
    return runMarked({ project, stack: devStack, args, env }, (marked, more) =>
      runEngine({ project, stack: devStack }, { cli, args: marked, env: { ...env, ...more }, cwd: project }),
    );
  });
  const files = filesOf(set);
  if (update.code !== 0 || update.signal) {
    return endLike(files ? explainFailure(update, { ...files, env, args }) : update);
  }
  await printSummary({ project, stack: devStack, files, cli, env });
  return 0;
}

/**
 * Makes sure that the stack `dev` exists, that a stack is selected, and that no interrupted run still locks `dev`. Asks the CLI
 * only where the files of a local backend do not answer. Call it while no other command of this project writes `dev`.
 */
async function ensureDevStack(set: SetUp): Promise<void> {
  const { project, cli, env } = set;
  const files = filesOf(set);
  if (files) {
    mkdirSync(files.state, { recursive: true });
    await clearInterruptedRun({ ...files, cli, env });
    assertReady({ ...files, env, args: ["up"] });
  }
  const exists = files !== undefined && existsSync(stateFile(files));
  const backend = env.PULUMI_BACKEND_URL ?? "";
  const selected = selectedStack({ home: pulumiHome(env), project, projectName: projectName(project), backend });
  if (exists && selected !== undefined) return;
  const { code, stderr } = await capture(cli, ["stack", "select", devStack, "--create"], { cwd: project, env });
  if (code !== 0) throw new SetUpError(`The stack ${devStack} could not be selected:\n${stderr.trim()}`);
}

/** The stack `dev` of a file backend; undefined where the state is elsewhere. */
function filesOf({ project, env }: SetUp) {
  const state = stateFolder(env.PULUMI_BACKEND_URL ?? "");
  return state === undefined ? undefined : { project, state, stack: devStack, projectName: projectName(project) };
}
