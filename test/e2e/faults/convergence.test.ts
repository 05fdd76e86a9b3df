import { sample } from "./cases.ts";
import { type FaultKind, faultKinds } from "./kinds.ts";
import { flowNames, type Run, type StackState } from "./run.ts";
import { World } from "./world.ts";

/**
 * Whatever happens to one HTTP call of `up`, the next `up` ends with what the program says. `FAULTS=all` meets every call
 * with every fault; otherwise a sample of `FAULTS` cases, which `FAULTS_SEED` changes.
 */
const all = process.env["FAULTS"] === "all";
const size = Number((!all && process.env["FAULTS"]) || 6);
const seed = Number(process.env["FAULTS_SEED"] ?? 1);

jest.setTimeout((all ? 60 : 2) * 60_000);

const NOTHING: StackState = new Map();
let world: World;
/** State after the last convergence; its flows live. */
let settled: StackState = NOTHING;
let texts = 0;
/** Calls that an undisturbed run makes. */
const calls = { create: 0, update: 0 };
let cases = 0;
let missed = 0;

beforeAll(async () => {
  world = await World.open();
  calls.create = (await world.callsOf(() => undisturbed(NOTHING))).length;
  calls.update = (await world.callsOf(() => undisturbed(settled))).length;
});
afterAll(async () => {
  await world?.close();
  process.stdout.write(
    `convergence under faults: ${cases} cases, ${missed} of them without the call; ${calls.create} calls to create, ${calls.update} to change the module\n`,
  );
});

type Kind = keyof typeof calls;
const matrix = faultKinds.flatMap((fault) =>
  (["create", "update"] as const).map((kind) => ({ fault, kind, name: `${kind}, ${fault.name}` })),
);

if (all) {
  test.each(matrix)("$name, at every call", async ({ fault, kind }) => {
    for (let call = 1; call <= calls[kind]; call++) await converges(kind, fault, call);
  });
} else {
  test.each(sample(matrix, { size, seed }))("$name, at $share of the calls", async ({ fault, kind, share }) => {
    await converges(kind, fault, 1 + Math.floor(share * calls[kind]));
  });
}

/** A run with a fault at one call, then one without: everything is as the program says, and nothing was done twice. */
async function converges(kind: Kind, fault: FaultKind, call: number): Promise<void> {
  cases++;
  const from = kind === "create" ? NOTHING : settled;
  if (kind === "create") await world.deleteFlows();
  const before = await versions();
  const text = `Text ${++texts}.`;
  const where = `${kind}, ${fault.name}, call ${call}`;

  const disturbed = await world.run(from);
  const met = await world.withFault(call, fault, disturbed, async () => void (await disturbed.up(text)));
  if (!met) missed++;
  await disturbed.stop();

  const repaired = await world.run(disturbed.state);
  const steps = await repaired.up(text);
  expect({ where, errors: repaired.errors, first: disturbed.errors }).toEqual({
    where,
    errors: [],
    first: expect.anything(),
  });
  expect({ where, steps: steps.filter((step) => step === "failed" || step === "replace") }).toEqual({
    where,
    steps: [],
  });

  const after = await versions();
  expect({ where, names: [...after.keys()].sort() }).toEqual({ where, names: flowNames });
  const grown = [...after].filter(([name, version]) => version - (before.get(name) ?? 0) > 2);
  expect({ where, grown }).toEqual({ where, grown: [] });
  expect({ where, changed: await repaired.refresh() }).toEqual({ where, changed: [] });
  expect({ where, steps: new Set(await repaired.up(text)) }).toEqual({ where, steps: new Set(["same"]) });
  await repaired.stop();
  expectNoSecrets(where, disturbed, repaired);
  settled = repaired.state;
}

function expectNoSecrets(where: string, ...runs: readonly Run[]): void {
  expect({ where, secrets: runs.flatMap((run) => world.secretsIn(run.output)) }).toEqual({ where, secrets: [] });
}

async function undisturbed(state: StackState): Promise<void> {
  const run = await world.run(state);
  await run.up(`Text ${++texts}.`);
  await run.stop();
  expect(run.errors).toEqual([]);
  settled = run.state;
}

/** Published version of each flow, by name. @throws Error when two flows have one name */
async function versions(): Promise<Map<string, number>> {
  const flows = await world.flows();
  const known = new Map(flows.map((flow) => [flow.name, Number.parseInt(flow.publishedVersion?.id ?? "0", 10)]));
  if (known.size < flows.length) throw new Error(`Flows twice: ${flows.map(({ name }) => name).join(", ")}`);
  return known;
}
