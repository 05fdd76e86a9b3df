import platform from "purecloud-platform-client-v2";
import { Organisation, SEED } from "../support/organisation.ts";

let organisation: Organisation;
let client: Awaited<ReturnType<Organisation["sdk"]>>;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  client = organisation.sdk();
});
afterAll(() => organisation.end());

/** What the SDK rejects with: the platform's error body. */
const refused = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("was not refused");
    },
    (error: unknown) => error,
  );

describe("organisation", () => {
  test("organizations/me and authorization/products carry what clients need at start-up", async () => {
    const me = await new platform.OrganizationApi(client).getOrganizationsMe();
    expect(me).toMatchObject({
      id: organisation.server.organisationId,
      name: "Test Organisation",
      defaultCountryCode: "US",
      embeddedOrganisation: true,
    });
    const products = await new platform.AuthorizationApi(client).getAuthorizationProducts();
    expect(products).toMatchObject({ total: 1, entities: [{ id: expect.any(String) }] });
  });
});

describe("queues", () => {
  const api = () => new platform.RoutingApi(client);

  test("are created, read, listed, changed and deleted", async () => {
    const created = await api().postRoutingQueues({ name: "Claims", description: "first" });
    expect(created).toMatchObject({
      name: "Claims",
      description: "first",
      memberCount: 0,
      scoringMethod: "TimestampAndPriority",
      skillEvaluationMethod: "ALL",
      autoAnswerOnly: true,
      suppressInQueueCallRecording: true,
      acwSettings: { wrapupPrompt: "MANDATORY_TIMEOUT", timeoutMs: 300_000 },
      division: { name: "Home" },
      selfUri: `/api/v2/routing/queues/${created.id}`,
    });
    const id = created.id as string;
    await expect(api().getRoutingQueue(id)).resolves.toEqual(created);
    const changed = await api().putRoutingQueue(id, {
      name: "Claims EU",
      acwSettings: { wrapupPrompt: "OPTIONAL" },
    } as never);
    expect(changed).toMatchObject({ id, name: "Claims EU", acwSettings: { wrapupPrompt: "OPTIONAL" } });
    expect(changed).not.toHaveProperty("description");
    expect(changed.acwSettings).toEqual({ wrapupPrompt: "OPTIONAL" });
    await api().deleteRoutingQueue(id, { forceDelete: true });
    expect(await refused(api().getRoutingQueue(id))).toMatchObject({ status: 404, code: "resource.not.found" });
  });

  test.each([
    ["no name", {}, 400, "required.field.missing"],
    ["an empty name", { name: " " }, 400, "required.field.missing"],
    ["a name that is no text", { name: 7 }, 400, "bad.request"],
    ["a taken name, in another case", { name: "general ENQUIRIES" }, 400, "duplicate.name"],
    ["an unknown division", { name: "Lost", division: { id: "none" } }, 400, "bad.request"],
  ])("with %s are refused", async (_, body, status, code) => {
    expect(await refused(api().postRoutingQueues(body as never))).toMatchObject({ status, code });
  });

  test.each([
    ["the name in another case", { name: "general enquiries" }, ["General Enquiries"]],
    ["an asterisk behind", { name: "gen*" }, ["General Enquiries"]],
    ["an asterisk before", { name: "*iries" }, ["General Enquiries"]],
    ["a part without asterisks", { name: "General" }, []],
    ["peers", { hasPeer: true }, []],
    ["no peers", { hasPeer: false }, ["General Enquiries"]],
  ])("are found by %s", async (_, query, names) => {
    const listing = await api().getRoutingQueues(query);
    expect(listing.entities?.map((queue) => queue.name)).toEqual(names);
  });

  test("are listed by pages, by name, and past the end there are none", async () => {
    for (const name of ["b", "C", "a"]) await api().postRoutingQueues({ name });
    const first = await api().getRoutingQueues({ pageSize: 2 });
    expect(first).toMatchObject({ total: 4, pageCount: 2, pageNumber: 1, pageSize: 2 });
    expect(first.entities?.map((queue) => queue.name)).toEqual(["a", "b"]);
    const last = await api().getRoutingQueues({ pageSize: 2, sortOrder: "desc" });
    expect(last.entities?.map((queue) => queue.name)).toEqual(["General Enquiries", "C"]);
    const beyond = await api().getRoutingQueues({ pageSize: 2, pageNumber: 3 });
    expect(beyond).toMatchObject({ entities: [], total: 4, pageCount: 2 });
  });

  test("offer wrap-up codes and have no members", async () => {
    const [queue] = (await api().getRoutingQueues({ name: "General Enquiries" })).entities ?? [];
    const id = queue?.id as string;
    const [code] = (await api().getRoutingWrapupcodes({ name: "Done" })).entities ?? [];
    await api().postRoutingQueueWrapupcodes(id, [{ id: code?.id as string }]);
    expect((await api().getRoutingQueueWrapupcodes(id)).entities).toEqual([code]);
    await api().deleteRoutingQueueWrapupcode(id, code?.id as string);
    expect((await api().getRoutingQueueWrapupcodes(id)).total).toBe(0);
    expect(await api().getRoutingQueueMembers(id)).toMatchObject({ entities: [], total: 0, pageCount: 0 });
  });

  test("move to another division", async () => {
    const [sales] =
      (await new platform.AuthorizationApi(client).getAuthorizationDivisions({ name: "Sales" })).entities ?? [];
    const queue = await api().postRoutingQueues({ name: "Moving" });
    const move = await organisation.call("POST", `/api/v2/authorization/divisions/${sales?.id}/objects/QUEUE`, {
      body: [queue.id],
    });
    expect(move.status).toBe(204);
    expect(await api().getRoutingQueue(queue.id as string)).toMatchObject({
      division: { id: sales?.id, name: "Sales" },
    });
    const kept = await api().putRoutingQueue(queue.id as string, { name: "Moved" });
    expect(kept).toMatchObject({ division: { id: sales?.id } });
  });
});

describe("divisions", () => {
  const api = () => new platform.AuthorizationApi(client);

  test("are created, read, changed and deleted", async () => {
    const created = await api().postAuthorizationDivisions({ name: "Claims", description: "" });
    expect(created).toMatchObject({ name: "Claims", description: "", homeDivision: false });
    const id = created.id as string;
    await api().putAuthorizationDivision(id, { name: "Claims EU", description: "second" });
    expect(await api().getAuthorizationDivision(id)).toMatchObject({ name: "Claims EU", description: "second" });
    expect((await organisation.call("DELETE", `/api/v2/authorization/divisions/${id}?force=false`)).status).toBe(204);
    expect(await refused(api().getAuthorizationDivision(id))).toMatchObject({ status: 404 });
  });

  test("home is one of them and stays", async () => {
    const home = await api().getAuthorizationDivisionsHome();
    expect(home).toMatchObject({ name: "Home", homeDivision: true });
    const answer = await organisation.call("DELETE", `/api/v2/authorization/divisions/${home.id}`);
    expect([answer.status, answer.body.message]).toEqual([400, "The home division cannot be deleted."]);
  });

  test("that hold something are not deleted", async () => {
    const division = await api().postAuthorizationDivisions({ name: "Full", description: "" });
    await new platform.RoutingApi(client).postRoutingQueues({ name: "In it", division: { id: division.id } } as never);
    const answer = await organisation.call("DELETE", `/api/v2/authorization/divisions/${division.id}`);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain("queue: 1");
  });

  test("take objects of known types alone", async () => {
    const home = await api().getAuthorizationDivisionsHome();
    const path = `/api/v2/authorization/divisions/${home.id}/objects`;
    expect((await organisation.call("POST", `${path}/PLANET`, { body: [] })).status).toBe(400);
    expect((await organisation.call("POST", `${path}/QUEUE`, { body: ["none"] })).status).toBe(404);
  });
});

describe("DID pools and IVRs", () => {
  const ivrs = () => new platform.ArchitectApi(client);
  const pools = () => new platform.TelephonyProvidersEdgeApi(client);

  test("pools are created, changed and deleted", async () => {
    const created = await pools().postTelephonyProvidersEdgesDidpools({
      startPhoneNumber: "+4420555500",
      endPhoneNumber: "+4420555509",
      provider: "",
    } as never);
    expect(created).toMatchObject({ provider: "PURE_CLOUD", state: "active", version: 1 });
    const id = created.id as string;
    const body = { startPhoneNumber: "+4420555500", endPhoneNumber: "+4420555519", comments: "c" };
    expect(await pools().putTelephonyProvidersEdgesDidpool(id, body as never)).toMatchObject({
      version: 2,
      comments: "c",
    });
    await pools().deleteTelephonyProvidersEdgesDidpool(id);
    expect(await refused(pools().getTelephonyProvidersEdgesDidpool(id))).toMatchObject({
      status: 404,
      code: "general.resource.not.found",
    });
  });

  test.each([
    ["overlap another", "+13175550110", "+13175550130", 409, "general.conflict"],
    ["end before their start", "+4420555509", "+4420555500", 400, "general.bad.request"],
    ["are not in E.164 form", "5550100", "5550110", 400, "general.bad.request"],
  ])("pools that %s are refused", async (_, startPhoneNumber, endPhoneNumber, status, code) => {
    const body = { startPhoneNumber, endPhoneNumber };
    expect(await refused(pools().postTelephonyProvidersEdgesDidpools(body as never))).toMatchObject({ status, code });
  });

  test("an IVR is created, read, changed by version and deleted", async () => {
    const created = await ivrs().postArchitectIvrs({ name: "Main number", dnis: ["+13175550100"] });
    expect(created).toMatchObject({ dnis: ["+13175550100"], version: 1, state: "active", division: { name: "Home" } });
    const id = created.id as string;
    const changed = await ivrs().putArchitectIvr(id, { name: "Main number", version: 1 });
    expect(changed).toMatchObject({ version: 2, dnis: [] });
    expect(await refused(ivrs().putArchitectIvr(id, { name: "Main number", version: 1 }))).toMatchObject({
      status: 409,
      code: "general.conflict",
    });
    expect((await ivrs().getArchitectIvrs({ name: "main*" })).entities).toEqual([changed]);
    await ivrs().deleteArchitectIvr(id);
    expect(await refused(ivrs().getArchitectIvr(id))).toMatchObject({ status: 404 });
  });

  test.each([
    ["a number outside every pool", ["+13175559999"], "Field 'didPoolId' is required and cannot be empty."],
    ["a number twice", ["+13175550105", "+13175550105"], "PhoneNumber with text '+13175550105' already exists."],
    ["a number that is taken", ["+13175550101"], "PhoneNumber with text '+13175550101' already exists."],
  ])("an IVR with %s is refused", async (_, dnis, message) => {
    const holder = await ivrs().postArchitectIvrs({ name: "Holder", dnis: ["+13175550101"] });
    expect(await refused(ivrs().postArchitectIvrs({ name: "Second", dnis }))).toMatchObject({ status: 400, message });
    await ivrs().deleteArchitectIvr(holder.id as string);
  });

  test("a pool stays while an IVR has one of its numbers, and says which", async () => {
    const ivr = await ivrs().postArchitectIvrs({ name: "User", dnis: ["+13175550102"] });
    const [pool] = (await pools().getTelephonyProvidersEdgesDidpools()).entities ?? [];
    const error = await refused(pools().deleteTelephonyProvidersEdgesDidpool(pool?.id as string));
    expect(error).toMatchObject({ status: 409, details: [{ entityId: ivr.id, entityName: "User" }] });
    const numbers = await pools().getTelephonyProvidersEdgesDidpoolsDids("ASSIGNED");
    expect(numbers).toMatchObject({ total: 1, entities: [{ number: "+13175550102", assigned: true }] });
    await ivrs().deleteArchitectIvr(ivr.id as string);
  });
});

describe("integrations and data actions", () => {
  const api = () => new platform.IntegrationsApi(client);

  test("are listed with their contracts", async () => {
    const [integration] = (await api().getIntegrations()).entities ?? [];
    expect(integration).toMatchObject({ name: "CRM", intendedState: "ENABLED" });
    const listing = await api().getIntegrationsActions({ category: "CRM", name: "verify" });
    expect(listing.entities).toMatchObject([
      {
        name: "Verify PIN",
        category: "CRM",
        integrationId: integration?.id,
        contract: { input: { inputSchema: { required: ["phoneNumber", "pin"] } } },
      },
    ]);
    expect((await api().getIntegrationsActions({ category: "Other" })).total).toBe(0);
  });

  test("an action is created, changed and deleted", async () => {
    const [integration] = (await api().getIntegrations()).entities ?? [];
    const body = { name: "Find", category: "CRM", integrationId: integration?.id, contract: {}, config: {} };
    const created = await api().postIntegrationsActions(body as never);
    const id = created.id as string;
    expect(await api().patchIntegrationsAction(id, { name: "Find all", version: 1 } as never)).toMatchObject({
      name: "Find all",
      category: "CRM",
      version: 2,
    });
    await api().deleteIntegrationsAction(id);
    expect(await refused(api().getIntegrationsAction(id))).toMatchObject({ status: 404 });
  });
});

describe.each([
  ["/api/v2/routing/skills", "Skill"],
  ["/api/v2/routing/languages", "Language"],
  ["/api/v2/routing/wrapupcodes", "Code"],
])("%s", (path, name) => {
  test("creates, reads, lists, deletes; refuses a taken name", async () => {
    const created = await organisation.call("POST", path, { body: { name } });
    expect(created.status).toBe(200);
    expect((await organisation.call("POST", path, { body: { name } })).status).toBe(409);
    const one = `${path}/${created.body.id}`;
    expect((await organisation.call("GET", one)).body).toEqual(created.body);
    expect((await organisation.call("GET", `${path}?name=${name}`)).body.entities).toEqual([created.body]);
    expect((await organisation.call("DELETE", one)).status).toBe(204);
    expect((await organisation.call("DELETE", one)).status).toBe(404);
  });
});
