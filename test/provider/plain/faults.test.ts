import { writeFileSync } from "node:fs";
import path from "node:path";
import { seedOrganisation } from "@genesys-flows/local-org";
import { type Plain, type Plugin, PluginError } from "../harness/plugin.ts";
import { errorOf, lasting, Scene } from "../harness/scene.ts";
import { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import { token } from "./kinds.ts";

let scene: Scene;
let fixture: Fixture;
let plugin: Plugin;
let stack: Stack;

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  ({ plugin } = await scene.run({ config: scene.organisation.asClient }));
});
beforeEach(() => {
  plugin.log.length = 0;
  stack = new Stack(plugin);
});
afterEach(() => scene.organisation.api("DELETE", "/_local/faults"));
afterAll(() => scene.close());

const QUEUE = token("RoutingQueue");
const faulty = (when: Plain, effect: Plain) =>
  scene.organisation.api("POST", "/_local/faults", { faults: [{ when, times: 1, do: effect }] });
const named = async (listing: string, name: string) => {
  const { entities } = await scene.organisation.api<{ entities: Plain[] }>("GET", `/api/v2/${listing}?name=${name}`);
  return entities.filter((entity) => entity["name"] === name);
};

describe.each([
  ["a queue", QUEUE, "routing/queues", { name: "Lost", description: "x" }],
  ["a skill", token("RoutingSkill"), "routing/skills", { name: "Lost" }],
  ["a language skill", token("RoutingLanguage"), "routing/languages", { name: "Lost" }],
  ["a flow milestone", token("FlowMilestone"), "flows/milestones", { name: "Lost" }],
  ["an IVR", token("ArchitectIvr"), "architect/ivrs", { name: "Lost", dnis: ["+13175550150"] }],
])("%s", (_name, type, listing, inputs) => {
  afterEach(() => stack.destroy(type, "it"));

  test.each([
    ["the answer to its creation is lost", { reset: "after" }],
    ["the request for its creation is lost", { reset: "before" }],
    ["its creation is answered 503 after it was made", { error: { status: 503, at: "after" } }],
    ["its creation is answered by a proxy's page", { html: { status: 502, at: "after" } }],
  ])("exists once when %s", async (_case, effect) => {
    await faulty({ method: "POST", path: `/api/v2/${listing}` }, effect);
    await stack.up(type, "it", inputs);
    expect(await named(listing, "Lost")).toMatchObject([{ id: stack.get(type, "it").id }]);
    expect((await stack.up(type, "it", inputs)).operation).toBe("same");
    const after = JSON.stringify(effect).includes("after");
    expect(lasting(plugin).some((message) => message.includes("This update takes it over."))).toBe(after);
  });
});

test("an older object of the same name is not taken over, also when an answer is lost", async () => {
  await scene.organisation.api("POST", "/api/v2/routing/queues", { name: "Theirs", description: "of somebody" });
  await faulty({ method: "POST", path: "/api/v2/routing/queues" }, { reset: "after" });
  const error = await errorOf(() => stack.up(QUEUE, "it", { name: "Theirs", description: "ours" }));
  expect(error.message).toContain("and this stack does not manage it: it was created outside this stack");
});

test("a conflict of versions is read again", async () => {
  const type = token("ArchitectSchedulegroups");
  const inputs = { name: "Contested", openSchedulesId: [fixture.id("Weekdays")] };
  await stack.up(type, "it", inputs);
  const message = "The version supplied (1) does not match the current version (2) of 'Contested'.";
  await faulty({ method: "PUT" }, { error: { status: 409, code: "general.conflict", message } });
  await stack.up(type, "it", { ...inputs, description: "second" });
  expect(await named("architect/schedulegroups", "Contested")).toMatchObject([{ description: "second" }]);
  await stack.destroy(type, "it");
});

test("an update keeps what the program does not name", async () => {
  const { organisation } = scene;
  await stack.up(QUEUE, "it", { name: "Kept", description: "first" });
  const { id } = stack.get(QUEUE, "it");
  const live = await organisation.api("GET", `/api/v2/routing/queues/${id}`);
  const edited = { ...live, callingPartyName: "Ours", mediaSettings: { call: { alertingTimeoutSeconds: 11 } } };
  await organisation.api("PUT", `/api/v2/routing/queues/${id}`, edited);
  await stack.up(QUEUE, "it", { name: "Kept", mediaSettingsCall: { enableAutoAnswer: true } });
  const after = await organisation.api("GET", `/api/v2/routing/queues/${id}`);
  expect(after).toMatchObject({
    callingPartyName: "Ours",
    mediaSettings: { call: { alertingTimeoutSeconds: 11, enableAutoAnswer: true } },
  });
  expect(after["description"]).toBeUndefined();
  await stack.destroy(QUEUE, "it");
});

test("a delete of an object in use is retried, then refused with its users", async () => {
  const [schedules, groups] = [token("ArchitectSchedules"), token("ArchitectSchedulegroups")];
  await stack.up(schedules, "s", { name: "Used", start: "2026-01-01T00:00", end: "2026-01-02T00:00" });
  await stack.up(groups, "g", { name: "User", openSchedulesId: [stack.get(schedules, "s").id] });
  const error = await errorOf(() => stack.destroy(schedules, "s"));
  expect(error.message).toMatch(/schedule 'Used' cannot be deleted.*SCHEDULEGROUP 'User'/s);
  await stack.destroy(groups, "g");
  await faulty({ method: "DELETE" }, { error: { status: 409, code: "general.conflict" } });
  await stack.destroy(schedules, "s");
  expect(await named("architect/schedules", "Used")).toEqual([]);
});

test("a recording that the platform cannot use leaves the prompt to the next run", async () => {
  const type = token("ArchitectUserPrompt");
  const file = path.join(scene.organisation.folder, "broken.wav");
  writeFileSync(file, "");
  const inputs = { name: "Broken", resources: [{ language: "en-us", filename: "broken.wav" }] };
  const error = await errorOf(() => stack.up(type, "it", inputs));
  expect(error).toBeInstanceOf(PluginError);
  expect((error as PluginError).partial?.reasons.join()).toContain("cannot use the recording broken.wav");
  const { id } = stack.get(type, "it");
  writeFileSync(file, "RIFF and more");
  expect((await stack.up(type, "it", inputs)).operation).toBe("update");
  expect(stack.get(type, "it").id).toBe(id);
  expect((await stack.up(type, "it", inputs)).operation).toBe("same");
  writeFileSync(file, "RIFF and other");
  expect((await stack.preview(type, "it", inputs)).detailedDiff).toEqual({ resources: "update" });
  await stack.destroy(type, "it");
});

test("members that cannot be added leave the queue to the next run", async () => {
  const inputs = { name: "Halved", members: [{ userId: fixture.id("Ann") }] };
  await faulty({ method: "POST", path: "/api/v2/routing/queues/*/members" }, { error: { status: 400 } });
  expect((await errorOf(() => stack.up(QUEUE, "it", inputs))).message).toContain("queue 'Halved' cannot be updated");
  expect((await stack.up(QUEUE, "it", inputs)).operation).toBe("update");
  expect(stack.get(QUEUE, "it").outputs).toMatchObject({ members: [{ userId: fixture.id("Ann"), ringNum: 1 }] });
  await stack.destroy(QUEUE, "it");
});

test("a lack of permission names the resource and the permission", async () => {
  const { organisation } = scene;
  const seed = path.join(organisation.folder, "weak.yaml");
  writeFileSync(seed, 'clients: [{id: weak, secret: weak-client-secret, permissions: ["routing:queue:view"]}]\n');
  await seedOrganisation({ file: organisation.file, seed });
  const config = { ...organisation.remote, oauthclientId: "weak", oauthclientSecret: "weak-client-secret" };
  const weak = await scene.run({ config });
  const { message } = await errorOf(() => weak.up(QUEUE, "it", { name: "Refused" }));
  expect(message).toMatch(/queue 'Refused' cannot be created.*routing:queue:add/s);
  expect(message).not.toContain("weak-client-secret");
});

test("a refusal names the property", async () => {
  const missing = "00000000-0000-4000-8000-000000000000";
  const { message } = await errorOf(() => stack.up(QUEUE, "it", { name: "Refused", queueFlowId: missing }));
  expect(message).toMatch(/queue 'Refused' cannot be created.*Check queueFlowId/s);
});
