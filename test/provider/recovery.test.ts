import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { recoveryVariable } from "../../packages/project/stack/notes.ts";
import { callDocument } from "./harness/documents.ts";
import { type Plain, type Plugin, textAsset } from "./harness/plugin.ts";
import { FLOW, Scene } from "./harness/scene.ts";
import { Stack } from "./harness/stack.ts";
import { token } from "./plain/kinds.ts";

let scene: Scene;

beforeAll(async () => {
  scene = await new Scene().open();
});
afterEach(async () => {
  await scene.organisation.api("DELETE", "/_local/faults");
  for (const name of ["Left", "Wanted"]) {
    for (const { id } of await queuesNamed(name)) {
      await scene.organisation.api("DELETE", `/api/v2/routing/queues/${String(id)}`);
    }
  }
  rmSync(path.join(scene.organisation.folder, ".genesys"), { recursive: true, force: true });
});
afterAll(() => scene.close());

const QUEUE = token("RoutingQueue");

const started = async (env: Record<string, string> = {}): Promise<Plugin> =>
  (await scene.run({ config: scene.organisation.asClient, env })).plugin;

async function queuesNamed(name: string): Promise<Plain[]> {
  const { entities } = await scene.organisation.api<{ entities: Plain[] }>(
    "GET",
    `/api/v2/routing/queues?name=${encodeURIComponent(name)}`,
  );
  return entities;
}

const notes = (): string[] => {
  const folder = path.join(scene.organisation.folder, ".genesys", "creating", "dev");
  return existsSync(folder) ? readdirSync(folder) : [];
};

async function invoke(plugin: Plugin, name: string, args: Plain): Promise<Plain> {
  const request = new messages.InvokeRequest();
  request.setTok(token(name));
  request.setArgs(structMessages.Struct.fromJavaScript(args as Record<string, structMessages.JavaScriptValue>));
  const answer = await plugin.call<messages.InvokeResponse>("invoke", request);
  return (answer.getReturn()?.toJavaScript() ?? {}) as Plain;
}

/** A run that was killed once the organisation had made an object. */
async function killedOnceMade(type: string, listing: string, inputs: Plain): Promise<void> {
  const victim = await started();
  scene.organisation.onCrash = () => victim.process.kill("SIGKILL");
  const when = { method: "POST", path: `/api/v2/${listing}` };
  await scene.organisation.api("POST", "/_local/faults", { faults: [{ when, times: 1, do: { crash: "after" } }] });
  await expect(new Stack(victim).up(type, "left", inputs)).rejects.toThrow();
  await victim.exited;
}

/** The same of the queue `Left`. */
async function killedRun(): Promise<void> {
  await killedOnceMade(QUEUE, "routing/queues", { name: "Left", description: "a" });
  expect([await queuesNamed("Left"), notes()]).toMatchObject([[{ name: "Left" }], [expect.any(String)]]);
}

/** A run whose desired state is the queue `Wanted` alone, after every resource was read. @returns the findings of `endRun` */
async function nextRun({ preview, recovers = true }: { preview: boolean; recovers?: boolean }): Promise<string> {
  const plugin = await started(recovers ? { [recoveryVariable]: "true" } : {});
  const stack = new Stack(plugin);
  await invoke(plugin, "beginRun", { preview, flows: {} });
  await (preview ? stack.preview(QUEUE, "wanted", { name: "Wanted" }) : stack.up(QUEUE, "wanted", { name: "Wanted" }));
  const { errors, text } = await invoke(plugin, "endRun", {});
  expect(errors).toBe(0);
  return String(text ?? "");
}

test("an outcome that a killed run created and the source no longer has stays: the platform deletes none", async () => {
  await killedOnceMade(token("FlowOutcome"), "flows/outcomes", { name: "Left" });
  const text = await nextRun({ preview: false });
  expect(text).toMatch(
    /created the flow outcome 'Left'; the source no longer contains it\. It stays \(.+\): Genesys Cloud has no request/,
  );
  expect(text).not.toContain("Delete it in the organisation");
  // Its note is gone: only that of the queue that this run created is left.
  expect(notes()).toHaveLength(1);
});

test("an object that a killed run created and the source no longer has is announced, then deleted", async () => {
  await killedRun();
  const made =
    /warning left-by-interrupted-run: An interrupted run \(.+\) created the queue 'Left'; the source no longer contains it\./;
  const announced = await nextRun({ preview: true });
  expect(announced).toMatch(made);
  expect(announced).toMatch(/ The update deletes it\.$/);
  expect([await queuesNamed("Left"), notes().length]).toMatchObject([[{ name: "Left" }], 1]);

  const done = await nextRun({ preview: false });
  expect(done).toMatch(made);
  expect(done).toMatch(/ It was deleted\.$/);
  expect(await queuesNamed("Left")).toEqual([]);
  expect(await nextRun({ preview: true })).toBe("");
});

test("a run that has not looked at everything touches nothing: the state may have it", async () => {
  await killedRun();
  expect(await nextRun({ preview: false, recovers: false })).toBe("");
  expect(await queuesNamed("Left")).toHaveLength(1);
});

test("an object that was changed since stays, and is reported once", async () => {
  await killedRun();
  const [queue] = await queuesNamed("Left");
  const address = `/api/v2/routing/queues/${String(queue?.["id"])}`;
  const live = await scene.organisation.api("GET", address);
  await scene.organisation.api("PUT", address, { ...live, description: "ours now" });
  expect(await nextRun({ preview: false })).toMatch(
    / the source no longer contains it\. It stays \(.+\): its values differ from the values in the request\.\n {2}hint: Delete it in the organisation if nothing needs it\.$/,
  );
  expect(await queuesNamed("Left")).toHaveLength(1);
  expect(await nextRun({ preview: true })).toBe("");
});

test("an object that the platform refuses to delete stays, with the reason", async () => {
  await killedRun();
  const when = { method: "DELETE", path: "/api/v2/routing/queues/*" };
  const error = { status: 409, code: "queue.in.use", message: "The queue is in use" };
  await scene.organisation.api("POST", "/_local/faults", { faults: [{ when, do: { error } }] });
  expect(await nextRun({ preview: false })).toMatch(/It stays \(.+\): .*The queue is in use/);
  expect(await queuesNamed("Left")).toHaveLength(1);
});

test("a creation that was killed before the platform received it leaves no finding", async () => {
  await killedRun();
  for (const { id } of await queuesNamed("Left")) {
    await scene.organisation.api("DELETE", `/api/v2/routing/queues/${String(id)}`);
  }
  expect(await nextRun({ preview: false })).toBe("");
  expect(notes()).toHaveLength(1); // of the queue that this run created: removed once the state has the queue
});

test("a flow that an interrupted rename had checked out is released", async () => {
  const victim = await started();
  const stack = new Stack(victim);
  const named = (name: string) => ({ document: textAsset(callDocument({ name })) });
  await stack.up(FLOW, "sales", named("Sales"));
  const { id } = stack.get(FLOW, "sales");
  const holder = async () => ((await scene.organisation.flow(id))["lockedClient"] as { id?: string } | null)?.id;
  scene.organisation.onCrash = () => victim.process.kill("SIGKILL");
  const when = { method: "POST", path: "/api/v2/flows/actions/checkout" };
  await scene.organisation.api("POST", "/_local/faults", { faults: [{ when, times: 1, do: { crash: "after" } }] });
  await expect(stack.up(FLOW, "sales", named("Orders"))).rejects.toThrow();
  await victim.exited;
  expect(await holder()).toEqual(expect.any(String));
  await nextRun({ preview: true });
  await nextRun({ preview: false, recovers: false });
  expect(await holder()).toEqual(expect.any(String));
  await nextRun({ preview: false });
  expect(await holder()).toBeUndefined();
});
