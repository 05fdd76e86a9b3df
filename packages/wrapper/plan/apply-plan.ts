import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { count } from "@genesys-flows/architect/count";
import { accountWords, type KeptRelease } from "@genesys-flows/report/account";
import type { EngineStep } from "@genesys-flows/report/events";
import { makeReady } from "../health/before-run.ts";
import { plannedUpdate } from "../report/previewed-update.ts";
import { engineFile, type ReportedRun, reportedRun } from "../report/reported-run.ts";
import { runReader } from "../runs/engine-run.ts";
import { keptReleases } from "../runs/kept-releases.ts";
import { openedStack } from "../runs/opened-stack.ts";
import { withStackLock } from "../runs/stack-lock.ts";
import { type OpenedStack, type ProjectStack, projectName } from "../stack/stack.ts";
import { printSummaryAfter } from "../stack/summary.ts";
import { type Ending, succeeded } from "../system/pass-through.mjs";
import { minute, SetUpError, say } from "../system/say.ts";
import { boundTo, differences, sourceOf } from "./bound.ts";
import { type KeptPlan, planIdentity, planPassphrase, readPlan } from "./kept-plan.ts";

/**
 * Runs exactly the update that a plan describes. Does nothing if the stack's releases show that the plan was already
 * applied. First checks that the source, state, rules and organisation have not changed since the plan was made. The
 * engine then refuses every step that is not in the plan.
 * @param o.plan path of the plan file
 * @throws SetUpError that lists everything that changed since the plan was made
 */
export async function applyPlan(of: ProjectStack, o: { readonly plan: string }): Promise<Ending> {
  const args = ["up", "--stack", of.stack];
  const opened = await openedStack(of, args);
  const { cli, env } = opened;
  const kept = readPlan(o.plan, planPassphrase(env, of.stack));
  assertSameStack(kept, of);
  say(`Plan of ${minute(kept.made)}: ${kept.verdict}`);
  const identity = planIdentity(o.plan);
  const ending = await withStackLock(opened, async () => {
    const { releases } = await keptReleases(opened);
    const earlier = releases.find(({ plan, failed }) => plan === identity && !failed);
    if (earlier !== undefined) {
      say(alreadyApplied(earlier, { releases, stack: of.stack }));
      return { code: 0, signal: null };
    }
    await makeReady(opened, args);
    const changes = differences(kept.bound, await boundTo(opened, await sourceOf(of.project, o.plan)));
    refuse([...(changes.length > 0 ? updatesSince(kept.made, { releases, stack: of.stack }) : []), ...changes]);
    refuse(await changesSince(opened));
    const engines = engineFile(of, "plan");
    mkdirSync(path.dirname(engines), { recursive: true });
    try {
      writeFileSync(engines, kept.plan, { mode: 0o600 });
      const command = { cli, args: [...args, "--suppress-outputs"], env };
      return (await plannedUpdate(of, command, engines, { identity })).ending;
    } finally {
      rmSync(engines, { force: true });
    }
  });
  await printSummaryAfter(ending, opened);
  return ending;
}

/** The releases of a stack, newest first. */
interface Releases {
  readonly releases: readonly KeptRelease[];
  readonly stack: string;
}

export function alreadyApplied(applied: KeptRelease, { releases, stack }: Releases): string {
  const newer = releases.filter(({ time }) => time > applied.time);
  const [latest] = newer;
  const since =
    latest === undefined
      ? ""
      : `\n${count(newer.length, "newer update")} of ${stack} followed, the latest at ${accountWords(latest)}.`;
  return `This plan was already applied at ${minute(applied.time)}, so nothing is left to do: ${applied.verdict}${since}`;
}

export function updatesSince(made: string, { releases, stack }: Releases): string[] {
  return releases
    .filter(({ time }) => time > made)
    .map(
      (release) =>
        `Another update of ${stack} ${release.failed ? "failed" : "ran"} after this plan was made: ${accountWords(release)}.`,
    );
}

function assertSameStack(kept: KeptPlan, { project, stack }: ProjectStack): void {
  const name = projectName(project);
  if (kept.stack === stack && kept.project === name) return;
  throw new SetUpError(
    `The plan is for the stack ${kept.stack} of ${kept.project}, not for ${stack} of ${name}. Nothing was changed.`,
  );
}

function refuse(reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new SetUpError(
    `The plan is out of date, and nothing was changed.\n${reasons.map((reason) => `  - ${reason}`).join("\n")}\nMake a new plan and review it.`,
  );
}

/** Reads the live objects of a stack with `refresh --preview-only`, which does not write the state. */
export function liveRead({ project, stack, cli, env }: OpenedStack): Promise<ReportedRun> {
  const args = ["refresh", "--preview-only", "--stack", stack];
  return reportedRun({ project, stack }, { cli, args, env, phase: "refresh", run: runReader });
}

/**
 * One sentence for each object that changed in the organisation since the state of the stack was written. A difference
 * between live and desired state does not count, because the plan is based on these differences.
 */
async function changesSince(opened: OpenedStack): Promise<string[]> {
  const { ending, report, done, output } = await liveRead(opened);
  if (!succeeded(ending)) {
    const errors = report.findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
    const why = errors.length > 0 ? errors : [report.run.cause ?? output.trim()];
    return [`The organisation cannot be compared with the state: ${why.join(" ")}`];
  }
  const changed = done.steps.filter(({ op }) => op !== "refresh").filter(isOther);
  return changed.map(({ name, type }) => {
    const drift = report.outside.find(({ kind, flow }) => kind === "drift" && flow?.key === name);
    return drift?.text ?? `${type.split(":").at(-1)} '${name}' was changed outside this stack.`;
  });
}

function isOther({ old, new: live }: EngineStep): boolean {
  return old !== undefined && !isDeepStrictEqual([old.id, old.outputs], [live?.id, live?.outputs]);
}
