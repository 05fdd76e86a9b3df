import type { Run, StackState } from "./run.ts";
import { World } from "./world.ts";

jest.setTimeout(60_000);

/** What an update of one module and five callers costs, on the organisation's own log. */
describe("the calls of an update", () => {
  let world: World;
  let state: StackState = new Map();

  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world?.close());

  async function costOf(work: (run: Run) => Promise<unknown>): Promise<Record<string, number>> {
    const run = await world.run(state);
    const calls = await world.callsOf(() => work(run));
    await run.stop();
    expect(run.errors).toEqual([]);
    state = run.state;
    const counted: Record<string, number> = {};
    for (const name of calls) counted[name] = (counted[name] ?? 0) + 1;
    return counted;
  }

  /** Once a run, whatever it publishes. */
  const login = { issueToken: 1, getOrganizationsMe: 1 };
  /** Once a flow; beyond these, further looks at its job, which last as long as the job. */
  const publishing = { postFlowsJobs: 6, putFlowUpload: 6 };

  test("create: per flow a name lookup, a job and its state; per caller the proof; the callers share looks at the flow", async () => {
    const { getFlowsJob, getFlow = 0, getFlowsLookup = 0, ...others } = await costOf((run) => run.up("One."));
    expect(others).toEqual({
      ...login,
      ...publishing,
      getFlows: 6,
      getArchitectDependencytrackingConsumedresources: 5,
    });
    expect(getFlowsJob).toBeGreaterThanOrEqual(6);
    // The module, and its callers: those whose jobs end together in one request.
    expect(getFlow + getFlowsLookup).toBeGreaterThanOrEqual(2);
    expect(getFlow + getFlowsLookup).toBeLessThanOrEqual(6);
  });

  test("nothing changed: none, not even a login", async () => {
    expect(await costOf((run) => run.up("One."))).toEqual({});
  });

  test("the module changed: no name lookup, and the callers are read in one request", async () => {
    const { getFlowsJob, getFlow = 0, getFlowsLookup = 0, ...others } = await costOf((run) => run.up("Two."));
    expect(others).toEqual({ ...login, ...publishing, getArchitectDependencytrackingConsumedresources: 5 });
    expect(getFlowsJob).toBeGreaterThanOrEqual(6);
    // Before the jobs, the module and its callers; after them, as above.
    expect(getFlow + getFlowsLookup).toBeGreaterThanOrEqual(4);
    expect(getFlow + getFlowsLookup).toBeLessThanOrEqual(8);
  });

  test("a refresh: one listing for all", async () => {
    expect(await costOf((run) => run.refresh())).toEqual({ ...login, getFlowsLookup: 1 });
  });
});
