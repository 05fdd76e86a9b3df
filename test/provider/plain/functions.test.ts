import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { type Plain, plain, struct } from "../harness/plugin.ts";
import { errorOf, Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import { token } from "./kinds.ts";

let scene: Scene;
let fixture: Fixture;
let stack: Stack;

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  stack = await scene.run({ config: scene.organisation.asClient });
});
afterAll(() => scene.close());

async function invoke(name: string, inputs: Plain): Promise<Plain> {
  const request = new messages.InvokeRequest();
  request.setTok(`genesyscloud:index/${name}:${name}`);
  request.setArgs(struct(inputs));
  const answer = await stack.plugin.call<messages.InvokeResponse>("invoke", request);
  return plain(answer.getReturn());
}

const named = (name: string): [Plain, (f: Fixture) => Plain] => [{ name }, (f) => ({ id: f.id(name), name })];

test.each<[string, Plain, (f: Fixture) => Plain]>([
  ["getRoutingQueue", ...named("General")],
  ["getRoutingSkill", ...named("French")],
  ["getRoutingWrapupcode", ...named("Sold")],
  ["getArchitectSchedules", ...named("Weekdays")],
  ["getArchitectDatatable", ...named("Holidays")],
  ["getAuthDivision", ...named("South")],
  ["getScript", ...named("Greeting")],
  ["getArchitectIvr", { name: "Front desk" }, (f) => ({ id: f.id("ivr") })],
  ["getRoutingEmailDomain", { name: "example.com" }, () => ({ id: "example.com", subdomain: false })],
  [
    "getTelephonyProvidersEdgesDidPool",
    { startPhoneNumber: "+13175550100", endPhoneNumber: "+13175550199" },
    () => ({ startPhoneNumber: "+13175550100" }),
  ],
  [
    "getIntegrationAction",
    { name: "Verify PIN", category: "CRM" },
    () => ({ name: "Verify PIN", category: "CRM", integrationId: expect.any(String) }),
  ],
])("%s finds %j", async (name, inputs, expected) => {
  expect(await invoke(name, inputs)).toMatchObject({ id: expect.any(String), ...expected(fixture) });
});

test("what a stack made is found by name", async () => {
  const made: [string, Plain, string, (id: string) => Plain][] = [
    ["ArchitectSchedulegroups", { name: "Hours", openSchedulesId: [fixture.id("Weekdays")] }, "name", () => ({})],
    ["ArchitectEmergencygroup", { name: "Fire" }, "name", () => ({})],
    ["ArchitectUserPrompt", { name: "Hello", resources: [] }, "name", () => ({})],
    [
      "RoutingEmailRoute",
      { domainId: "example.com", pattern: "info", fromName: "Info", queueId: fixture.id("General") },
      "domainId pattern",
      (id) => ({ routeId: id.split("/")[1] }),
    ],
    [
      "ArchitectDatatableRow",
      { datatableId: fixture.id("Holidays"), keyValue: "a/b", propertiesJson: '{"note":"x"}' },
      "datatableId keyValue",
      () => ({ propertiesJson: '{"note":"x"}' }),
    ],
  ];
  for (const [name, inputs, keys, more] of made) {
    await stack.up(token(name), "it", inputs);
    const { id } = stack.get(token(name), "it");
    const wanted = Object.fromEntries(keys.split(" ").map((key) => [key, inputs[key]]));
    expect(await invoke(`get${name}`, wanted)).toMatchObject({ id, ...more(id) });
  }
});

test.each<[string, Plain, string]>([
  ["getRoutingSkill", { name: "french" }, "has no skill 'french'"],
  ["getIntegrationAction", { name: "Verify PIN", category: "ERP" }, "has no data action 'Verify PIN ERP'"],
  ["getArchitectDatatableRow", { datatableId: "nowhere", keyValue: "x" }, "has no row 'x'"],
])("%s of %j says that there is none", async (name, inputs, message) => {
  expect((await errorOf(() => invoke(name, inputs))).message).toContain(message);
});
