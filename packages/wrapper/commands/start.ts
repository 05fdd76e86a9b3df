import { existsSync, mkdirSync } from "node:fs";
import type { Arguments } from "@genesys-flows/cli";
import { commandLine, withoutFlags } from "../cli/command-line.ts";
import { homeWithoutLog, pulumiHome } from "../cli/installed-cli.ts";
import { explainFailure } from "../health/after-failure.ts";
import { makeReady } from "../health/before-run.ts";
import { isReported, previewedUpdate, RAW, withoutOffline } from "../report/previewed-update.ts";
import { runEngine } from "../runs/engine-run.ts";
import { runMarkedCommand } from "../runs/marked-run.ts";
import { withStackLock } from "../runs/stack-lock.ts";
import { setUp } from "../set-up.ts";
import { devStack } from "../stack/environment.ts";
import { policyEnvironment } from "../stack/policy-config.ts";
import { selectedStack } from "../stack/selected-stack.ts";
import { fileStack, type OpenedStack, projectName } from "../stack/stack.ts";
import { printSummary } from "../stack/summary.ts";
import { stateFile } from "../state/state-file.ts";
import { capture } from "../system/capture.ts";
import { endLike, succeeded } from "../system/pass-through.mjs";
import { SetUpError } from "../system/say.ts";

/** `npm start`: sets everything up, previews and updates the stack `dev`, and prints its flows. */
export async function run({ args: all }: Arguments): Promise<number> {
  const given = withoutOffline(all, process.env);
  const { project, cli, env } = await setUp();
  Object.assign(env, homeWithoutLog({ project, env }));
  const own = withoutFlags(given, (flag) => flag === RAW);
  const args = ["up", "--yes", "--suppress-outputs", "--stack", devStack, ...own];
  const reports = isReported(commandLine(["up", ...given]), process.env);
  Object.assign(env, await policyEnvironment({ project, stack: devStack, line: commandLine(args), env }));
  const of = { project, stack: devStack };
  const opened = { ...of, cli, env, files: fileStack(of, env) };
  const command = { cli, args, env, cwd: project };
  const update = await withStackLock(opened, async () => {
    await ensureDevStack(opened);
    if (reports) return (await previewedUpdate(of, command)).ending;
    return runMarkedCommand(of, command, (marked) => runEngine(of, marked));
  });
  const { files } = opened;
  if (!succeeded(update)) return endLike(files ? explainFailure(update, { ...files, env, args }) : update);
  await printSummary(opened);
  return 0;
}

/**
 * Makes sure that the stack `dev` exists, that a stack is selected, and that `dev` is not locked by an interrupted run.
 * To save time, does not run the CLI if local files show that `dev` exists and a stack is selected. Call this function
 * only while no other command of this project writes `dev`.
 */
async function ensureDevStack(opened: OpenedStack): Promise<void> {
  const { project, cli, env, files } = opened;
  if (files) mkdirSync(files.state, { recursive: true });
  await makeReady(opened, ["up"]);
  const exists = files !== undefined && existsSync(stateFile(files));
  const backend = env.PULUMI_BACKEND_URL ?? "";
  const selected = selectedStack({ home: pulumiHome(env), project, projectName: projectName(project), backend });
  if (exists && selected !== undefined) return;
  const { code, stderr } = await capture(cli, ["stack", "select", devStack, "--create"], { cwd: project, env });
  if (code !== 0) throw new SetUpError(`The stack ${devStack} could not be selected:\n${stderr.trim()}`);
}
