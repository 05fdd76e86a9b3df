import { writeFileSync } from "node:fs";
import path from "node:path";
import { callDocument } from "../harness/documents.ts";
import { textAsset, unknownValue } from "../harness/plugin.ts";
import { errorOf, FLOW, IVR, QUEUE, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";
import { token } from "./kinds.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

test("a number routes to a flow of the stack", async () => {
  await stack.up(FLOW, "sales", { document: textAsset(callDocument()) });
  const openHoursFlowId = stack.get(FLOW, "sales").id;
  await stack.up(IVR, "sales-ivr", { name: "sales", dnis: ["+13175550110"], openHoursFlowId });
  expect((await errorOf(() => stack.destroy(FLOW, "sales"))).message).toMatch(/in use.*'sales'/s);
  await stack.destroy(IVR, "sales-ivr");
  await stack.destroy(FLOW, "sales");
});

test.each<[string, string, Record<string, unknown>, string[]]>([
  [
    "a queue",
    QUEUE,
    {
      acwTimeoutMs: 5,
      skillEvaluationMethod: "SOME",
      mediaSettingsCall: { alertingTimeoutSec: 1, ring: true },
      members: [{ userId: "x", ringNum: 7 }, { ringNum: 1 }],
      bullseyeRings: [1, 2, 3, 4, 5, 6, 7].map((expansionTimeoutSeconds) => ({ expansionTimeoutSeconds })),
    },
    [
      ...["name", "skillEvaluationMethod", "acwTimeoutMs", "mediaSettingsCall.ring"],
      ...["mediaSettingsCall.alertingTimeoutSec", "members[0].ringNum", "members[1].userId", "bullseyeRings"],
    ],
  ],
  ["an IVR", IVR, { name: "x", dnis: ["317555"], numbers: [] }, ["numbers", "dnis"]],
  [
    "a DID pool",
    token("TelephonyProvidersEdgesDidPool"),
    { startPhoneNumber: "+13175550100", endPhoneNumber: "+13175550099" },
    ["endPhoneNumber"],
  ],
  ["a schedule", token("ArchitectSchedules"), { name: "x", start: "2026-02-30Z", end: "soon" }, ["start", "end"]],
  [
    "a prompt",
    token("ArchitectUserPrompt"),
    {
      name: "no spaces",
      resources: [
        { language: "en-us" },
        { language: "de-de", filename: "none.wav" },
        { language: "DE-de", ttsString: "Hallo" },
      ],
    },
    ["name", "resources[0]", "resources[1].filename", "resources[2].language"],
  ],
  [
    "a table",
    token("ArchitectDatatable"),
    {
      name: "x",
      properties: [
        { name: "hours", type: "integer", default: "eight" },
        { name: "hours", type: "text" },
      ],
    },
    ["properties[1].type", "properties", "properties[0].default", "properties[1].name"],
  ],
  [
    "a data action",
    token("IntegrationAction"),
    {
      ...{ name: "x".repeat(257), category: "CRM", integrationId: "i", configTimeoutSeconds: 61 },
      ...{ contractInput: "{", contractOutput: "[]", configRequest: { requestType: "HEAD" } },
    },
    ["name", "configTimeoutSeconds", "contractInput", "contractOutput", "configRequest.requestType"],
  ],
  [
    "a row",
    token("ArchitectDatatableRow"),
    { datatableId: "x", keyValue: "y", propertiesJson: "{" },
    ["propertiesJson"],
  ],
  [
    "a route",
    token("RoutingEmailRoute"),
    { domainId: "x", pattern: "y", fromName: "z", fromEmail: "z@x", replyEmailAddress: { domainId: "x" } },
    ["queueId", "fromEmail", "replyEmailAddress.routeId"],
  ],
])("all mistakes of %s are reported at once", async (_name, type, inputs, properties) => {
  const { failures } = await stack.up(type, "it", inputs);
  expect(failures.map(({ property }) => property).sort()).toEqual(properties.sort());
});

test("a recording that Git LFS did not fetch is refused, and not uploaded", async () => {
  const filename = path.join(scene.organisation.folder, "pointer.wav");
  writeFileSync(filename, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
  const resources = [{ language: "en-us", filename }];
  const { failures } = await stack.up(token("ArchitectUserPrompt"), "it", { name: "Pointer", resources });
  expect(failures).toEqual([
    { property: "resources[0].filename", reason: expect.stringContaining("Run `git lfs pull`") },
  ]);
});

test("an unknown value in a preview is a change, and no mistake", async () => {
  const schedules = token("ArchitectSchedulegroups");
  const inputs = { name: "Hours", openSchedulesId: [unknownValue, "x"], divisionId: unknownValue };
  expect((await stack.preview(schedules, "it", inputs)).outputs).toMatchObject(inputs);
  await stack.up(QUEUE, "it", { name: "Unknown", groups: [] });
  const preview = await stack.preview(QUEUE, "it", {
    name: unknownValue,
    wrapupCodes: [unknownValue],
    queueFlowId: unknownValue,
    members: [{ userId: unknownValue }],
  });
  expect(preview.detailedDiff).toEqual({ name: "update", wrapupCodes: "add", queueFlowId: "add", members: "add" });
  await stack.destroy(QUEUE, "it");
});

test("columns that the platform cannot remove are refused before any request", async () => {
  const type = token("ArchitectDatatable");
  const key = { name: "key", type: "string" };
  await stack.up(type, "it", { name: "Kept", properties: [key, { name: "note", type: "string" }] });
  const { failures } = await stack.up(type, "it", {
    name: "Kept",
    properties: [key, { name: "hours", type: "integer" }],
  });
  expect(failures).toMatchObject([{ property: "properties", reason: expect.stringContaining("column 'note'") }]);
  await stack.destroy(type, "it");
});

test.each([
  [token("RoutingEmailRoute"), "DOMAIN/ROUTE"],
  [token("ArchitectDatatableRow"), "TABLE/KEY"],
])("an import of %s by an id of another form says which", async (type, form) => {
  expect((await errorOf(() => stack.import(type, "it", "alone"))).message).toContain(form);
});

test("the home division is managed in place, and is not deleted", async () => {
  const type = token("AuthDivision");
  await stack.up(type, "home", { name: "Head office", description: "All of us", home: true });
  const { id } = stack.get(type, "home");
  const home = () => scene.organisation.api("GET", "/api/v2/authorization/divisions/home");
  expect(await home()).toMatchObject({ id, name: "Head office", description: "All of us" });
  await stack.up(type, "home", { name: "Home", home: true });
  expect(await scene.stack().import(type, "home", id)).toMatchObject({ inputs: { name: "Home", home: true } });
  await stack.destroy(type, "home");
  expect(await home()).toMatchObject({ id, name: "Home" });
});

test("more numbers than one request accepts take several requests", async () => {
  const dnis = Array.from({ length: 99 }, (_, index) => `+131755501${String(index).padStart(2, "0")}`);
  const { organisation } = scene;
  const create = await organisation.requestsOf(() => stack.up(IVR, "many", { name: "Many", dnis }));
  expect(create.filter((request) => !request.startsWith("GET")).length).toBe(2);
  const { id } = stack.get(IVR, "many");
  expect((await organisation.api<{ dnis: string[] }>("GET", `/api/v2/architect/ivrs/${id}`)).dnis).toHaveLength(99);
  expect((await stack.up(IVR, "many", { name: "Many", dnis })).operation).toBe("same");
  await stack.destroy(IVR, "many");
});
