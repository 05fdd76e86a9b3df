import { callDocument } from "../harness/documents.ts";
import { errorOf } from "../harness/scene.ts";
import { LateOrganisation } from "./late-run.ts";

/** What a state knows is not given up because of one look. Seconds are a real organisation's (late-run.ts). */

const organisation = new LateOrganisation();
beforeAll(() => organisation.start());
afterEach(() => organisation.reset());
afterAll(() => organisation.close());

const named = (name: string, text?: string) => callDocument({ name, ...(text !== undefined && { text }) });
const flows = async () =>
  ((await organisation.flowsNamed("*")) as { id: string; name: string; publishedVersion: { id: string } }[]).map(
    ({ id, name, publishedVersion }) => `${id} ${name} ${publishedVersion.id}`,
  );
/** From now on the fault meets the reads of flows, by id and in lists. */
const faulty = (fault: object) => organisation.api("POST", "/_local/faults", { faults: [fault] });
const isFlowRead = { operation: ["getFlow", "getFlowsLookup", "getFlows"] };

test.each([
  ["2 s", 2],
  ["20 s", 20],
])("the search is %s late: a rename keeps the flow, and publishes once", async (_, search) => {
  const run = organisation.run();
  await run.up("Sales", named("Sales"));
  const { id } = run.known("Sales");
  await organisation.late({ search });
  expect(await run.up("Sales", named("Sales EU"))).toBe("update");
  await organisation.inTime();
  expect(await flows()).toEqual([`${id} Sales EU 2.0`]);
});

test("the search is more than a minute late: the rename says so, and the next update ends it", async () => {
  const run = organisation.run();
  await run.up("Sales", named("Sales"));
  const { id } = run.known("Sales");
  await organisation.late({ search: 600 });
  const error = await errorOf(() => run.up("Sales", named("Sales EU")));
  expect(error.message).toContain(
    "was renamed to 'Sales EU', but the search for that name finds no flow. Nothing was published",
  );
  await organisation.inTime();
  const next = organisation.run(run);
  expect(await next.up("Sales", named("Sales EU"))).toBe("update");
  expect(await flows()).toEqual([`${id} Sales EU 2.0`]);
});

test("a name that another flow has just given up is free, though the search still finds that flow", async () => {
  const run = organisation.run();
  await run.up("Sales", named("Sales"));
  await run.up("Support", named("Support"));
  await organisation.late({ search: 5 });
  await run.up("Sales", named("Sales EU"));
  await organisation.late({ search: 600 });
  const error = await errorOf(() => run.up("Support", named("Sales")));
  // It was renamed: what is waited for is that the search finds it.
  expect(error.message).toContain("was renamed to 'Sales', but the search for that name finds the flow");
  await organisation.inTime();
  await organisation.run(run).up("Support", named("Sales"));
  expect((await flows()).map((flow) => flow.split(" ").slice(1).join(" ")).sort()).toEqual([
    "Sales 2.0",
    "Sales EU 2.0",
  ]);
});

test("flows that a listing shows older than the state knows them are read by id", async () => {
  const first = organisation.run();
  const many = ["A", "B", "C", "D", "E"];
  for (const name of many) await first.up(name, named(name, "One."));
  await organisation.late({ list: 600 });
  for (const name of many) await first.up(name, named(name, "Two."));
  const known = structuredClone([...first.state.values()].map(({ outputs }) => outputs));
  const next = organisation.run(first);
  const calls = await organisation.requestsOf(() => Promise.all(many.map((name) => next.refresh(name))));
  expect([...next.state.values()].map(({ outputs }) => outputs)).toEqual(known);
  expect(next.warned).toEqual([]);
  expect(calls.filter((call) => /^GET \/api\/v2\/flows\/[0-9a-f-]{36}$/.test(call))).toHaveLength(many.length);
});

test.each([["refresh"], ["up"]])(
  "a flow that is older than the state by its id, too, is looked at again: %s",
  async (what) => {
    const first = organisation.run();
    await first.up("Sales", named("Sales", "One."));
    await first.up("Sales", named("Sales", "Two."));
    const { outputs } = structuredClone(first.known("Sales"));
    await organisation.late({ id: 2, list: 2 });
    await first.up("Sales", named("Sales", "Three."));
    await faulty({ times: 3, when: isFlowRead, do: { readLag: { seconds: 600 } } });
    const next = organisation.run(first);
    if (what === "refresh") {
      await next.refresh("Sales");
      expect(next.known("Sales").outputs).toMatchObject({ publishedVersion: "3.0" });
      expect(next.known("Sales").outputs["digest"]).not.toBe(outputs["digest"]);
    } else {
      expect(await next.up("Sales", named("Sales", "Four."))).toBe("update");
      await organisation.inTime();
      expect((await flows())[0]).toMatch(/ 4\.0$/);
    }
    expect(next.warned).toEqual([]);
  },
);

describe("a flow that is not found", () => {
  const missing = (times: number) =>
    faulty({
      times,
      when: isFlowRead,
      do: { error: { status: 404, code: "architect.flow.not.found", message: "Could not find flow." } },
    });

  test.each([["refresh"], ["up"], ["delete"]])("once is not gone: %s", async (what) => {
    const run = organisation.run();
    await run.up("Sales", named("Sales"));
    await missing(2);
    if (what === "refresh") expect(await run.refresh("Sales")).toBe(true);
    if (what === "up") expect(await run.up("Sales", named("Sales", "Two."))).toBe("update");
    if (what === "delete") await run.delete("Sales");
    expect(run.warned).toEqual([]);
    await organisation.inTime();
    expect(await flows()).toHaveLength(what === "delete" ? 0 : 1);
  });

  test("for some seconds is gone; nothing is asked while all is as the state knows it", async () => {
    const run = organisation.run();
    await run.up("Sales", named("Sales"));
    expect(await organisation.requestsOf(() => run.refresh("Sales"))).toHaveLength(1);
    await organisation.api("DELETE", `/api/v2/flows/${run.known("Sales").id}`);
    const calls = await organisation.requestsOf(async () => expect(await run.refresh("Sales")).toBe(false));
    // Four looks, then who did it.
    expect(calls.map((call) => call.split(" ")[0])).toEqual(["GET", "GET", "GET", "GET", "POST"]);
    expect(run.warned).toEqual([expect.stringContaining("was deleted outside this stack")]);
  });
});

test.each([
  ["the search shows", { search: 600 }],
  ["search and flow show", { search: 600, id: 600, list: 600 }],
])("what was deleted does not come back, though %s it still", async (_, lags) => {
  const run = organisation.run();
  await run.up("Sales", named("Sales"));
  const { id: dead } = run.known("Sales");
  await organisation.late(lags);
  await run.delete("Sales");
  const next = organisation.run(run);
  const update = next.up("Sales", named("Sales"));
  if ("id" in lags) await expect(update).rejects.toThrow("the platform does not show the flow");
  else await update;
  const { id } = next.known("Sales");
  expect(id).not.toBe(dead);
  await organisation.inTime();
  expect(await flows()).toEqual([`${id} Sales 1.0`]);
});
