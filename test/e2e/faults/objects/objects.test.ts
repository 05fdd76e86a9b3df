import { objectKinds } from "@genesys-flows/project";
import { nameOf, samples } from "../../fixtures/every-kind.ts";
import { liveObjects } from "../../fixtures/every-kind-live.ts";
import { type Case, casesOf } from "./cases.ts";
import { judge, type Live, peoplesRow } from "./judgement.ts";
import { World } from "./world.ts";

/** `npm run faults -- --objects 10 --seed 7`; `--case 3` makes the third life of that seed alone. */
const wanted = process.env["FAULTS_OBJECTS"];
const all = process.env["FAULTS"] === "all";
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const only = Number(process.env["FAULTS_CASE"] ?? 0);
const size = Number(wanted ?? (all ? 8 : 1));

jest.setTimeout(10 * 60_000);

test("the fixture has every kind that files declare, under two names", () => {
  expect(Object.keys(samples).sort()).toEqual(objectKinds.map(({ kind }) => kind).sort());
  for (const [kind, { names }] of Object.entries(samples))
    expect([kind, names.first]).not.toEqual([kind, names.second]);
});

/**
 * Objects of every kind are created, changed, renamed and removed. Each run meets a bad network and is killed at a writing request; then
 * `up` alone, again, makes the organisation what the files say, and a further preview changes nothing.
 */
describe.each(only ? [only] : Array.from({ length: size }, (_, index) => index + 1))(`life %d, seed ${seed}`, (n) => {
  let world: World;
  let peoples: Live;
  let before: Live;
  let broken: string | undefined;

  beforeAll(async () => {
    world = await World.open();
    peoples = await liveObjects(world.platform);
    before = peoples;
  });
  afterAll(() => world?.close());

  test.each(casesOf({ seed, n, sampled: wanted === undefined && !all }).map((one) => ({ what: one.change.what, one })))(
    "$what",
    async ({ what, one }) => {
      if (broken !== undefined) throw new Error(`The ${broken} before it did not end well.`);
      broken = what;
      await live(one);
      broken = undefined;
    },
  );

  async function live(one: Case): Promise<void> {
    const disturbed = await world.disturbed(one);
    const { hit = "nothing was killed", updates } = disturbed;
    report(`${n}, ${one.change.what}: ${hit}, then ${updates} updates`);
    await judge(world, one.change, { peoples, before, disturbed });
    if (one.previewed) expect(await world.preview()).toContain("Nothing changes.");
    before = await liveObjects(world.platform);
    const { what, after } = one.change;
    if (what === "creation" && after)
      await addRow(String(before["dataTable"]?.find(isNamed(nameOf("dataTable", after)))?.id));
  }

  async function addRow(table: string): Promise<void> {
    await world.platform.client.ok("POST", `/api/v2/flows/datatables/${table}/rows`, peoplesRow);
  }
});

function isNamed(name: string): (one: { readonly name: string }) => boolean {
  return (one) => one.name === name;
}

function report(line: string): void {
  process.stdout.write(`objects of every kind, seed ${seed}: ${line}\n`);
}
