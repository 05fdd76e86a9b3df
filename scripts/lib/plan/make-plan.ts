import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { missingState } from "../health/after-failure.ts";
import { assertReady } from "../health/before-run.ts";
import { changesAnything, reportedPreview } from "../report/previewed-update.ts";
import { clearInterruptedRun } from "../runs/interrupted-run.ts";
import { runMarked } from "../runs/marked-run.ts";
import { assertNotOlder } from "../runs/older-checkout.ts";
import { type OpenedStack, openedStack } from "../runs/opened-stack.ts";
import { withStackLock } from "../runs/stack-lock.ts";
import { fileNameOf, type ProjectStack, projectName } from "../stack/stack.ts";
import { type Ending, passThrough } from "../system/pass-through.mjs";
import { SetUpError } from "../system/say.ts";
import { settingsOf, sourceOf, stateDigests } from "./bound.ts";
import { type Bound, planPassphrase, writePlan } from "./kept-plan.ts";

/** What came of a plan. */
export interface MadePlan {
  readonly ending: Ending;
  /** Whether the plan changes more than what the state records. */
  readonly changes: boolean;
}

/**
 * Reads the live state into the stack's state, previews an update, prints the report, and keeps the plan, encrypted. Writes no plan
 * when the preview failed.
 * @param o.out file of the plan
 * @param o.supersedes commit of the last update, which this checkout may replace although it does not contain it
 * @throws SetUpError without a passphrase, outside of a Git repository, in a checkout that lacks the commit of the last update, and when
 * the live state cannot be read
 */
export async function makePlan(
  of: ProjectStack,
  o: { readonly out: string; readonly supersedes?: string | undefined },
): Promise<MadePlan> {
  const args = ["preview", "--stack", of.stack];
  const opened = await openedStack(of, args);
  const passphrase = planPassphrase(opened.env, of.stack);
  rmSync(o.out, { force: true });
  return withStackLock({ ...of, env: opened.env }, async () => {
    const { cli, env, files } = opened;
    if (files) await clearInterruptedRun({ cli, env, ...files });
    if (files) assertReady({ ...files, env, args });
    const missing = files && missingState(files);
    if (missing !== undefined) throw new SetUpError(missing);
    await refresh(opened);
    const source = await sourceOf(of.project, { except: o.out });
    const engines = path.join(of.project, ".genesys", "events", `${fileNameOf(of.stack)}.plan.json`);
    try {
      const { ending, report } = await reportedPreview(
        of,
        { cli, args: [...args, "--save-plan", engines], env },
        (older) => assertNotOlder(older, { stack: of.stack, ...o }),
      );
      const changes = changesAnything(report);
      if (ending.code !== 0 || ending.signal) return { ending, changes };
      const plan = readFileSync(engines, "utf8");
      const bound = await boundTo(opened, source);
      const { text: verdict } = report.verdict;
      const made = new Date().toISOString();
      const names = { project: projectName(of.project), stack: of.stack };
      writePlan(o.out, { ...names, made, verdict, changes, bound, plan }, passphrase);
      return { ending, changes };
    } finally {
      rmSync(engines, { force: true });
    }
  });
}

/** What a plan of a stack is bound to, as it is now. */
export async function boundTo(opened: OpenedStack, source?: Awaited<ReturnType<typeof sourceOf>>): Promise<Bound> {
  const { commit, files } = source ?? (await sourceOf(opened.project));
  return { commit, source: files, state: await stateDigests(opened), settings: settingsOf(opened.env) };
}

/** Reads the live state. */
async function refresh({ project, stack, cli, env }: OpenedStack): Promise<void> {
  let output = "";
  const onOutput = (text: string) => {
    output += text;
  };
  const args = ["refresh", "--yes", "--skip-preview", "--color", "never", "--stack", stack];
  const { code, signal } = await runMarked({ project, stack, args, env }, (marked, more) =>
    passThrough(cli, marked, { env: { ...env, ...more }, onOutput }),
  );
  if (code === 0 && signal === null) return;
  if (output.includes("no stack named"))
    throw new SetUpError(
      `The stack ${stack} does not exist in the backend. Create it: npm run pulumi -- stack init ${stack} --no-select, ` +
        `then npm run pulumi -- up --stack ${stack}`,
    );
  throw new SetUpError(`The live state of ${stack} could not be read, so there is no plan.\n${output.trim()}`);
}
