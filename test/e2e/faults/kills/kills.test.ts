import { firstCentre } from "../proxy/edits.ts";
import { type Outcome, runCase } from "./campaign.ts";
import { type Case, killCases, type Operation, operationNames } from "./cases.ts";
import { again, type Judged, line, table } from "./table.ts";
import { Worlds } from "./worlds.ts";

/** `npm run faults -- --kills 200 --seed 7`; `--case 31` makes the 31st case of that seed alone, `--operation rename` kills renames alone. */
const wanted = process.env["FAULTS_KILLS"];
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const only = Number(process.env["FAULTS_CASE"] ?? 0);
const size = Number(wanted ?? 10);
const operation = process.env["FAULTS_OPERATION"];
const AT_ONCE = 2;
/** Further renames in a sample. */
const RENAMES = 3;

jest.setTimeout(Math.max(10, size) * 3 * 60_000);

/**
 * A killed run of the real CLI, any of its processes at any time, and what happens before the next command. Then the
 * documented next command alone makes the organisation what the source says, and leaves nothing of the killed run.
 */
describe(`runs that are killed, seed ${seed}`, () => {
  const of = (name: string | undefined, count: number) => killCases(seed, count, operationNamed(name));
  const all = of(operation, only || size);
  // Each sample has some renames, whose steps are the most.
  const cases = only ? all.slice(-1) : [...all, ...(wanted ? [] : of("rename", RENAMES))];
  const manner = { brief: wanted === undefined, keep: process.env["FAULTS_KEEP"] !== undefined };
  const judged: Judged[] = [];
  let worlds: Worlds;
  let outcomes: Map<Case, Promise<Outcome>>;

  beforeAll(async () => {
    worlds = await Worlds.prepare(firstCentre);
    outcomes = atOnce(cases, async (one) => {
      const outcome = await runCase(one, worlds, manner);
      judged.push({ one, outcome });
      if (wanted) report([line(one, outcome), ...outcome.problems.map((text) => `  ${text}`)].join("\n"));
      return outcome;
    });
  });
  afterAll(async () => {
    await Promise.allSettled(outcomes?.values() ?? []);
    await worlds?.close();
    if (wanted) report(table(judged.toSorted((a, b) => a.one.n - b.one.n)));
  });

  test.each(cases)("$n: $operation, $victim: $what", async (one) => {
    const outcome = (await outcomes.get(one)) as Outcome;
    if (outcome.problems.length === 0) return;
    throw new Error(
      [line(one, outcome), ...outcome.problems, ...outcome.commands, `Again, alone: ${again(one)}`].join("\n"),
    );
  });
});

function operationNamed(name: string | undefined): Operation | undefined {
  const found = operationNames.find((one) => one === name);
  if (name !== undefined && !found) throw new Error(`"${name}" is none of ${operationNames.join(", ")}.`);
  return found;
}

/** Does `work` for each entry in their order, `AT_ONCE` at the same time. */
function atOnce<Entry, Result>(
  entries: readonly Entry[],
  work: (entry: Entry) => Promise<Result>,
): Map<Entry, Promise<Result>> {
  const waiting: (() => Promise<unknown>)[] = [];
  const results = new Map(
    entries.map((entry) => {
      const result = new Promise<Result>((resolve, reject) => {
        waiting.push(() => work(entry).then(resolve, reject));
      });
      result.catch(() => undefined); // its test reports it
      return [entry, result];
    }),
  );
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next();
  };
  for (let lanes = 0; lanes < AT_ONCE; lanes++) void lane();
  return results;
}

function report(text: string): void {
  process.stdout.write(`${text.replaceAll(/^/gm, "kills: ")}\n`);
}
