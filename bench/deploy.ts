import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiEnvironment } from "../scripts/lib/stack/environment.ts";
import { Calls } from "./deploy/calls.ts";
import { ServedOrganisation } from "./deploy/organisation.ts";
import { documentsOf, flowProject, type Project, trivialProject } from "./deploy/projects.ts";
import { table } from "./table.ts";

/**
 * How long an update of one module and N callers takes, beside two floors in the same run: the bare HTTP calls that it cannot do without,
 * and a Pulumi program with as many trivial resources. Ends non-zero when a bound is exceeded.
 */
const UP_BOUND = 1.5;
const UNCHANGED_BOUND = 1.5;
/** A change of the module with 100 callers and jobs of three seconds, in seconds of wall time. */
const CHANGE_OF_100_BOUND = 35;

const sizes = numbers("BENCH_N", [10, 100, 300]);
const jobTimes = numbers("BENCH_JOBS", [0, 3]);
/** Unchanged updates of fewer than this many are short: the fastest of so many counts. */
const SHORT = 200;
const ROUNDS = numbers("BENCH_ROUNDS", [2])[0] as number;

const failures: string[] = [];
const rows: string[][] = [];
const checkpointRows: string[][] = [];
for (const callers of sizes) {
  for (const job of jobTimes) {
    // What was measured until then is worth its table.
    await measure(callers, job).catch((error) => failures.push(`${callers} callers, jobs of ${job} s: ${error}`));
  }
}
table(
  ["callers", "job s", "what", "s", "trivial s", "calls s", "ratio to the sum", "bound", "calls", "calls of the floor"],
  rows,
);
table(["module change, state written", "at each step, s", "at the end, s"], checkpointRows);
for (const failure of failures) console.error(`beyond its bound: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;

async function measure(callers: number, job: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-deploy-"));
  const jobMs = job * 1000;
  const organisation = await ServedOrganisation.start({ folder, name: "deployed", jobMs });
  const other = await ServedOrganisation.start({ folder, name: "called", jobMs });
  const flows = await flowProject({ callers, text: "Sorry.", organisation });
  const trivial = await trivialProject({ callers, text: "Sorry." });
  // As `npm run pulumi` has it on a person's machine.
  const variables = pulumiEnvironment({ project: flows.workspace.root, env: {}, stack: "dev" });
  const { PULUMI_PARALLEL = "" } = variables;
  const writtenAtTheEnd = variables["PULUMI_SKIP_CHECKPOINTS"] === "true";
  const bare = await Calls.open({ port: other.port, parallel: Number(PULUMI_PARALLEL), jobMs });
  const seconds = async (project: Project, command: "up" | "refresh", atTheEnd?: boolean): Promise<number> => {
    const pack = command === "up" ? ["--policy-pack", "policies"] : [];
    const PULUMI_SKIP_CHECKPOINTS = String(atTheEnd ?? (project === flows && writtenAtTheEnd));
    const env = { ...organisation.environment, PULUMI_PARALLEL, PULUMI_SKIP_CHECKPOINTS };
    return (await project.workspace.succeed([command, "--yes", "--stack", "dev", ...pack], { env })).ms / 1000;
  };
  const timed = async (work: () => Promise<unknown>): Promise<{ s: number; calls: number }> => {
    const [started, before] = [performance.now(), bare.count];
    await work();
    return { s: (performance.now() - started) / 1000, calls: bare.count - before };
  };
  const report = async (what: string, m: Measured): Promise<number> => {
    const ratio = m.own / (m.trivial + (m.calls?.s ?? 0));
    const calls = await organisation.callsSince();
    rows.push([
      String(callers),
      String(job),
      what,
      m.own.toFixed(2),
      m.trivial.toFixed(2),
      m.calls?.s.toFixed(2) ?? "",
      `${ratio.toFixed(2)}x`,
      m.bound === undefined ? "" : `${m.bound}x`,
      String(calls),
      String(m.calls?.calls ?? 0),
    ]);
    const at = `${what} with ${callers} callers and jobs of ${job} s`;
    if (m.bound !== undefined && ratio > m.bound) failures.push(`${at}: ${ratio.toFixed(2)}x of the floors' sum`);
    console.error(`${at}: ${m.own.toFixed(2)} s, ${ratio.toFixed(2)}x`);
    return m.own;
  };
  try {
    // The first run of a checkout compiles what the others find compiled.
    if (rows.length === 0)
      for (const { workspace } of [flows, trivial]) await workspace.preview({ env: organisation.environment });
    await organisation.callsSince();
    const created = { own: await seconds(flows, "up"), trivial: await seconds(trivial, "up") };
    const documents = documentsOf(flows);
    const createCalls = await timed(() => bare.create(documents.module, documents.callers));
    await report("create", { ...created, calls: createCalls, bound: UP_BOUND });

    const unchanged = { own: Number.POSITIVE_INFINITY, trivial: Number.POSITIVE_INFINITY };
    for (let round = 0; round < (callers < SHORT ? ROUNDS : 1); round += 1) {
      unchanged.own = Math.min(unchanged.own, await seconds(flows, "up"));
      unchanged.trivial = Math.min(unchanged.trivial, await seconds(trivial, "up"));
    }
    await report("no change", { ...unchanged, bound: UNCHANGED_BOUND });

    for (const project of [flows, trivial]) project.change("We are sorry.");
    const changed = { own: await seconds(flows, "up"), trivial: await seconds(trivial, "up") };
    const changeCalls = await timed(() => bare.change(documents.module, documents.callers));
    const took = await report("module change", { ...changed, calls: changeCalls, bound: UP_BOUND });
    if (callers === 100 && job === 3 && took > CHANGE_OF_100_BOUND) {
      failures.push(`a change of the module with 100 callers took ${took.toFixed(1)} s of ${CHANGE_OF_100_BOUND}`);
    }

    if (callers === Math.max(...sizes) && job === Math.min(...jobTimes)) {
      // Each once more, the other way than it had it above.
      const own = { name: "one module and its callers", project: flows, took: changed.own, atTheEnd: writtenAtTheEnd };
      for (const { name, project, took, atTheEnd } of [
        own,
        { name: "trivial", project: trivial, took: changed.trivial, atTheEnd: false },
      ]) {
        project.change("Please call again.");
        const other = await seconds(project, "up", !atTheEnd);
        const both = atTheEnd ? [other, took] : [took, other];
        checkpointRows.push([`${callers} callers, jobs of ${job} s, ${name}`, ...both.map((s) => s.toFixed(2))]);
      }
      await organisation.callsSince();
    }

    const refreshed = { own: await seconds(flows, "refresh"), trivial: await seconds(trivial, "refresh") };
    await report("refresh", { ...refreshed, calls: await timed(() => bare.refresh()) });
  } finally {
    bare.close();
    await Promise.all([flows.workspace.dispose(), trivial.workspace.dispose()]);
    await Promise.all([organisation.stop(), other.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly own: number;
  readonly trivial: number;
  readonly calls?: { readonly s: number; readonly calls: number };
  readonly bound?: number;
}

/** Numbers of an environment variable, separated by commas. @throws Error when it holds anything else */
function numbers(name: string, otherwise: readonly number[]): readonly number[] {
  const text = process.env[name];
  if (text === undefined) return otherwise;
  const given = text.split(",").map(Number);
  if (!given.every((n) => Number.isFinite(n) && n >= 0)) throw new Error(`${name} is '${text}', not numbers.`);
  return given;
}
