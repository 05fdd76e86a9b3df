import { callDocument } from "./harness/documents.ts";
import { textAsset, unknownValue } from "./harness/plugin.ts";
import { errorOf, FLOW, IVR, QUEUE, Scene } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

let scene: Scene;
let stack: Stack;

beforeAll(async () => {
  scene = await Scene.open();
});
beforeEach(() => {
  stack = scene.stack();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

interface Kind {
  readonly type: string;
  readonly path: string;
  readonly first: Record<string, unknown>;
  /** A change, and what the platform must show after it. */
  readonly second: Record<string, unknown>;
  readonly live: Record<string, unknown>;
  /** An edit by somebody outside of the stack: body of a PUT on top of the live object. */
  readonly outside: Record<string, unknown>;
  readonly drifted: string;
}

const kinds: [string, Kind][] = [
  [
    "RoutingQueue",
    {
      type: QUEUE,
      path: "/api/v2/routing/queues",
      first: {
        name: "Claims",
        description: "First notice",
        mediaSettingsCall: { alertingTimeoutSec: 20, serviceLevelPercentage: 0.8, serviceLevelDurationMs: 20000 },
      },
      second: {
        name: "Claims",
        acwTimeoutMs: 60000,
        skillEvaluationMethod: "BEST",
        mediaSettingsCall: { alertingTimeoutSec: 30, serviceLevelPercentage: 0.8, serviceLevelDurationMs: 20000 },
      },
      live: {
        name: "Claims",
        skillEvaluationMethod: "BEST",
        acwSettings: { timeoutMs: 60000 },
        mediaSettings: { call: { alertingTimeoutSeconds: 30, serviceLevel: { percentage: 0.8 } } },
      },
      outside: { skillEvaluationMethod: "NONE" },
      drifted: "skillEvaluationMethod",
    },
  ],
  [
    "ArchitectIvr",
    {
      type: IVR,
      path: "/api/v2/architect/ivrs",
      first: { name: "Main line", dnis: ["+13175550101", "+13175550100"] },
      second: { name: "Main line", description: "All of it", dnis: ["+13175550100", "+13175550102"] },
      live: { name: "Main line", description: "All of it", dnis: ["+13175550100", "+13175550102"] },
      outside: { description: "Edited" },
      drifted: "description",
    },
  ],
];

describe.each(kinds)("%s", (_name, kind) => {
  const { type, path } = kind;
  const get = (id: string) => scene.organisation.api<Record<string, unknown>>("GET", `${path}/${id}`);

  test("create, same, update, refresh after an outside change, import, delete", async () => {
    const { organisation } = scene;
    expect((await stack.preview(type, "it", kind.first)).outputs).toMatchObject({
      ...kind.first,
      divisionId: unknownValue,
    });
    await stack.up(type, "it", kind.first);
    const { id, outputs } = stack.get(type, "it");
    expect(outputs).toMatchObject({
      name: kind.first["name"],
      divisionId: expect.any(String),
      organizationId: organisation.server.organisationId,
    });
    const silent = await organisation.requestsOf(async () => {
      expect((await stack.up(type, "it", kind.first)).operation).toBe("same");
    });
    expect(silent).toEqual([]);

    expect((await stack.up(type, "it", kind.second)).operation).toBe("update");
    expect(await get(id)).toMatchObject(kind.live);
    expect((await stack.up(type, "it", kind.second)).operation).toBe("same");
    await stack.refresh(type, "it");
    expect((await stack.up(type, "it", kind.second)).operation).toBe("same");

    await organisation.api("PUT", `${path}/${id}`, { ...(await get(id)), ...kind.outside });
    await stack.refresh(type, "it");
    expect(Object.keys((await stack.preview(type, "it", kind.second)).detailedDiff)).toEqual([kind.drifted]);
    await stack.up(type, "it", kind.second);
    expect(await get(id)).toMatchObject(kind.live);

    const imported = scene.stack();
    expect(await imported.import(type, "it", id)).toMatchObject({ id, inputs: { name: kind.second["name"] } });
    expect((await imported.up(type, "it", kind.second)).operation).toBe("same");

    await stack.destroy(type, "it");
    await expect(get(id)).rejects.toThrow("404");
    expect(await imported.refresh(type, "it")).toBe(false);
    await imported.destroy(type, "it").catch((error) => expect(error.message).toContain("has no"));
  });

  test("a name that is taken is refused with the line that imports it", async () => {
    await stack.up(type, "it", kind.first);
    const { id } = stack.get(type, "it");
    const error = await errorOf(() => scene.stack().up(type, "other", kind.first));
    expect(error.message).toContain(`pulumi import ${type} <name> ${id}`);
    await stack.destroy(type, "it");
  });
});

test("a number leads to a flow of the stack", async () => {
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
    { acwTimeoutMs: 5, skillEvaluationMethod: "SOME", mediaSettingsCall: { alertingTimeoutSec: 1, ring: true } },
    ["name", "skillEvaluationMethod", "acwTimeoutMs", "mediaSettingsCall.ring", "mediaSettingsCall.alertingTimeoutSec"],
  ],
  ["an IVR", IVR, { name: "x", dnis: ["317555"], numbers: [] }, ["numbers", "dnis"]],
])("mistakes of %s come at once", async (_name, type, inputs, properties) => {
  const { failures } = await stack.up(type, "it", inputs);
  expect(failures.map(({ property }) => property).sort()).toEqual(properties.sort());
});
