import { callDocument, moduleDocument } from "./harness/documents.ts";
import { TestOrganisation } from "./harness/organisation.ts";
import { Plugin, textAsset, unknownValue } from "./harness/plugin.ts";
import { Stack } from "./harness/stack.ts";

const FLOW = "genesyscloud:index/flow:Flow";

let organisation: TestOrganisation;
let plugin: Plugin;
let stack: Stack;

beforeEach(async () => {
  organisation = await TestOrganisation.start();
  plugin = await Plugin.start({ folder: organisation.folder });
  await plugin.configure(organisation.embedded);
  stack = new Stack(plugin);
});

afterEach(async () => {
  await plugin.stop();
  await organisation.close();
});

test("a flow is created, is the same, changes, and goes", async () => {
  const first = await stack.up(FLOW, "sales", { document: textAsset(callDocument()) });
  expect(first.operation).toBe("create");
  expect(first.outputs).toMatchObject({
    name: "Sales",
    type: "inboundCall",
    publishedVersion: "1.0",
    modulesHeld: {},
    publishedBy: "Local client",
  });
  const { id } = stack.get(FLOW, "sales");
  const live = await organisation.flow(id);
  expect(live.description).toBe(`managed by flows/dev/sales ${first.outputs["digest"]}`);

  const silent = await organisation.requestsOf(async () => {
    expect((await stack.preview(FLOW, "sales", { document: textAsset(callDocument()) })).operation).toBe("same");
    expect((await stack.up(FLOW, "sales", { document: textAsset(callDocument()) })).operation).toBe("same");
  });
  expect(silent).toEqual([]);

  const changed = { document: textAsset(callDocument({ text: "Good morning." })) };
  const preview = await stack.preview(FLOW, "sales", changed);
  expect(preview.detailedDiff).toEqual({ 'outline["greet"]': "update" });
  expect(preview.outputs).toMatchObject({ name: "Sales", publishedVersion: unknownValue, modulesHeld: {} });
  const calls = await organisation.requestsOf(() => stack.up(FLOW, "sales", changed));
  expect(calls.filter((call) => !call.startsWith("PUT /uploads"))).toHaveLength(4);
  expect(stack.get(FLOW, "sales").outputs).toMatchObject({ publishedVersion: "2.0" });

  await stack.destroy(FLOW, "sales");
  expect(await organisation.flowsNamed("Sales")).toEqual([]);
});

test("a changed module republishes its caller, which then holds the new version", async () => {
  const module = (text: string) => stack.up(FLOW, "handler", { document: textAsset(moduleDocument({ text })) });
  const caller = () => ({
    document: textAsset(callDocument({ module: "Error handler" })),
    modules: {
      handler: {
        flowId: stack.get(FLOW, "handler").id,
        digest: stack.get(FLOW, "handler").outputs["digest"],
        name: "Error handler",
      },
    },
  });
  await module("One.");
  const created = await organisation.requestsOf(() => stack.up(FLOW, "sales", caller()));
  expect(created.filter((call) => !call.startsWith("PUT /uploads"))).toHaveLength(5); // with the name lookup
  expect(stack.get(FLOW, "sales").outputs["modulesHeld"]).toEqual({ "Error handler": "1.0" });

  await module("Two.");
  const preview = await stack.preview(FLOW, "sales", caller());
  expect(preview.detailedDiff).toEqual({ 'modules["handler"].digest': "update" });
  const calls = await organisation.requestsOf(() => stack.up(FLOW, "sales", caller()));
  expect(calls.filter((call) => !call.startsWith("PUT /uploads"))).toHaveLength(5);
  expect(stack.get(FLOW, "sales").outputs).toMatchObject({
    publishedVersion: "2.0",
    modulesHeld: { "Error handler": "2.0" },
  });
});
