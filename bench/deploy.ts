import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Calls } from "./deploy/calls.ts";
import { Commands, peakMb, type Run } from "./deploy/commands.ts";
import { ServedOrganisation } from "./deploy/organisation.ts";
import { roles } from "./deploy/processes.ts";
import { documentsOf, flowProject, trivialProject } from "./deploy/projects.ts";
import { beyond, fastest, table } from "./measure.ts";

/**
 * How long the commands on one module and N callers take, compared with two floors in the same run: the unavoidable
 * bare HTTP requests, and a Pulumi program with as many trivial resources. Exits non-zero when a bound is exceeded.
 */
const sizes = numbers("BENCH_N", [100, 300, 1000]);
/**
 * Rounds of unchanged previews, of which the fastest counts; larger stacks, whose previews are long, get two at most.
 */
const ROUNDS = numbers("BENCH_ROUNDS", [3])[0] as number;
const LARGE = 500;

/** Limits of an operation, as multiples of its floor. */
interface Bounds {
  /** An unchanged preview; floor: the trivial program's with the same pack. */
  readonly preview: number;
  /** A creation and a change of the module; floor: the trivial program's time plus the bare requests. */
  readonly update: number;
  /** An unchanged preview with the pack; floor: one without. */
  readonly pack: number;
  /** Floor: the trivial program's time plus the bare requests. */
  readonly refresh: number;
  readonly peakMb: number;
}

/** By number of callers; other numbers have no bounds. */
const bounds: Readonly<Record<number, Bounds>> = {
  100: { preview: 1.3, update: 1.3, pack: 1.25, refresh: 1.5, peakMb: 300 },
  300: { preview: 1.3, update: 1.3, pack: 1.25, refresh: 1.5, peakMb: 400 },
  1000: { preview: 1.2, update: 1.3, pack: 1.25, refresh: 1.5, peakMb: 600 },
};

const rows: string[][] = [];
const processRows: string[][] = [];
const feltRows: string[][] = [];
for (const callers of sizes) {
  // Measurements up to a failure still get their table.
  await measure(callers).catch((error) => beyond(`${callers} callers: ${error}`));
}
table(
  ["callers", "what", "s", "trivial s", "calls s", "ratio to the floor", "bound", "calls", "calls of the floor"],
  rows,
);
table(["callers", "unchanged preview", "s", ...roles.flatMap((role) => [`${role} s`, "MB"])], processRows);
table(["callers", "command", "to the first line, s", "to the last, s"], feltRows);

async function measure(callers: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "bench-deploy-"));
  const organisation = await ServedOrganisation.start({ folder, name: "deployed" });
  const other = await ServedOrganisation.start({ folder, name: "called" });
  const flows = await flowProject(callers, organisation);
  const trivial = await trivialProject(callers);
  const commands = new Commands(organisation, flows);
  const bare = await Calls.open({ port: other.port, parallel: commands.parallel });
  const limits: Partial<Bounds> = bounds[callers] ?? {};
  const own: Run[] = [];
  const timed = async (work: () => Promise<unknown>) => {
    const [started, before] = [performance.now(), bare.count];
    await work();
    return { s: (performance.now() - started) / 1000, calls: bare.count - before };
  };
  const report = async (what: string, run: Run, floor: Floor): Promise<void> => {
    own.push(run);
    const ratio = run.s / (floor.s + (floor.bare?.s ?? 0));
    const calls = await organisation.callsSince();
    const times = [run.s.toFixed(2), floor.s.toFixed(2), floor.bare?.s.toFixed(2) ?? "", `${ratio.toFixed(2)}x`];
    const bound = floor.bound === undefined ? "" : `${floor.bound}x`;
    rows.push([String(callers), what, ...times, bound, String(calls), String(floor.bare?.calls ?? 0)]);
    judge(`${what} with ${callers} callers`, ratio, floor.bound);
  };
  const felt = (what: string, { s, firstLineS }: Run) =>
    feltRows.push([String(callers), what, firstLineS.toFixed(2), s.toFixed(2)]);
  const both = async (command: "up" | "refresh") =>
    [await commands.run(flows, command), await commands.run(trivial, command)] as const;
  try {
    // The first run in a checkout compiles what later runs reuse.
    for (const project of rows.length === 0 ? [flows, trivial] : []) await commands.run(project, "preview");
    await organisation.callsSince();

    const [created, createdTrivial] = await both("up");
    const documents = documentsOf(flows);
    const createCalls = await timed(() => bare.create(documents.module, documents.callers));
    await report("create", created, { s: createdTrivial.s, bare: createCalls, bound: limits.update });

    const previews = { own: [] as Run[], alone: [] as Run[], trivial: [] as Run[], trivialAlone: [] as Run[] };
    for (let round = 0; round < Math.min(ROUNDS, callers < LARGE ? ROUNDS : 2); round += 1) {
      previews.own.push(await commands.run(flows, "preview"));
      previews.trivial.push(await commands.run(trivial, "preview"));
      previews.alone.push(await commands.run(flows, "preview", { withoutPack: true }));
      previews.trivialAlone.push(await commands.run(trivial, "preview", { withoutPack: true }));
    }
    const unchanged = fastest(previews.own);
    const unchangedTrivial = fastest(previews.trivial);
    const alone = fastest(previews.alone);
    own.push(...previews.own, ...previews.alone);
    await report("unchanged preview", unchanged, { s: unchangedTrivial.s, bound: limits.preview });
    const pack = unchanged.s / alone.s;
    const without = [alone.s.toFixed(2), "", "", `${pack.toFixed(2)}x with it`];
    rows.push([String(callers), "the same without the pack", ...without]);
    judge(`the pack's part in a preview with ${callers} callers`, pack, limits.pack);
    processRows.push(
      processRow(callers, "one module and its callers", unchanged),
      processRow(callers, "the same without the pack", alone),
      processRow(callers, "trivial", unchangedTrivial),
      processRow(callers, "trivial without the pack", fastest(previews.trivialAlone)),
    );
    felt("preview, nothing changed", unchanged);

    for (const project of [flows, trivial]) project.change("We are sorry.");
    const [changed, changedTrivial] = await both("up");
    const changeCalls = await timed(() => bare.change(documents.module, documents.callers));
    await report("module change", changed, { s: changedTrivial.s, bare: changeCalls, bound: limits.update });
    processRows.push(processRow(callers, "module change: preview and update", changed));
    felt("up, module changed", changed);

    const [refreshed, refreshedTrivial] = await both("refresh");
    const refreshCalls = await timed(() => bare.refresh());
    await report("refresh", refreshed, { s: refreshedTrivial.s, bare: refreshCalls, bound: limits.refresh });

    const largest = peakMb(own);
    rows.push([String(callers), "largest process, MB", largest.toFixed(0), "", "", "", String(limits.peakMb ?? "")]);
    judge(`MB of the largest process with ${callers} callers`, largest, limits.peakMb);
  } finally {
    bare.close();
    await Promise.all([flows.workspace.dispose(), trivial.workspace.dispose()]);
    await Promise.all([organisation.stop(), other.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The floor of an operation: the trivial program's time, and the bare requests. */
interface Floor {
  readonly s: number;
  readonly bare?: { readonly s: number; readonly calls: number };
  readonly bound: number | undefined;
}

function judge(what: string, value: number, bound: number | undefined): void {
  console.error(`${what}: ${value.toFixed(2)}${bound === undefined ? "" : ` of ${bound}`}`);
  if (bound !== undefined && value > bound) beyond(`${what}: ${value.toFixed(2)} of ${bound}`);
}

function processRow(callers: number, what: string, { s, usage }: Run): string[] {
  const used = roles.flatMap((role) => {
    const { cpuS, peakMb } = usage.get(role) ?? {};
    return [cpuS?.toFixed(1) ?? "", peakMb?.toFixed(0) ?? ""];
  });
  return [String(callers), what, s.toFixed(2), ...used];
}

/** Numbers of an environment variable, separated by commas. @throws Error when it contains anything else */
function numbers(name: string, otherwise: readonly number[]): readonly number[] {
  const text = process.env[name];
  if (text === undefined) return otherwise;
  const given = text.split(",").map(Number);
  if (!given.every((n) => Number.isFinite(n) && n >= 0)) throw new Error(`${name} is '${text}', not numbers.`);
  return given;
}
