import { callDocument } from "../harness/documents.ts";
import { textAsset } from "../harness/plugin.ts";
import { FLOW, lasting, Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const LOOKUP = "GET /api/v2/flows/lookup";
const PAGE = "GET /api/v2/flows";
const names = Array.from({ length: 120 }, (_, n) => `Line ${n}`);

/** A look at some flows, or at one; or a page of all flows of the organisation. */
const kindOf = (call: string): string =>
  call === PAGE ? "page" : call === LOOKUP || /^GET \S+\/flows\/[0-9a-f-]{36}$/.test(call) ? "look" : call;

/** What a refresh costs, on the organisation's own log. */
describe("a refresh of 120 flows", () => {
  let scene: Scene;
  let published: Stack;

  beforeAll(async () => {
    scene = await new Scene().open();
    // As a client whose requests are not limited.
    published = await scene.run({ config: scene.organisation.asClient });
    await Promise.all(names.map((name) => published.up(FLOW, name, { document: textAsset(callDocument({ name })) })));
  });
  afterAll(() => scene?.close());

  /** Reads as the engine does: `atOnce` at a time, the next one when one is done. */
  async function refresh(o: { atOnce: number; flows?: readonly string[] }) {
    const run = await scene.run({ after: published });
    const queue = [...(o.flows ?? names)];
    const worker = async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) await run.refresh(FLOW, name);
    };
    const calls = await scene.organisation.requestsOf(() => Promise.all(Array.from({ length: o.atOnce }, worker)));
    return { run, calls };
  }

  test.each([
    ["one, as by --target: a look at that one", { atOnce: 1, flows: names.slice(0, 1) }, ["look"]],
    ["one by one: a look at the first three, then the listing", { atOnce: 1 }, ["look", "look", "look", "page"]],
  ])("%s", async (_, o, expected) => {
    const { run, calls } = await refresh(o);
    expect(calls.map(kindOf)).toEqual(expected);
    expect([...run.state]).toEqual([...published.state]);
    expect(lasting(run.plugin)).toEqual([]);
  });

  // How many of the first arrive together is the machine's affair: a look at one of them may come before the others.
  test.each([
    ["all at once: a lookup for each hundred", { atOnce: 120 }],
    ["eight at a time: a look at the first, then the listing", { atOnce: 8 }],
  ])("%s", async (_, o) => {
    const { run, calls } = await refresh(o);
    const kinds = calls.map(kindOf);
    expect(kinds.length).toBeLessThanOrEqual(4);
    expect(kinds.join(" ")).toMatch(o.atOnce === 8 ? /^(look ){1,3}page$/ : /^(look ){1,2}(look|page)$/);
    expect([...run.state]).toEqual([...published.state]);
    expect(lasting(run.plugin)).toEqual([]);
  });

  test("costs more for the changed ones alone", async () => {
    const { id } = published.get(FLOW, "Line 77");
    const flow = { type: "inboundCall", name: "Line 77" };
    const change = { change: "publish", by: "Ann", replace: { "Welcome.": "Good morning." } };
    await scene.organisation.api("POST", "/_local/faults", { faults: [{ do: { edit: { flow, ...change } } }] });
    const { run, calls } = await refresh({ atOnce: 8 });
    await scene.organisation.api("DELETE", "/_local/faults");

    expect(lasting(run.plugin)).toEqual([expect.stringContaining("The flow 'Line 77' was changed outside")]);
    const others = calls.filter((call) => ["look", "page"].every((kind) => kind !== kindOf(call)));
    expect(others.filter((call) => !/export/.test(call))).toEqual([
      "GET /api/v2/architect/dependencytracking/consumedresources",
    ]);
    expect(calls).toContain(`GET /api/v2/flows/${id}`);
    expect(others.filter((call) => call === "POST /api/v2/flows/export/jobs")).toHaveLength(2);
    expect(calls.map(kindOf).join(" ")).toMatch(/^(look ){1,3}page look /);
  });

  test("a flow that the listing does not have is looked up, and again, before it is called deleted", async () => {
    await scene.organisation.api("DELETE", `/api/v2/flows/${published.get(FLOW, "Line 5").id}`);
    const { run, calls } = await refresh({ atOnce: 8, flows: names.filter((name) => name !== "Line 77").reverse() });
    expect(lasting(run.plugin)).toEqual([expect.stringContaining("The flow 'Line 5'")]);
    expect(run.state.size).toBe(names.length - 1);
    expect(calls.map(kindOf).join(" ")).toMatch(
      /^(look ){1,3}page look( look){3} POST \/api\/v2\/audits\/query\/realtime$/,
    );
  });

  test("in an organisation of more flows than a page has, pages are read when lookups would be as many", async () => {
    const others = Array.from({ length: 1000 }, (_, n) => ({ name: `Other ${n}`, type: "INBOUNDCALL" }));
    const create = async () => {
      for (let flow = others.shift(); flow; flow = others.shift()) {
        await scene.organisation.api("POST", "/api/v2/flows", flow);
      }
    };
    await Promise.all(Array.from({ length: 8 }, create));
    const unchanged = names.filter((name) => !["Line 77", "Line 5"].includes(name));
    const few = await refresh({ atOnce: 4, flows: unchanged.slice(0, 8) });
    expect(few.calls.filter((call) => call === PAGE)).toHaveLength(1);
    const many = await refresh({ atOnce: 4, flows: unchanged });
    expect(many.calls.filter((call) => call === PAGE)).toHaveLength(3);
    expect(
      many.calls
        .map(kindOf)
        .filter((kind) => kind !== "page")
        .join(" "),
    ).toMatch(/^look look( look)?$/);
  });
});
