import { earlierInventory } from "../../harness/earlier-state.ts";
import { callDocument } from "../harness/documents.ts";
import { type Plain, textAsset, unknownValue } from "../harness/plugin.ts";
import { errorOf, FLOW, IVR, lasting, Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const INVENTORY = "genesyscloud:index/inventory:Inventory";
const FIRST = "+13175550100";
const SECOND = "+13175550101";

describe("an inventory", () => {
  let scene: Scene;
  let stack: Stack;
  beforeAll(async () => {
    scene = await new Scene().open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    stack = scene.stack();
    for (const [key, name] of [
      ["sales", "Sales"],
      ["support", "Support"],
    ] as const) {
      await stack.up(FLOW, key, { document: textAsset(callDocument({ name })) });
      await stack.up(IVR, `${key}-ivr`, { name, openHoursFlowId: stack.get(FLOW, key).id });
    }
    await stack.up(INVENTORY, "inventory", inventory({ [FIRST]: "sales", [SECOND]: "support" }));
  });
  afterEach(async () => {
    await scene.organisation.api("DELETE", "/_local/faults");
    for (const { id } of await ivrs()) await scene.organisation.api("DELETE", `/api/v2/architect/ivrs/${id}`);
    await scene.reset();
  });

  const inventory = (numbers: Record<string, string>): Plain => ({
    flows: Object.fromEntries(
      ["sales", "support"].map((key) => [
        key,
        { id: stack.get(FLOW, key).id, name: key === "sales" ? "Sales" : "Support", type: "inboundCall" },
      ]),
    ),
    ivrs: Object.fromEntries(["sales", "support"].map((key) => [key, stack.get(IVR, `${key}-ivr`).id])),
    numbers,
  });

  async function ivrs(): Promise<{ id: string; name: string; dnis: string[] }[]> {
    return (await scene.organisation.api<{ entities: [] }>("GET", "/api/v2/architect/ivrs?pageSize=100")).entities;
  }

  async function numbers(): Promise<Record<string, string[]>> {
    return Object.fromEntries((await ivrs()).map(({ name, dnis }) => [name, dnis]));
  }

  test("without a change asks nothing and writes nothing", async () => {
    expect(await numbers()).toEqual({ Sales: [FIRST], Support: [SECOND] });
    const requests = await scene.organisation.requestsOf(() =>
      stack.up(INVENTORY, "inventory", inventory({ [FIRST]: "sales", [SECOND]: "support" })),
    );
    expect(requests).toEqual([]);
  });

  test("has no output that repeats an input but the numbers; a state of an earlier release needs no update", async () => {
    const stored = () => stack.get(INVENTORY, "inventory");
    expect(Object.keys(stored().outputs).sort()).toEqual(["ivrVersions", "numbers", "organizationId"]);
    const wanted = inventory({ [FIRST]: "sales", [SECOND]: "support" });
    const { flows } = wanted as { flows: Plain };
    const { sales, ...others } = flows;
    for (const state of [stored(), { id: stored().id, ...earlierInventory(stored()) }]) {
      stack.state.set(stack.urn(INVENTORY, "inventory"), state);
      expect((await stack.preview(INVENTORY, "inventory", wanted)).operation).toBe("same");
      const { detailedDiff } = await stack.preview(INVENTORY, "inventory", {
        ...wanted,
        flows: { ...others, sales: { ...(sales as Plain), name: "Sales EU" } },
      });
      expect(detailedDiff).toEqual({ 'flows["sales"]': "update" });
      await stack.refresh(INVENTORY, "inventory");
      expect(stored()).toEqual(state);
    }
  });

  test("gives a number back when the taker cannot get it; the next update moves it", async () => {
    await scene.organisation.api("POST", "/_local/faults", {
      faults: [
        {
          when: { operation: "putArchitectIvr", calls: 2 },
          do: { error: { status: 403, code: "missing.permissions" } },
        },
      ],
    });
    const wanted = inventory({ [FIRST]: "support", [SECOND]: "support" });

    const error = await errorOf(() => stack.up(INVENTORY, "inventory", wanted));

    expect(error.message).toContain(
      `${FIRST} could not be moved from 'Sales' to 'Support', and still routes to 'Sales'.`,
    );
    expect(await numbers()).toEqual({ Sales: [FIRST], Support: [SECOND] });
    expect(stack.get(INVENTORY, "inventory").outputs["numbers"]).toEqual({ [FIRST]: "sales", [SECOND]: "support" });

    await stack.up(INVENTORY, "inventory", wanted);
    expect(await numbers()).toEqual({ Sales: [], Support: [SECOND, FIRST] });
  });

  test("continues without an answer: the write is checked", async () => {
    await scene.organisation.api("POST", "/_local/faults", {
      faults: [{ when: { operation: "putArchitectIvr", calls: [1, 4] }, do: { reset: "after" } }],
    });
    await stack.up(INVENTORY, "inventory", inventory({ [FIRST]: "support", [SECOND]: "sales" }));
    expect(await numbers()).toEqual({ Sales: [SECOND], Support: [FIRST] });
  });

  test("continues where the platform shows IVRs two seconds late: new ones, and ones that were just written", async () => {
    await scene.organisation.api("POST", "/_local/faults", {
      faults: [{ do: { readLag: { seconds: 2, of: ["ivrs"] } } }],
    });
    const third = "+13175550102";
    await stack.up(INVENTORY, "inventory", inventory({ [FIRST]: "support", [SECOND]: "sales", [third]: "sales" }));
    await stack.up(INVENTORY, "inventory", inventory({ [FIRST]: "sales", [SECOND]: "support" }));
    await scene.organisation.api("DELETE", "/_local/faults");
    expect(await numbers()).toEqual({ Sales: [FIRST], Support: [SECOND] });
  });

  test("writes an IVR that somebody changed at the same time, and keeps what they changed", async () => {
    const [sales] = (await ivrs()).filter(({ name }) => name === "Sales");
    await scene.organisation.api("PUT", `/api/v2/architect/ivrs/${sales?.id}`, { ...sales, description: "By Ann" });
    await stack.up(INVENTORY, "inventory", inventory({ [SECOND]: "sales" }));
    expect(await ivrs()).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "Sales", dnis: [SECOND], description: "By Ann" })]),
    );
  });

  test("reads, in a refresh, what leads where, and reports flows that it does not know", async () => {
    const [sales] = (await ivrs()).filter(({ name }) => name === "Sales");
    await scene.organisation.api("PUT", `/api/v2/architect/ivrs/${sales?.id}`, { ...sales, dnis: [] });
    await stack.up(FLOW, "left", { document: textAsset(callDocument({ name: "Left behind" })) });
    const about = () => lasting(stack.plugin).filter((text) => text.includes("'Left behind'"));

    await stack.refresh(INVENTORY, "inventory");
    // The program registers it itself: the inventory has only the flows of the project.
    expect(about()).toEqual([]);
    await stack.plugin.beginRun();
    await stack.refresh(INVENTORY, "inventory");

    expect(stack.get(INVENTORY, "inventory").outputs["numbers"]).toEqual({ [SECOND]: "support" });
    const [reported] = about();
    expect(reported).toContain("has this stack's ownership mark for 'left'");
    expect(reported).toContain(`npm run flowctl -- delete ${stack.get(FLOW, "left").id} --stack dev`);
    expect(reported).toContain(
      "If a file in the project has the key 'left', the type inboundCall and this name, the next update takes the flow over",
    );
    await stack.up(INVENTORY, "inventory", inventory({ [FIRST]: "sales", [SECOND]: "support" }));
    expect(await numbers()).toEqual({ Sales: [FIRST], Support: [SECOND] });
  });

  test("the first one of a stack reports what a killed creation left, but for what this run takes over", async () => {
    await stack.up(FLOW, "left", { document: textAsset(callDocument({ name: "Left behind" })) });
    await stack.plugin.beginRun();
    const wanted = inventory({ [FIRST]: "sales", [SECOND]: "support" });
    const { sales, support } = wanted["flows"] as Record<string, Plain>;
    const unknownYet = { ...support, id: unknownValue };
    const reported = () => lasting(stack.plugin).filter((text) => text.includes("has this stack's ownership mark"));
    stack.state.delete(stack.urn(INVENTORY, "inventory"));
    await stack.preview(INVENTORY, "inventory", { ...wanted, flows: { sales, support: unknownYet } });
    expect(reported()).toEqual([expect.stringContaining("The flow 'Left behind'")]);
    await stack.up(INVENTORY, "inventory", wanted);
    expect(reported()).toHaveLength(2);
    // Somebody renamed it: nothing takes it over, though a file has the key.
    stack.state.delete(stack.urn(INVENTORY, "inventory"));
    const left = { name: "Another name", type: "inboundCall", id: unknownValue };
    await stack.preview(INVENTORY, "inventory", { ...wanted, flows: { sales, support, left } });
    expect(reported()).toHaveLength(3);
    await stack.preview(INVENTORY, "inventory", {
      ...wanted,
      flows: { sales, support, left: { ...left, name: "Left behind" } },
    });
    expect(reported()).toHaveLength(3);
  });
});
