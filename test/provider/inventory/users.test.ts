import { callDocument } from "../harness/documents.ts";
import type { Plain } from "../harness/plugin.ts";
import { Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const GROUP = "genesyscloud:index/architectEmergencygroup:ArchitectEmergencygroup";
const INVENTORY = "genesyscloud:index/inventory:Inventory";
const KEY = "emergencyGroup:Storm";

const scene = new Scene();
let ivr: string;
beforeAll(async () => {
  await scene.open();
  ivr = String(
    (await scene.organisation.api("POST", "/api/v2/architect/ivrs", { name: "Front desk", dnis: [] }))["id"],
  );
});
afterEach(async () => {
  const { entities } = await scene.organisation.api<{ entities: Plain[] }>("GET", "/api/v2/architect/emergencygroups");
  for (const { id } of entities) await scene.organisation.api("DELETE", `/api/v2/architect/emergencygroups/${id}`);
  // After the groups, which use the flow.
  await scene.reset();
});
afterAll(() => scene.close());

/** A flow, and an emergency group that sends calls to it: what a stack has that registered both. */
async function withGroup(o: { known: boolean }): Promise<{ stack: Stack; flow: string; group: string }> {
  const flow = await scene.organisation.publish(callDocument({ name: "Announcement" }));
  const stack = await scene.run();
  await stack.up(GROUP, "storm", using(flow));
  const { id: group } = stack.get(GROUP, "storm");
  const flows = { announcement: { id: flow, name: "Announcement", type: "inboundCall" } };
  await stack.up(INVENTORY, "inventory", { flows, objects: o.known ? { [KEY]: group } : {} });
  return { stack, flow, group };
}

const using = (flow: string): Plain => ({
  name: "Storm",
  emergencyCallFlows: [{ emergencyFlowId: flow, ivrIds: [ivr] }],
});

/** What a preview says of a program that no longer has the flow. @param group the inputs of the group that it still has */
async function previewed(after: Stack, o: { group?: Plain; objects: Plain }): Promise<Plain> {
  const next = await scene.run({ after });
  await next.plugin.invoke("beginRun", { preview: true, flows: {} });
  if (o.group) await next.preview(GROUP, "storm", o.group);
  await next.preview(INVENTORY, "inventory", { flows: {}, objects: o.objects });
  return next.plugin.invoke("endRun", {});
}

describe("a flow that leaves, and an emergency group that sends calls to it", () => {
  test("of the same stack, which leaves too: nothing is refused", async () => {
    const { stack } = await withGroup({ known: true });
    expect((await previewed(stack, { objects: {} }))["errors"]).toBe(0);
  });

  test("of the same stack, which stays and lets go of it: nothing is refused", async () => {
    const { stack, group } = await withGroup({ known: true });
    expect((await previewed(stack, { group: { name: "Storm" }, objects: { [KEY]: group } }))["errors"]).toBe(0);
  });

  test("of the same stack, which stays and still names it: it is refused", async () => {
    const { stack, flow, group } = await withGroup({ known: true });
    const refused = await previewed(stack, { group: using(flow), objects: { [KEY]: group } });
    expect(refused["errors"]).toBe(1);
    expect(String(refused["text"])).toContain("EMERGENCYGROUP 'Storm'");
  });

  test("outside of the stack: it is refused", async () => {
    const { stack } = await withGroup({ known: false });
    const refused = await previewed(stack, { objects: {} });
    expect(refused["errors"]).toBe(1);
    expect(String(refused["text"])).toContain("EMERGENCYGROUP 'Storm'");
  });
});
