import { greeter, inbound } from "../flows/documents.ts";
import { Organisation } from "../support/organisation.ts";

// What the vendor's own tests and examples say of the platform (reference/export-shapes.md, last section), asked as its Terraform
// provider asks (reference/terraform-traces).

const SEED = `
organisation: {name: Vendor}
divisions: [{name: Sales}]
users: [{name: Robin Meyer, email: robin@example.com}]
prompts: [{name: Welcome}]
integrations: [{name: CRM, dataActions: [{name: Find, url: "https://crm.example.com/find", method: GET}]}]
systemFlows:
  - {name: Default In-Queue Flow, type: inqueuecall}
  - {name: Default Voicemail Flow, type: voicemail}
`;

const api = "/api/v2";
let organisation: Organisation;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
});
afterAll(() => organisation.end());

const get = (path: string) => organisation.call("GET", `${api}${path}`);
const post = (path: string, body: unknown) => organisation.call("POST", `${api}${path}`, { body });
const outcome = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code];

async function publish(text: string): Promise<{ status: string; flow?: { id: string }; messages?: unknown }> {
  const { body: job } = await post("/flows/jobs", undefined);
  const upload = job.presignedUrl.replace(organisation.server.url, "");
  await organisation.call("PUT", upload, { raw: text, headers: { ...job.headers, Authorization: "" } });
  return (await get(`/flows/jobs/${job.id}?expand=messages`)).body;
}

describe("data actions", () => {
  test("each template can be read, whether it was given or not", async () => {
    const [integration] = (await get("/integrations")).body.entities;
    const { body: made } = await post("/integrations/actions", {
      ...{ name: "Simplest", category: "CRM", integrationId: integration.id, secure: false },
      config: { request: { requestUrlTemplate: "/find", requestType: "GET", requestTemplate: "", headers: {} } },
      contract: { input: { inputSchema: {} }, output: { successSchema: {} } },
    });
    const templates = `/integrations/actions/${made.id}/templates`;
    expect(await get(`${templates}/requesttemplate.vm`)).toMatchObject({ status: 200, text: "${input.rawRequest}" });
    expect(await get(`${templates}/successtemplate.vm`)).toMatchObject({ status: 200, text: "${rawResult}" });
    expect((await get(`${templates}/other.vm`)).status).toBe(404);
    const { body: read } = await get(`/integrations/actions/${made.id}?expand=contract&includeConfig=true`);
    expect(read.config).toMatchObject({ request: { requestUrlTemplate: "/find" }, response: {} });
  });

  test("one without a configuration has an address, as the vendor's provider needs it, and the rest of both parts", async () => {
    const [integration] = (await get("/integrations")).body.entities;
    const body = { name: "Bare", category: "CRM", integrationId: integration.id, config: { timeoutSeconds: 5 } };
    const { body: made } = await post("/integrations/actions", { ...body, contract: {} });
    const { body: read } = await get(`/integrations/actions/${made.id}?includeConfig=true`);
    expect(read.config).toEqual({
      timeoutSeconds: 5,
      request: {
        ...{ requestUrlTemplate: "", requestType: "GET", headers: {} },
        requestTemplateUri: `${api}/integrations/actions/${made.id}/templates/requesttemplate.vm`,
      },
      response: {
        ...{ translationMap: {}, translationMapDefaults: {} },
        successTemplateUri: `${api}/integrations/actions/${made.id}/templates/successtemplate.vm`,
      },
    });
  });

  test("one of the seed has a configuration, where it is asked for", async () => {
    const asked = "category=CRM&includeAuthActions=true&name=Find&pageNumber=1&pageSize=100";
    const [bare] = (await get(`/integrations/actions?${asked}&includeConfig=false`)).body.entities;
    expect(bare).not.toHaveProperty("config");
    const { body } = await get(`/integrations/actions/${bare.id}?expand=contract&includeConfig=true`);
    expect(body.config).toMatchObject({
      request: { requestUrlTemplate: "https://crm.example.com/find", requestType: "GET", headers: {} },
      response: { translationMap: {}, translationMapDefaults: {} },
    });
  });
});

describe("e-mail", () => {
  test("a route needs neither queue nor flow; those of a deleted domain are none, those of another 404", async () => {
    await post("/routing/email/domains", { id: "simple.example.com", subDomain: false });
    const routes = "/routing/email/domains/simple.example.com/routes";
    const body = { id: "", pattern: "simple", fromName: "Simple", fromEmail: "simple@simple.example.com", priority: 0 };
    const made = await post(routes, body);
    expect(made).toMatchObject({ status: 200, body: { pattern: "simple", fromEmail: body.fromEmail } });
    expect(made.body).not.toHaveProperty("queue");
    const changed = await organisation.call("PUT", `${api}${routes}/${made.body.id}`, {
      body: { ...body, fromName: "Simpler" },
    });
    expect(changed).toMatchObject({ status: 200, body: { fromName: "Simpler" } });
    await organisation.call("DELETE", `${api}${routes}/${made.body.id}`);
    expect((await organisation.call("DELETE", `${api}/routing/email/domains/simple.example.com`)).status).toBe(204);
    const gone = await get(`${routes}?pageSize=100&pageNumber=1`);
    expect(gone).toMatchObject({ status: 200, body: { entities: [], total: 0, pageCount: 0 } });
    expect(outcome(await post(routes, body))).toEqual([404, "postino.error.not.found"]);
    expect(outcome(await get("/routing/email/domains/never.example.com/routes"))).toEqual([
      404,
      "postino.error.not.found",
    ]);
  });
});

describe("a deleted flow", () => {
  test("answers 410 to reads, changes, actions and dependency tracking, an unknown one 404", async () => {
    const { flow } = await publish(inbound("Deleted"));
    const id = flow?.id ?? "";
    expect((await organisation.call("DELETE", `${api}/flows/${id}`)).status).toBe(204);
    const tracked = `id=${id}&objectType=INBOUNDCALLFLOW`;
    const calls: [method: string, path: string, body?: object][] = [
      ["GET", `/flows/${id}?deleted=false`],
      ["PUT", `/flows/${id}`, { name: "x", type: "INBOUNDCALL" }],
      ["DELETE", `/flows/${id}`],
      ["GET", `/flows/${id}/versions`],
      ["GET", `/flows/${id}/versions/1.0`],
      ["POST", `/flows/actions/checkout?flow=${id}`],
      ["POST", `/flows/actions/unlock?flow=${id}`],
      ["GET", `/architect/dependencytracking/consumingresources?${tracked}`],
      ["GET", `/architect/dependencytracking/consumedresources?${tracked}&version=1.0`],
      ["GET", `/architect/dependencytracking/object?${tracked}&version=1.0`],
    ];
    for (const [method, path, body] of calls) {
      const answer = await organisation.call(method, api + path, { body });
      expect([method, path, ...outcome(answer)]).toEqual([method, path, 410, "architect.flow.deleted"]);
    }
    expect((await get(`/flows/${id}?deleted=true`)).body).toMatchObject({ deleted: true, active: false });
    expect(outcome(await get("/flows/never?deleted=false"))).toEqual([404, "architect.flow.not.found"]);
  });

  test("answers 404 by a fault on demand", async () => {
    const { flow } = await publish(inbound("Deleted as unknown"));
    await organisation.call("DELETE", `${api}/flows/${flow?.id}`);
    const fault = { faults: [{ when: { operation: "getFlow" }, do: { deletedAs: 404 } }] };
    await organisation.call("POST", "/_local/faults", { body: fault });
    expect(outcome(await get(`/flows/${flow?.id}`))).toEqual([404, "architect.flow.not.found"]);
    expect(outcome(await get(`/flows/${flow?.id}/versions`))).toEqual([410, "architect.flow.deleted"]);
    const wrong = await organisation.call("POST", "/_local/faults", { body: { faults: [{ do: { deletedAs: 403 } }] } });
    expect(wrong.status).toBe(400);
    await organisation.call("DELETE", "/_local/faults");
    expect((await get(`/flows/${flow?.id}`)).status).toBe(410);
  });
});

test("a queue is its own backup where direct routing was posted without one", async () => {
  const callMediaSettings = { useAgentAddressOutbound: true };
  const { body: made } = await post("/routing/queues", {
    name: "Direct",
    directRouting: { callMediaSettings, waitForAgent: true, agentWaitSeconds: 200 },
  });
  expect(made.directRouting).toEqual({
    ...{ callMediaSettings, waitForAgent: true, agentWaitSeconds: 200 },
    backupQueueId: made.id,
  });
  expect((await get(`/routing/queues/${made.id}`)).body.directRouting).toEqual(made.directRouting);
  const { body: other } = await post("/routing/queues", {
    name: "Direct with a backup",
    directRouting: { backupQueueId: made.id },
  });
  expect(other.directRouting.backupQueueId).toBe(made.id);
  const { body: plain } = await post("/routing/queues", { name: "Not direct" });
  expect(plain).not.toHaveProperty("directRouting");
});

describe("all divisions", () => {
  const ALL = { id: "*", name: "*" };

  test("a wrap-up code belongs to them unless it names one", async () => {
    const [sales] = (await get("/authorization/divisions?name=Sales")).body.entities;
    const { body: made } = await post("/routing/wrapupcodes", { name: "Everywhere" });
    expect(made.division).toMatchObject(ALL);
    const { body: said } = await post("/routing/wrapupcodes", { name: "Everywhere too", division: { id: "*" } });
    expect(said.division).toMatchObject(ALL);
    const { body: held } = await post("/routing/wrapupcodes", { name: "Sold", division: { id: sales.id } });
    expect(held.division).toMatchObject({ id: sales.id, name: "Sales" });
    const names = (await get(`/routing/wrapupcodes?divisionId=${sales.id}`)).body.entities.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toEqual(["Everywhere", "Everywhere too", "Sold"]);
    const moved = await organisation.call("PUT", `${api}${made.selfUri.replace(api, "")}`, {
      body: { name: "Everywhere", division: { id: sales.id } },
    });
    expect(moved.body.division).toMatchObject({ id: sales.id });
  });

  test("a prompt may, a queue may not", async () => {
    const { body: prompt } = await post("/architect/prompts", { name: "Everywhere", division: { id: "*" } });
    expect(prompt.division).toMatchObject(ALL);
    expect((await post("/architect/prompts", { name: "Home" })).body.division.name).toBe("Home");
    expect(outcome(await post("/routing/queues", { name: "Nowhere", division: { id: "*" } }))).toEqual([
      400,
      "bad.request",
    ]);
  });
});

describe("a queue", () => {
  const empty = { queueFlow: {}, whisperPrompt: {}, outboundEmailAddress: {} };

  test("without a mode of the last agent has AnyAgent, with conditional routing too", async () => {
    const conditionalGroupRouting = { rules: [] };
    for (const [mode, kept] of [
      [undefined, "AnyAgent"],
      ["Disabled", "Disabled"],
    ]) {
      const body = { name: `Conditional ${mode}`, conditionalGroupRouting, lastAgentRoutingMode: mode };
      const { body: made } = await post("/routing/queues", body);
      expect(made).toMatchObject({ lastAgentRoutingMode: kept, conditionalGroupRouting });
      expect((await get(`/routing/queues/${made.id}`)).body.lastAgentRoutingMode).toBe(kept);
    }
  });

  test("loses by an empty object what it named, and answers without it", async () => {
    const [prompt] = (await get("/architect/prompts")).body.entities;
    const address = { domain: { id: "example.com" } };
    const { body: made } = await post("/routing/queues", {
      ...{ name: "Whispering", whisperPrompt: { id: prompt.id }, outboundEmailAddress: address },
    });
    expect(made).toMatchObject({ whisperPrompt: { id: prompt.id }, outboundEmailAddress: address });
    const one = `/routing/queues/${made.id}`;
    await organisation.call("PUT", api + one, { body: { name: "Whispering", ...empty } });
    const { body: read } = await get(one);
    for (const field of Object.keys(empty)) expect(read).not.toHaveProperty(field);
    const { body: other } = await post("/routing/queues", { name: "Silent", ...empty });
    for (const field of Object.keys(empty)) expect(other).not.toHaveProperty(field);
  });
});

test("an inbound domain has the settings of its sender, without a domain to send from too", async () => {
  const none = { status: "UNKNOWN", mailFromDomain: "" };
  expect((await post("/routing/email/domains", { id: "from.example.com" })).body.mailFromSettings).toEqual(none);
  const [listed] = (await get("/routing/email/domains")).body.entities;
  expect(listed.mailFromSettings).toEqual(none);
});

test("a changed outcome is answered with the operation", async () => {
  const { body: made } = await post("/flows/outcomes", { name: "Sold" });
  const one = `/flows/outcomes/${made.id}`;
  const { body: operation } = await organisation.call("PUT", api + one, { body: { name: "Sold twice" } });
  expect(operation).toMatchObject({ complete: true, actionName: "UPDATE", actionStatus: "SUCCESS" });
  expect(operation.id).not.toBe(made.id);
  expect((await get(one)).body.name).toBe("Sold twice");
});

test("flows are listed with the schemas of their inputs and outputs, where these are asked for", async () => {
  const { flow } = await publish(greeter({ name: "With schemas" }));
  const schema = (properties: object) => ({ type: "object", properties });
  const schemas = {
    inputSchema: schema({ "Common.caller": { type: "string" } }),
    outputSchema: schema({ "Common.outcome": { type: "string" }, "Common.attempts": { type: "integer" } }),
  };
  for (const path of [`/flows?id=${flow?.id}`, "/flows/divisionviews?type=commonmodule"]) {
    const [with_] = (await get(`${path}&includeSchemas=true`)).body.entities;
    expect(with_).toMatchObject(schemas);
    const [without] = (await get(path)).body.entities;
    expect(without).not.toHaveProperty("inputSchema");
    expect({ ...with_, ...without }).toEqual(with_);
  }
});

test("a quoted placeholder without a value stays as it is", async () => {
  const { flow, ...job } = await publish(`inboundCall:
  name: With a placeholder
  description: "{{description}}"
  startUpRef: /inboundCall/tasks/task[start]
  tasks: [{task: {name: Start, refId: start, actions: [{disconnect: {name: "{{bye}}"}}]}}]
`);
  expect(job).toMatchObject({ status: "Success" });
  const { body } = await get(`/flows/${flow?.id}`);
  expect(body.description).toBe("{{description}}");
  const { text } = await get(`/flows/${flow?.id}/latestconfiguration`);
  expect(text).toContain("{{bye}}");
});

describe("system flows", () => {
  const found = async (name: string, type: string) =>
    (await get(`/flows?includeSchemas=true&name=${encodeURIComponent(name)}&pageNumber=1&pageSize=100&type=${type}`))
      .body.entities[0];

  test.each([
    ["Default In-Queue Flow", "inqueuecall"],
    ["Default Voicemail Flow", "voicemail"],
  ])("%s is found, can be neither deleted nor deactivated nor renamed", async (name, type) => {
    const flow = await found(name, type);
    expect(flow).toMatchObject({ name, type: type.toUpperCase(), system: true, active: true, deleted: false });
    const one = `${api}/flows/${flow.id}`;
    const kept = [405, "architect.default.flow.cannot.delete"];
    expect(outcome(await organisation.call("DELETE", one))).toEqual(kept);
    expect(outcome(await organisation.call("DELETE", `${api}/flows?id=${flow.id}`))).toEqual(kept);
    expect(outcome(await post(`/flows/actions/deactivate?flow=${flow.id}`, undefined))).toEqual([
      405,
      "architect.default.flow.cannot.deactivate",
    ]);
    await post(`/flows/actions/checkout?flow=${flow.id}`, undefined);
    expect(outcome(await organisation.call("PUT", one, { body: { name: "Other", type: flow.type } }))).toEqual([
      400,
      "architect.system.flow.name.or.description.error",
    ]);
    await post(`/flows/actions/unlock?flow=${flow.id}`, undefined);
    expect((await found(name, type)).id).toBe(flow.id);
  });

  test("a queue may use the in-queue flow, and its page shows both", async () => {
    const queueFlow = { id: (await found("Default In-Queue Flow", "inqueuecall")).id };
    expect((await post("/routing/queues", { name: "Waiting", queueFlow })).status).toBe(200);
    for (const name of ["Default In-Queue Flow", "Default Voicemail Flow"]) {
      const { id } = await found(name, name.includes("Queue") ? "inqueuecall" : "voicemail");
      const page = await fetch(`${organisation.server.url}/flows/${id}`);
      expect([page.status, (await page.text()).includes(name)]).toEqual([200, true]);
    }
  });

  test("other flows are none of the system's", async () => {
    const { flow } = await publish(inbound("Ours"));
    expect((await get(`/flows/${flow?.id}`)).body.system).toBe(false);
  });
});
