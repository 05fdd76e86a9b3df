import { Campaign, type Case, MOST_UPDATES, type Outcome } from "./campaign.ts";
import { edits } from "./edits.ts";

/** `npm run faults -- --proxy 100 --seed 7`; `--case 31` makes the 31st edit of that seed alone. */
const wanted = process.env["FAULTS_PROXY"];
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const only = Number(process.env["FAULTS_CASE"] ?? 0);
const size = Number(wanted ?? 3);

jest.setTimeout(Math.max(3, size) * 3 * 60_000);

/**
 * A stack whose source is edited at random and whose calls meet a bad network: 5 % fail, some are 3 s late. Each edit is live
 * after four updates at most, and no flow is published more often than once more than needed.
 */
describe(`updates through a faulty proxy, seed ${seed}`, () => {
  const cases: Case[] = edits(seed, only || size).map((entry, index) => ({
    ...entry,
    seed,
    n: index + 1,
    // Of a sample, the last alone is looked at from all sides: a test run is not to wait for it.
    brief: !wanted && index + 1 < size,
  }));
  const run = only ? cases.slice(-1) : cases;
  const outcomes: Outcome[] = [];
  let campaign: Campaign | undefined;

  afterAll(async () => {
    await campaign?.close();
    report(table(outcomes));
  });

  test.each(run)("$n: $edit.what", async (one) => {
    campaign ??= await Campaign.open(one.before);
    const outcome = await campaign.run(one);
    outcomes.push(outcome);
    if (wanted) report([line(one, outcome), ...outcome.failures.map((text) => `  failed: ${text}`)].join("\n"));
    if (outcome.problems.length === 0) return;
    // What comes next starts from the source before it, in a stack of its own.
    await campaign.close();
    campaign = undefined;
    const again = `npm run faults -- --proxy 1 --seed ${seed} --case ${one.n}`;
    throw new Error(`${one.n}: ${one.edit.what}\n${outcome.problems.join("\n")}\nAgain, alone: ${again}`);
  });
});

function line({ n, edit }: Case, o: Outcome): string {
  const time = `${Math.round(o.ms / 1000)} s, ${o.calls} calls, ${o.faults} faults`;
  return `${n}: ${o.updates} updates, ${o.published} publishes of ${o.needed}, ${time}${o.problems.length > 0 ? ", WRONG" : ""}: ${edit.what}`;
}

/** How many edits needed how many updates. */
function table(outcomes: readonly Outcome[]): string {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const rows = Array.from({ length: MOST_UPDATES }, (_, index) => [
    String(index + 1),
    outcomes.filter(({ updates }) => updates === index + 1).length,
  ]);
  return [
    `${outcomes.length} edits, seed ${seed}, ${sum((o) => o.calls)} calls, ${sum((o) => o.faults)} faults`,
    "updates needed  edits",
    ...[...rows, ["more", outcomes.filter(({ updates }) => updates > MOST_UPDATES).length]].map(
      ([updates, count]) => `${String(updates).padStart(14)}  ${String(count).padStart(5)}`,
    ),
    `publishes: ${sum((o) => o.published)}, needed ${sum((o) => o.needed)}; edits with something wrong: ${outcomes.filter(({ problems }) => problems.length > 0).length}`,
  ].join("\n");
}

function report(text: string): void {
  process.stdout.write(`${text.replaceAll(/^/gm, "faulty proxy: ")}\n`);
}
