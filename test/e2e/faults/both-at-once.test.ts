import { flowNames, type Run, type StackState } from "./run.ts";
import { World } from "./world.ts";

jest.setTimeout(2 * 60_000);

/**
 * Two engines run one stack at the same moment, as where the lock of a backend is not taken in one step; the state is that
 * of the one which ended last (reference/toolchain.md §8).
 */
describe("two updates of one stack that nothing keeps apart", () => {
  let world: World;
  let state: StackState = new Map();

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world?.close());

  async function updateTwice(texts: readonly [string, string]): Promise<void> {
    const runs: Run[] = [await world.run(state), await world.run(state)];
    await Promise.all(runs.map((run, index) => run.up(texts[index] as string)));
    await Promise.all(runs.map((run) => run.stop()));
    state = (runs[1] as Run).state;
  }

  /** A refresh, then an update: everything is in the desired state, each flow exists once. */
  async function expectRepaired(
    text: string,
    { versionsAtMost, ...settings }: { versionsAtMost: number; onDrift?: "overwrite" },
  ): Promise<void> {
    const repaired = await world.run(state);
    await repaired.refresh();
    await repaired.up(text, settings);
    expect(repaired.errors).toEqual([]);
    expect(await repaired.refresh()).toEqual([]);
    expect(new Set(await repaired.up(text, settings))).toEqual(new Set(["same"]));
    await repaired.stop();
    state = repaired.state;

    const flows = await world.flows();
    expect(flows.map(({ name }) => name).sort()).toEqual(flowNames);
    const grown = flows.filter(
      ({ publishedVersion }) => Number.parseFloat(publishedVersion?.id ?? "0") > versionsAtMost,
    );
    expect(grown).toEqual([]);
  }

  test("both create everything", async () => {
    await updateTwice(["One.", "One."]);
    await expectRepaired("One.", { versionsAtMost: 3 });
  });

  test("both make the same change of the module", async () => {
    await updateTwice(["Two.", "Two."]);
    await expectRepaired("Two.", { versionsAtMost: 6 });
  });

  test("both change the module differently, and one is to win", async () => {
    await updateTwice(["Three.", "Four."]);
    await expectRepaired("Four.", { versionsAtMost: 9, onDrift: "overwrite" });
  });
});
