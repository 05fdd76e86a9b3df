import { writeFileSync } from "node:fs";
import path from "node:path";
import { seedOrganisation } from "@genesys-flows/local-org";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { type LookupFunction, lookups } from "../../../packages/provider/functions/lookups.ts";
import { type Plain, plain, struct } from "../harness/plugin.ts";
import { errorOf, Scene } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import { kinds } from "./kinds.ts";

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
  ["getRoutingLanguage", ...named("Spanish")],
  ["getIntegration", { name: "CRM" }, () => ({ name: "CRM" })],
  ["getNamedObject", { kind: "integration", name: "CRM" }, (f) => ({ id: f.id("CRM") })],
  ["getNamedObject", { kind: "language", name: "Spanish" }, (f) => ({ id: f.id("Spanish") })],
  ["getNamedObject", { kind: "dataAction", name: "CRM/Verify PIN" }, () => ({})],
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

test.each(Object.entries(kinds))("an object of the stack is found: %s", async (_name, { type, first, lookup }) => {
  const inputs = first(fixture);
  await stack.up(type, "it", inputs);
  const { id } = stack.get(type, "it");
  const name = `get${type.slice(type.lastIndexOf(":") + 1)}`;
  const { spec } = lookups.find(({ spec }) => spec.token === `genesyscloud:index/${name}:${name}`) as LookupFunction;
  const wanted = lookup?.by ?? Object.fromEntries(Object.keys(spec.inputs).map((key) => [key, inputs[key]]));
  expect(await invoke(name, wanted)).toMatchObject({ id, ...lookup?.shows?.(id) });
  await stack.destroy(type, "it");
});

test.each<[string, Plain, string]>([
  ["getRoutingSkill", { name: "french" }, "The organisation has no skill 'french'."],
  [
    "getIntegrationAction",
    { name: "Verify PIN", category: "ERP" },
    "The organisation has no data action with name 'Verify PIN' and category 'ERP'.",
  ],
  ["getIntegration", { name: "crm" }, "The organisation has no integration 'crm'."],
  [
    "getArchitectDatatableRow",
    { datatableId: "nowhere", keyValue: "x" },
    "The data table nowhere has no row 'x', or does not exist.",
  ],
])("%s of %j says that it does not exist", async (name, inputs, message) => {
  expect((await errorOf(() => invoke(name, inputs))).message).toContain(message);
});

test("a lookup that matches several objects names each, and the argument that narrows it", async () => {
  const { organisation } = scene;
  const seed = path.join(organisation.folder, "second.yaml");
  writeFileSync(seed, "integrations: [{name: ERP, dataActions: [{name: Verify PIN, inputs: {}, outputs: {}}]}]\n");
  await seedOrganisation({ file: organisation.file, seed });
  const { message } = await errorOf(() => invoke("getIntegrationAction", { name: "Verify PIN" }));
  expect(message).toContain("2 objects in the organisation match the data action 'Verify PIN': ");
  expect(message).toMatch(/\S+ in 'CRM'/);
  expect(message).toMatch(/\S+ in 'ERP'/);
  expect(message).toContain(". Add category, or use one of these ids instead of this lookup.");
});
