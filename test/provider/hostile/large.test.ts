import { callDocument } from "../harness/documents.ts";
import { type PluginError, textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, sceneOfTests } from "../harness/scene.ts";

const scene = sceneOfTests();

const faults = (list: unknown[]) => scene.organisation.api("POST", "/_local/faults", { faults: list });

test("a large flow that was published, but could not be checked, is kept with all that is known of it", async () => {
  const text = "x".repeat(900_000);
  await faults([{ times: 1, when: { method: "GET", path: "/api/v2/flows/*" }, do: { error: { status: 403 } } }]);
  const stack = scene.stack();
  const error = (await errorOf(() =>
    stack.up(FLOW, "sales", { document: textAsset(callDocument({ text })) }),
  )) as PluginError;
  expect(error.partial?.reasons).toEqual([
    expect.stringContaining("was published, but the result could not be checked"),
  ]);
  expect(stack.get(FLOW, "sales")).toMatchObject({ id: expect.any(String), outputs: { name: "Sales", digest: "" } });
  expect((await stack.up(FLOW, "sales", { document: textAsset(callDocument({ text })) })).outputs["digest"]).not.toBe(
    "",
  );
});

test("a job that fails with thousands of messages is reported with the first of them", async () => {
  const messages = Array.from(
    { length: 3000 },
    (_, index) => `no matches (${index} i '/inboundCall') ${"y".repeat(60)}`,
  );
  await faults([{ times: 1, when: { operation: "postFlowsJobs" }, do: { job: { messages } } }]);
  const error = await errorOf(() => scene.stack().up(FLOW, "sales", { document: textAsset(callDocument()) }));
  expect(error.message).toContain("Publishing 'Sales' failed");
  expect(error.message).toContain("no matches (30 i");
  expect(error.message).toMatch(/\(\d+ more characters in \d+ lines are omitted\)$/);
});
