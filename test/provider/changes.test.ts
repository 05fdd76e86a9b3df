import { writeFileSync } from "node:fs";
import path from "node:path";
import { digest, parseArchy } from "@genesys-flows/architect";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { callDocument, moduleDocument } from "./harness/documents.ts";
import { type Plain, plain, struct, textAsset } from "./harness/plugin.ts";
import { FLOW, Scene } from "./harness/scene.ts";
import { type Stack, unknownValue } from "./harness/stack.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await new Scene().open();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

const HANDLER = "Error handler";
const INVENTORY = "genesyscloud:index/inventory:Inventory";

async function invoke(stack: Stack, name: string, given: Plain): Promise<Plain> {
  const request = new messages.InvokeRequest();
  request.setTok(`genesyscloud:index/${name}:${name}`);
  request.setArgs(struct(given));
  const response = await stack.plugin.call<messages.InvokeResponse>("invoke", request);
  expect(response.getFailuresList()).toEqual([]);
  return plain(response.getReturn());
}

interface Given {
  /** What the module says. */
  readonly text: string;
  /** The file of its document; default: none. */
  readonly file?: string;
  readonly name?: string;
  readonly lines?: readonly string[];
  readonly pinned?: string;
  readonly numbers?: Record<string, string>;
}

/** One run of a program with a module, its callers and the inventory, as the engine goes through it. */
async function goThrough(stack: Stack, given: Given, preview: boolean): Promise<void> {
  const { text, file, name = HANDLER, lines = ["sales"], pinned, numbers = {} } = given;
  const step = preview ? stack.preview.bind(stack) : stack.up.bind(stack);
  const about = (type: string, of: string) => ({
    ...(type === "commonModule" && file && { document: file }),
    name: of,
    type,
    file: `flows/${of}.yaml`,
    modules: [],
    names: [],
  });
  const desired = [
    ["handler", about("commonModule", name)],
    ...lines.map((line) => [line, about("inboundCall", line)]),
  ];
  await invoke(stack, "beginRun", { preview, flows: Object.fromEntries(desired) });
  const module = await step(FLOW, "handler", {
    document: textAsset(moduleDocument({ name, text })),
  });
  const idOf = (key: string) => stack.state.get(stack.urn(FLOW, key))?.id ?? unknownValue;
  const modules = { handler: { flowId: idOf("handler"), digest: module.outputs["digest"], name } };
  for (const line of lines) {
    const document = textAsset(callDocument({ name: line, module: name }));
    await step(FLOW, line, { document, modules, ...(line === pinned && { pin: true }) });
  }
  const flows = [["handler", "commonModule", name], ...lines.map((line) => [line, "inboundCall", line])];
  await step(INVENTORY, "inventory", {
    flows: Object.fromEntries(flows.map(([key = "", type, of]) => [key, { id: idOf(key), name: of, type }])),
    numbers,
  });
}

/** A preview after `before`, what it returns and the requests that this makes. */
async function previewed(before: Stack | undefined, given: Given): Promise<{ changes: Plain; requests: string[] }> {
  const stack = await scene.run(before && { after: before });
  await goThrough(stack, given, true);
  let changes: Plain = {};
  const requests = await scene.organisation.requestsOf(async () => {
    changes = await invoke(stack, "getChanges", {});
  });
  return { changes, requests };
}

async function deployed(given: Given): Promise<Stack> {
  const stack = await scene.run();
  await goThrough(stack, given, false);
  return stack;
}

const inShort = ({ flows }: Plain) =>
  (flows as Plain[]).map(({ key, operation, ownChange, takes }) =>
    [key, operation, ownChange ? "own" : "for", ...(takes as string[])].join(" "),
  );
const ofKey = ({ flows }: Plain, key: string) => (flows as Plain[]).find((flow) => flow["key"] === key) as Plain;

test("a new stack: every flow is created, nothing is asked", async () => {
  const { changes, requests } = await previewed(undefined, { text: "One." });
  expect(inShort(changes)).toEqual(["handler create own", "sales create own handler"]);
  expect(requests).toEqual([]);
});

test("without a change there is nothing, and no request", async () => {
  const stack = await deployed({ text: "One." });
  expect(await previewed(stack, { text: "One." })).toEqual({ changes: { flows: [], movedNumbers: {} }, requests: [] });
});

test("a changed module: its callers take it, the pinned one does not; a request for the callers and an export", async () => {
  const stack = await deployed({ text: "One.", lines: ["sales", "support"] });
  const outside = await scene.organisation.publish(callDocument({ name: "Legacy", module: HANDLER }));
  const { changes, requests } = await previewed(stack, {
    text: "Two.",
    lines: ["sales", "support"],
    pinned: "support",
  });
  expect(inShort(changes)).toEqual(["handler update own", "sales update for handler"]);
  expect(ofKey(changes, "handler")["callersOutside"]).toEqual([
    { id: outside, name: "Legacy", type: "INBOUNDCALLFLOW" },
  ]);
  expect(JSON.parse(String(ofKey(changes, "handler")["deployed"]))).toEqual({
    name: HANDLER,
    inputs: {},
    outputs: { "Common.outcome": "string" },
    channels: ["inboundCall"],
    outcome: { from: "Common.outcome", outcomes: { completed: ["completed"] } },
  });
  expect(requests.filter((request) => request.includes("dependencytracking"))).toEqual([
    "GET /api/v2/architect/dependencytracking/consumingresources",
  ]);
  expect(requests.filter((request) => request === "POST /api/v2/flows/export/jobs")).toHaveLength(1);
});

test("the compiled document of the published version makes the export unnecessary", async () => {
  const { folder } = scene.organisation;
  const compiled = (text: string) => {
    const file = `handler-${digest(parseArchy(moduleDocument({ text }), { file: "" })).slice(0, 12)}.yaml`;
    writeFileSync(path.join(folder, file), moduleDocument({ text }));
    return file;
  };
  const [one, two] = [compiled("One."), compiled("Two.")];
  const stack = await deployed({ text: "One.", file: one });
  const known = await previewed(stack, { text: "Two.", file: two });
  expect(known.requests).toEqual(["GET /api/v2/architect/dependencytracking/consumingresources"]);
  expect(JSON.parse(String(ofKey(known.changes, "handler")["deployed"]))).toMatchObject({ channels: ["inboundCall"] });

  writeFileSync(path.join(folder, one), moduleDocument({ text: "Something else." }));
  const another = await previewed(stack, { text: "Two.", file: two });
  expect(another.requests).toContain("POST /api/v2/flows/export/jobs");
});

test("what cannot be read is unknown, with the reason", async () => {
  const stack = await deployed({ text: "One." });
  await scene.organisation.client.addFaults({
    faults: [
      { when: { operation: "getArchitectDependencytrackingConsumingresources" }, do: { error: { status: 403 } } },
      { when: { operation: "postFlowsExportJobs" }, do: { error: { status: 403 } } },
    ],
  });
  const { changes } = await previewed(stack, { text: "Two." });
  const handler = ofKey(changes, "handler");
  expect(handler["deployedUnknown"]).toMatch(/^POST \/api\/v2\/flows\/export\/jobs returned 403/);
  expect(handler["callersUnknown"]).toMatch(/consumingresources returned 403/);
  expect(handler).not.toHaveProperty("deployed");
  expect(handler).not.toHaveProperty("callersOutside");
});

test("a flow that leaves the stack is deleted, and its numbers no longer route to it", async () => {
  const stack = await deployed({ text: "One.", lines: ["sales", "support"] });
  const inventory = stack.get(INVENTORY, "inventory");
  inventory.inputs["numbers"] = { "+13175550100": "support", "+13175550101": "sales" };
  inventory.outputs["numbers"] = inventory.inputs["numbers"];
  const { changes } = await previewed(stack, { text: "One.", numbers: { "+13175550101": "sales" } });
  expect(inShort(changes)).toEqual(["support delete own"]);
  expect(changes["movedNumbers"]).toEqual({ "+13175550100": "support" });
});

test("an update returns nothing", async () => {
  const stack = await deployed({ text: "One." });
  const update = await scene.run({ after: stack });
  await goThrough(update, { text: "Two." }, false);
  expect(await invoke(update, "getChanges", {})).toEqual({ flows: [], movedNumbers: {} });
});
