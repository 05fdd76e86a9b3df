import { rmSync } from "node:fs";
import path from "node:path";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { callDocument, moduleDocument } from "../harness/documents.ts";
import { type Plain, plain, struct, textAsset } from "../harness/plugin.ts";
import { FLOW, QUEUE, Scene } from "../harness/scene.ts";
import { type Stack, unknownValue } from "../harness/stack.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await new Scene().open();
});
afterEach(async () => {
  rmSync(path.join(scene.organisation.folder, ".genesys"), { recursive: true, force: true });
  await scene.reset();
});
afterAll(() => scene.close());

const NAMES = Array.from({ length: 24 }, (_, index) => `Line ${index + 1}`);
const HANDLER = "Error handler";

/** One module and callers of it, as the engine goes through them. */
async function goThrough(
  stack: Stack,
  o: { text: string; names?: readonly string[]; preview: boolean; parallel?: 1 },
): Promise<string[]> {
  const step = o.preview ? stack.preview.bind(stack) : stack.up.bind(stack);
  const module = await step(FLOW, "handler", { document: textAsset(moduleDocument({ text: o.text })) });
  const stored = stack.state.get(stack.urn(FLOW, "handler"));
  const flowId = stored?.id ?? unknownValue;
  const modules = { handler: { flowId, digest: module.outputs["digest"], name: HANDLER } };
  const callers: ReturnType<typeof step>[] = [];
  for (const name of o.names ?? NAMES) {
    const caller = step(FLOW, name, { document: textAsset(callDocument({ name, module: HANDLER })), modules });
    callers.push(caller);
    if (o.parallel === 1) await caller;
  }
  return [module, ...(await Promise.all(callers))].map(({ operation }) => operation);
}

async function askForecast(stack: Stack, parallel?: number): Promise<Plain> {
  const request = new messages.InvokeRequest();
  request.setTok("genesyscloud:index/getPublishForecast:getPublishForecast");
  request.setArgs(struct(parallel === undefined ? {} : { parallel }));
  const response = await stack.plugin.call<messages.InvokeResponse>("invoke", request);
  expect(response.getFailuresList()).toEqual([]);
  return plain(response.getReturn());
}

const lines = (stack: Stack) =>
  stack.plugin.log
    .filter(({ ephemeral }) => ephemeral)
    .map(({ message }) => message.replace(/^published [\d.]+/, "published"));
const within = (share: number, expected: number) => [expected * (1 - share), expected * (1 + share)] as const;

test("a large preview shows the forecast, and the update its progress", async () => {
  const preview = await scene.run();
  await goThrough(preview, { text: "One.", preview: true });
  let forecast: Plain = {};
  expect(
    await scene.organisation.requestsOf(async () => {
      forecast = await askForecast(preview, 8);
    }),
  ).toEqual([]);
  expect(forecast).toMatchObject({ flows: 25 });
  expect(forecast["text"]).toMatch(
    /^Publishes 25 flows: 1 common module, then 24 flows\. About \d+ requests and \d+ s, at 300 requests a minute, 8 flows at a time and 0\.1 s per publish job \(assumed\)\.$/,
  );

  const update = await scene.run();
  const requests = await scene.organisation.requestsOf(() => goThrough(update, { text: "One.", preview: false }));
  const [least, most] = within(0.25, requests.filter((request) => request.includes(" /api/")).length);
  expect(forecast["requests"]).toBeGreaterThanOrEqual(least);
  expect(forecast["requests"]).toBeLessThanOrEqual(most);
  const published = lines(update).filter((line) => line.startsWith("published"));
  expect(published).toEqual(Array.from({ length: 25 }, (_, index) => `published (${index + 1} of 25)`));
});

test("an update after a preview reads together the flows that it publishes one after the other", async () => {
  const first = await scene.run();
  await goThrough(first, { text: "One.", preview: false });
  const ofFlows = /^GET \/api\/v2\/flows\/(lookup|[0-9a-f-]{36})$/;
  const reads: number[] = [];
  let known = first;
  for (const text of ["Two.", "Three."]) {
    if (text === "Three.") {
      const preview = await scene.run({ after: known });
      await goThrough(preview, { text, preview: true });
      await askForecast(preview);
    }
    const update = await scene.run({ after: known });
    const calls = await scene.organisation.requestsOf(() => goThrough(update, { text, preview: false, parallel: 1 }));
    reads.push(calls.filter((call) => ofFlows.test(call)).length);
    known = update;
  }
  const [without = 0, after = 0] = reads;
  expect(without).toBeGreaterThanOrEqual(2 * NAMES.length);
  // One after each publish, and few before them.
  expect(after).toBeLessThan(1.5 * NAMES.length);
});

test("the next one knows how long jobs take; without a preview only the count is shown", async () => {
  await scene.organisation.api("POST", "/_local/faults", {
    faults: [{ when: { operation: "postFlowsJobs" }, do: { job: { durationMs: 300 } } }],
  });
  const update = await scene.run();
  await goThrough(update, { text: "One.", preview: false });
  const published = lines(update).filter((line) => line.startsWith("published"));
  expect(published.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => "published"));
  expect(published.slice(20)).toEqual([21, 22, 23, 24, 25].map((n) => `published (${n} so far)`));
  await update.plugin.stop();

  const preview = await scene.run({ after: update });
  const operations = await goThrough(preview, { text: "Two.", preview: true });
  expect(new Set(operations)).toEqual(new Set(["update"]));
  const { text } = (await askForecast(preview)) as { text: string };
  const [, job] = /and ([\d.]+) s per publish job \(measured\)/.exec(text) ?? [];
  expect(Number(job)).toBeGreaterThanOrEqual(0.3);
  await scene.organisation.api("DELETE", "/_local/faults");
});

test("a small update shows no numbers in its progress; nothing to do makes no request", async () => {
  const stack = await scene.run();
  await goThrough(stack, { text: "One.", names: ["Line 1"], preview: true });
  expect(await askForecast(stack)).toMatchObject({ flows: 2, text: expect.stringMatching(/^Publishes 2 flows: /) });
  const update = await scene.run();
  await goThrough(update, { text: "One.", names: ["Line 1"], preview: false });
  expect(lines(update).filter((line) => line.startsWith("published"))).toEqual(["published", "published"]);

  const again = await scene.run({ after: update });
  const requests = await scene.organisation.requestsOf(async () => {
    await goThrough(again, { text: "One.", names: ["Line 1"], preview: true });
    expect(await askForecast(again)).toEqual({ flows: 0, requests: 0, seconds: 0 });
  });
  expect(requests).toEqual([]);
});

test("what else is made counts among the requests", async () => {
  const alone = await scene.run();
  await goThrough(alone, { text: "One.", names: [], preview: true });
  const withQueues = await scene.run();
  await goThrough(withQueues, { text: "One.", names: [], preview: true });
  for (const name of ["A", "B", "C"]) await withQueues.preview(QUEUE, name, { name });
  const [before, after] = [await askForecast(alone), await askForecast(withQueues)];
  expect([after["flows"], Number(after["requests"]) - Number(before["requests"])]).toEqual([1, 3]);
});

test("a number at a time that cannot be is refused", async () => {
  const stack = await scene.run();
  const request = new messages.InvokeRequest();
  request.setTok("genesyscloud:index/getPublishForecast:getPublishForecast");
  request.setArgs(struct({ parallel: 0 }));
  const response = await stack.plugin.call<messages.InvokeResponse>("invoke", request);
  expect(response.getFailuresList().map((failure) => failure.getProperty())).toEqual(["parallel"]);
});
