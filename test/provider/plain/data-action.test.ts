import type { Plain, Plugin } from "../harness/plugin.ts";
import { errorOf, Scene } from "../harness/scene.ts";
import { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import { schema, token } from "./kinds.ts";

let scene: Scene;
let fixture: Fixture;
/** A process of the provider that runs; a test that kills it starts the next one. */
let plugin: Plugin;
let stack: Stack;

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  plugin = await started();
});
beforeEach(async () => {
  stack = new Stack(plugin);
  await stack.up(ACTION, "it", inputs());
});
afterEach(async () => {
  await scene.organisation.api("DELETE", "/_local/faults");
  if (await draft()) await scene.organisation.api("DELETE", `${path()}/draft`);
  stack.plugin = plugin;
  await stack.destroy(ACTION, "it");
});
afterAll(() => scene.close());

const ACTION = token("IntegrationAction");
const more = { contractInput: schema({ pin: "string", country: "string" }) };

const inputs = (): Plain => ({
  name: "Verify",
  category: "CRM",
  integrationId: fixture.id("CRM"),
  contractInput: schema({ pin: "string" }),
  contractOutput: schema({ id: "string" }),
  configRequest: { requestUrlTemplate: "/verify", requestType: "POST", requestTemplate: '{"pin": 1}' },
});

async function started(): Promise<Plugin> {
  return (await scene.run({ config: scene.organisation.asClient })).plugin;
}

const path = () => `/api/v2/integrations/actions/${stack.get(ACTION, "it").id}`;
const live = () => scene.organisation.api<Plain>("GET", `${path()}?expand=contract&includeConfig=true`);
const draft = () =>
  scene.organisation.api<Plain>("GET", `${path()}/draft?expand=contract&includeConfig=true`).catch(() => undefined);
const inputOf = (action: Plain | undefined) => JSON.stringify(action?.["contract"] ?? "none");
const writes = (requests: readonly string[]) =>
  requests.filter((line) => !line.startsWith("GET")).map((line) => line.replace(/\/actions\/[^/]+/, "/actions/ID"));
const faulty = (when: Plain, effect: Plain) =>
  scene.organisation.api("POST", "/_local/faults", { faults: [{ when, times: 1, do: effect }] });

test("a change of the configuration is one PATCH; of the contract, a draft that is published: the id stays", async () => {
  const { id } = stack.get(ACTION, "it");
  const request = { requestUrlTemplate: "/verify", requestType: "PUT", requestTemplate: '{"pin": 2}' };
  const one = await scene.organisation.requestsOf(() =>
    stack.up(ACTION, "it", { ...inputs(), configRequest: request }),
  );
  expect(writes(one)).toEqual(["PATCH /api/v2/integrations/actions/ID"]);
  const other = await scene.organisation.requestsOf(() =>
    stack.up(ACTION, "it", { ...inputs(), ...more, secure: true }),
  );
  expect(writes(other)).toEqual([
    "POST /api/v2/integrations/actions/ID/draft",
    "PATCH /api/v2/integrations/actions/ID/draft",
    "POST /api/v2/integrations/actions/ID/draft/publish",
  ]);
  expect(stack.get(ACTION, "it").id).toBe(id);
  expect(await live()).toMatchObject({ secure: true, config: { request: { requestType: "POST" } } });
  expect(inputOf(await live())).toContain("country");
  expect((await stack.up(ACTION, "it", { ...inputs(), ...more, secure: true })).operation).toBe("same");
});

test("the same schema in another layout and order is no change", async () => {
  const contractInput = '{ "properties": { "pin": {"type": "string"} }, "type": "object" }';
  const requests = await scene.organisation.requestsOf(async () => {
    expect((await stack.up(ACTION, "it", { ...inputs(), contractInput })).operation).toBe("same");
  });
  expect(requests).toEqual([]);
});

const steps: [string, string, string][] = [
  ["its draft is created", "POST", "draft"],
  ["its draft is changed", "PATCH", "draft"],
  ["its draft is published", "POST", "draft/publish"],
];

describe.each(steps)("a run that is killed when %s", (_step, method, at) => {
  test.each(["before", "after"])("%s that: the next run completes the change", async (when) => {
    const victim = plugin;
    const { id } = stack.get(ACTION, "it");
    scene.organisation.onCrash = () => victim.process.kill("SIGKILL");
    await faulty({ method, path: `/api/v2/integrations/actions/*/${at}` }, { crash: when });
    await expect(stack.up(ACTION, "it", { ...inputs(), ...more })).rejects.toThrow();
    await victim.exited;
    plugin = await started();
    stack.plugin = plugin;
    await stack.up(ACTION, "it", { ...inputs(), ...more });
    expect(stack.get(ACTION, "it").id).toBe(id);
    expect(inputOf(await live())).toContain("country");
    expect(await draft()).toBeUndefined();
    expect((await stack.up(ACTION, "it", { ...inputs(), ...more })).operation).toBe("same");
  });
});

describe.each(steps)("when %s", (_step, method, at) => {
  test.each([
    ["the answer is lost", { reset: "after" }],
    ["the request is lost", { reset: "before" }],
    ["the platform answers 503 after it did that", { error: { status: 503, at: "after" } }],
  ])("and %s, the same run completes the change", async (_case, effect) => {
    await faulty({ method, path: `/api/v2/integrations/actions/*/${at}` }, effect);
    await stack.up(ACTION, "it", { ...inputs(), ...more });
    expect(inputOf(await live())).toContain("country");
    expect(await draft()).toBeUndefined();
    expect((await stack.up(ACTION, "it", { ...inputs(), ...more })).operation).toBe("same");
  });
});

test("a refused publication removes the draft: the next run begins with the corrected contract", async () => {
  await faulty({ method: "POST", path: "/api/v2/integrations/actions/*/draft/publish" }, { error: { status: 400 } });
  const { message } = await errorOf(() => stack.up(ACTION, "it", { ...inputs(), ...more }));
  expect(message).toContain("data action 'Verify' cannot be updated");
  expect(await draft()).toBeUndefined();
  await stack.up(ACTION, "it", { ...inputs(), contractInput: schema({ code: "string" }) });
  expect(inputOf(await live())).toContain("code");
});

test("somebody else's draft is refused and stays; their untouched draft is used", async () => {
  const theirs = await scene.organisation.api<Plain>("POST", `${path()}/draft`);
  const contract = {
    input: { inputSchema: { type: "object", title: "Mine" } },
    output: { successSchema: { type: "object" } },
  };
  const edited = { version: theirs["version"], contract };
  await scene.organisation.api("PATCH", `${path()}/draft`, edited);
  const { message } = await errorOf(() => stack.up(ACTION, "it", { ...inputs(), ...more }));
  expect(message).toContain("Somebody is editing a draft of the data action 'Verify'");
  expect(inputOf(await draft())).toContain("Mine");
  expect(inputOf(await live())).not.toContain("country");
  await scene.organisation.api("DELETE", `${path()}/draft`);
  await scene.organisation.api("POST", `${path()}/draft`);
  await stack.up(ACTION, "it", { ...inputs(), ...more });
  expect(inputOf(await live())).toContain("country");
});

test("a version that changed in between is read again", async () => {
  const message = "The version supplied (1) does not match the current version (2) of 'Verify'.";
  await faulty({ method: "PATCH" }, { error: { status: 409, code: "general.conflict", message } });
  await stack.up(ACTION, "it", { ...inputs(), name: "Verify PIN now" });
  expect(await live()).toMatchObject({ name: "Verify PIN now" });
});
