import { writeCentre } from "../../fixtures/centre-model.ts";
import { troubleIn } from "../../harness/assertions.ts";
import type { Survivor } from "../../harness/process.ts";
import type { Workspace } from "../../harness/workspace.ts";
import type { Case, Moment } from "./cases.ts";
import { extraVersions, judge, unknownFlows } from "./judgement.ts";
import { type Strike, strikeAt } from "./moments.ts";
import { changeOutside, giveBack } from "./outside.ts";
import { leave, upOf, type World, type Worlds } from "./worlds.ts";

/** What became of a case. */
export interface Outcome {
  /** When the kill hit; undefined when none of the attempts did. */
  readonly hit?: string;
  /** What Ann did in between. */
  readonly outside?: string;
  /** The documented commands after the kill, in their order. */
  readonly commands: readonly string[];
  /** What is wrong; empty when all is well. */
  readonly problems: readonly string[];
  /** Versions that were published for nothing. Each is a problem, too. */
  readonly extra: number;
  readonly ms: number;
}

/** How a case is looked at. `brief`: no preview in the next update, and none after it. */
export interface Manner {
  readonly brief: boolean;
  /** Worlds that end badly stay, for who wants to look. */
  readonly keep: boolean;
}

/** A kill that comes too late is tried again in another world, at an earlier moment. */
const ATTEMPTS = 3;
/** So many updates, where each that is refused names a command that helps. */
const UPDATES = 4;
/** A process that its engine's death leaves has so long to end. */
const LINGER_MS = 8_000;

/** Kills, does what the documentation says, and compares everything. Never rejects for what the project does wrong. */
export async function runCase(one: Case, worlds: Worlds, manner: Manner): Promise<Outcome> {
  const started = performance.now();
  let moment = one.moment;
  for (let attempt = 1; ; attempt++) {
    const world = await worlds.enter(one.before ? "deployed" : "empty");
    const problems: string[] = [];
    try {
      const { hit, seen, lingering } = await kill(one, moment, { world, usualMs: worlds.usualMs });
      if (hit === undefined && attempt < ATTEMPTS) {
        moment = earlier(moment, seen);
        continue;
      }
      const after = await recover(one, world, manner);
      problems.push(...after.problems, ...(await lingering).map(stillRuns));
      return {
        ...after,
        ...(hit !== undefined && { hit }),
        problems,
        ms: performance.now() - started,
      };
    } finally {
      const keep = manner.keep && problems.length > 0;
      if (keep) problems.push(`Kept: ${world.workspace.root}`);
      await leave(world, { keep }).catch((error: Error) => problems.push(error.message));
    }
  }
}

interface Killed extends Strike {
  /** Processes of the run that do not end although their engine did. */
  readonly lingering: Promise<Survivor[]>;
}

async function kill(one: Case, moment: Moment, { world, usualMs }: { world: World; usualMs: number }): Promise<Killed> {
  const { workspace, proxy } = world;
  writeCentre(workspace, one.during);
  const args = [...upOf(workspace), ...(one.previews ? [] : ["--skip-preview"])];
  const running = workspace.begin("pulumi", args, { env: environmentOf(one) });
  const strike = await strikeAt(moment, { workspace, proxy, running, victim: one.victim, usualMs });
  const run = workspace.processes();
  // The next command is typed when the prompt is back.
  await running.gone;
  return { ...strike, lingering: lingering(workspace, run) };
}

/** Everything between the kill and the end: what somebody does meanwhile, the next commands, the verdict. */
async function recover(one: Case, world: World, { brief }: Manner): Promise<Omit<Outcome, "hit" | "ms">> {
  const { workspace, platform, proxy } = world;
  const { between, wanted } = one;
  writeCentre(workspace, wanted);
  const outside = between.kind === "changed outside" ? await changeOutside(platform, between.outside) : undefined;
  const commands: string[] = [];
  const command = async (args: readonly string[], tool = "pulumi") => {
    const result = await workspace.script(tool, args, { env: environmentOf(one) });
    commands.push(`${tool} ${args.join(" ")} -> ${result.code}`);
    return result;
  };
  const problems: string[] = [];
  for (let update = 1; ; update++) {
    const { code, output } = await command([...upOf(workspace), ...(brief ? ["--skip-preview"] : [])]);
    if (code === 0) {
      await removeOrphans(command, { output, world });
      break;
    }
    const advised = adviceIn(output);
    if (update === UPDATES || !outside || (advised.length === 0 && !output.includes("is checked out by user Ann"))) {
      problems.push(`The next update failed:\n${troubleIn(output)}`);
      break;
    }
    for (const args of advised) await command(args);
    await giveBack(platform);
  }
  await giveBack(platform);
  await proxy.quiet();
  problems.push(...(await judge(world, wanted)));
  const extra = await extraVersions(platform);
  problems.push(...extra);
  if (!brief && problems.length === 0) problems.push(...(await rest(one, workspace)));
  return { ...(outside !== undefined && { outside }), commands, problems, extra: extra.length };
}

/** A preview finds nothing; every other one looks at what is live. */
async function rest(one: Case, workspace: Workspace): Promise<string[]> {
  const look = one.n % 2 === 0 ? ["--refresh"] : [];
  const { code, output } = await workspace.script(
    "pulumi",
    ["preview", "--stack", workspace.stack, "--non-interactive", "--expect-no-changes", "--diff", ...look],
    // The policies had their word.
    { env: { ...environmentOf(one), PULUMI_OPTION_POLICY_PACK: "" } },
  );
  return code === 0 ? [] : [`A further preview ${look.join("")} finds changes:\n${output}`];
}

/** Flows that the killed run made and no source names stay until somebody runs the command that a refresh reports. */
async function removeOrphans(
  command: (args: readonly string[], tool?: string) => Promise<{ output: string }>,
  { output, world }: { output: string; world: World },
): Promise<void> {
  const ids = await unknownFlows(world);
  if (ids.length === 0) return;
  const reported = (text: string): string[] => ids.filter((id) => text.includes(`npm run flowctl -- delete ${id} `));
  const found =
    reported(output).length > 0
      ? reported(output)
      : reported((await command(["refresh", "--yes", "--stack", world.workspace.stack, "--non-interactive"])).output);
  for (const id of found) await command(["delete", id, "--stack", world.workspace.stack], "flowctl");
}

/** The configuration commands that a refused update names. */
function adviceIn(output: string): string[][] {
  const lines = output.matchAll(/npm run pulumi -- (config set --stack \S+ --path) '([^']+)' (\S+)/g);
  const commands = new Map(
    [...lines].map(([text, start = "", key = "", value = ""]) => [text, [...start.split(" "), key, value]]),
  );
  return [...commands.values()];
}

/** An earlier moment of the same kind, by how often it came. */
function earlier(moment: Moment, seen: number): Moment {
  if (moment.kind === "time") return { ...moment, share: moment.share / 2 };
  if (seen > 0) return { ...moment, nth: 1 + (moment.nth % seen) };
  return { kind: "time", share: 0.4 };
}

function environmentOf({ state }: Case): Record<string, string> {
  return { PULUMI_SKIP_CHECKPOINTS: String(state === "written at the end") };
}

/** Waits until the engine among processes is gone, and somewhat longer for the others; returns those that are left. */
async function lingering(workspace: Workspace, run: readonly Survivor[]): Promise<Survivor[]> {
  const pids = new Set(run.map(({ pid }) => pid));
  const left = () => workspace.processes().filter(({ pid }) => pids.has(pid));
  let since: number | undefined;
  for (;;) {
    const now = left();
    if (now.length === 0) return [];
    if (now.some(({ command }) => /\/bin\/pulumi up\b/.test(command))) since = undefined;
    else since ??= performance.now();
    if (since !== undefined && performance.now() - since > LINGER_MS) return now;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function stillRuns({ pid, command }: Survivor): string {
  return `Process ${pid} of the killed run still runs: ${command.slice(0, 200)}`;
}
