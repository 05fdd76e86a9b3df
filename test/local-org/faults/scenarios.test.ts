import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addFaultScenario } from "@genesys-flows/local-org";
import { endAll, storeFolder } from "../support/organisation.ts";
import { faulty } from "./organisation.ts";

afterEach(endAll);

const folder = join(import.meta.dirname, "../../../local/faults");

describe("scenario files", () => {
  test.each(readdirSync(folder).filter((name) => name.endsWith(".yaml")))("%s is accepted", async (name) => {
    const file = join(storeFolder(), "organisation.sqlite");
    const { list } = await faulty({ file });
    const added = addFaultScenario({ file, scenario: join(folder, name) });
    expect(added.length).toBeGreaterThan(0);
    expect((await list()).map((fault: { name: string }) => fault.name)).toEqual(added);
  });

  test("all mistakes are reported at once, with their places", async () => {
    const { faults, list } = await faulty();
    const text = `seed: -1
fault: []
faults:
  - when: {method: FETCH, path: api, operation: [getFlow, getFlau], probability: 2, calls: 0}
    do: {reset: sometimes}
  - do: {latency: {ms: 5}, reset: before}
  - times: 3
    do: {indexLag: {ms: 5}}
  - do: {edit: {flow: {type: inboundcal, name: Main}, change: rename}}
  - {}
`;
    const error = await faults(text).catch((cause: Error) => cause.message);
    for (const expected of [
      "scenario:1:7 error fault-scenario: seed: ",
      "unknown key 'fault'",
      "faults[0].when.method: ",
      "faults[0].when.path: a path must start with '/'",
      "faults[0].when.operation: unknown operation 'getFlau'",
      "faults[0].when.probability: ",
      "faults[0].when.calls: ",
      "faults[0].do.reset: ",
      "faults[1].do: must have exactly one of latency, rateLimit, error, ",
      "faults[2].times: an index lag applies to all calls until its fault is removed",
      "unknown flow type 'inboundcal'",
      "faults[4].do: ",
    ])
      expect(error).toContain(expected);
    expect(await list()).toEqual([]);
  });

  test("a file that is not YAML, or is missing", () => {
    const path = join(storeFolder(), "bad.yaml");
    writeFileSync(path, "faults: [");
    expect(() => addFaultScenario({ file: ":memory:", scenario: path })).toThrow(
      /bad.yaml:1:\d+ error fault-scenario-syntax/,
    );
    expect(() => addFaultScenario({ file: ":memory:", scenario: `${path}.none` })).toThrow(/fault-scenario-missing/);
  });
});

describe("conditions", () => {
  test.each([
    ["the second call", { calls: 2 }, "0100000000"],
    ["some calls", { calls: [1, 4] }, "1001000000"],
    ["a stretch", { calls: { from: 3, to: 5 } }, "0011100000"],
    ["every third", { calls: { from: 2, every: 3 } }, "0100100100"],
  ])("%s", async (_name, when, expected) => {
    const { api, faults } = await faulty();
    await faults({ faults: [{ when: { operation: "getFlows", ...when }, do: { error: { status: 500 } } }] });
    let met = "";
    for (let call = 0; call < 10; call++) {
      met += (await api.call("GET", "/api/v2/flows")).status === 500 ? 1 : 0;
      await api.call("GET", "/api/v2/routing/queues");
    }
    expect(met).toBe(expected);
  });

  test("random numbers depend only on the seed, in all processes on the file", async () => {
    const courses: string[] = [];
    for (const seed of [7, 7, 8]) {
      const file = join(storeFolder(), "organisation.sqlite");
      const [one, two] = [await faulty({ file }), await faulty({ file })];
      await one.faults({
        seed,
        faults: [{ when: { operation: "getFlows", probability: 0.4 }, do: { error: { status: 500 } } }],
      });
      let met = "";
      for (let call = 0; call < 16; call++)
        met += (await (call % 2 ? one : two).api.call("GET", "/api/v2/flows")).status === 500 ? 1 : 0;
      courses.push(met);
    }
    expect(courses[0]).toBe(courses[1]);
    expect(courses[0]).not.toBe(courses[2]);
    expect(courses[0]).toMatch(/1.*0|0.*1/);
  });

  test("a client, a path with a pattern", async () => {
    const { api, faults } = await faulty();
    await faults({ faults: [{ when: { client: "architect" }, do: { error: { status: 500 } } }] });
    expect((await api.call("GET", "/api/v2/flows")).status).toBe(200);
    await faults({ faults: [{ when: { path: "/api/v2/routing/queues/*" }, do: { error: { status: 500 } } }] });
    expect((await api.call("GET", "/api/v2/routing/queues")).status).toBe(200);
    expect((await api.call("GET", "/api/v2/routing/queues/x")).status).toBe(500);
    expect((await api.call("GET", "/api/v2/routing/queues/x/members")).status).toBe(404);
  });
});

describe("the interface", () => {
  test("removes single faults, and is never affected itself", async () => {
    const { url, faults, list, clear } = await faulty();
    const [first] = await faults({ faults: [{ do: { reset: "before" } }, { name: "mine", do: { html: {} } }] });
    expect(await list()).toMatchObject([{ name: "reset 1", seed: 0, do: { reset: "before" } }, { name: "mine" }]);
    expect((await fetch(`${url}/_local/faults/${first?.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await fetch(`${url}/_local/faults/${first?.id}`, { method: "DELETE" })).status).toBe(404);
    expect(await list()).toMatchObject([{ name: "mine" }]);
    await clear();
    expect(await list()).toEqual([]);
  });
});
