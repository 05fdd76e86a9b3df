import { readReference, referenceExists, referenceFolder } from "../../harness/checkout.ts";
import { greeter, inbound } from "../flows/documents.ts";
import { Organisation } from "../support/organisation.ts";
import { BEYOND, ENDPOINTS } from "./endpoints.ts";
import { KINDS, walkKind, whatIsThere } from "./kinds.ts";
import { Walk } from "./walk.ts";

jest.setTimeout(60_000);

const SEED = `
organisation: {name: Coverage}
divisions: [{name: Sales}]
didPools: [{start: "+13175550100", end: "+13175550199"}]
users: [{name: Robin Meyer, email: robin@example.com}]
groups: [{name: Team, members: [Robin Meyer]}]
skills: [{name: English}]
wrapupCodes: [{name: Done}]
queues: [{name: Support}]
scripts: [{name: Welcome}]
messageRecipients: [{name: Chat}]
integrations: [{name: CRM}]
skillGroups: [{name: Experts, division: Sales}, {name: Experts at night}, {name: Others}]
contactLists: [{name: Customers, columns: [phone]}, {name: Prospects}]
knowledgeBases: [{name: Handbook}, {name: Manual, language: de-DE}, {name: Questions}]
responseLibraries: [{name: Greetings}, {name: Farewells}]
worktypes: [{name: Claim}, {name: Complaint}, {name: Order}]
clients: [{id: person, secret: person, user: Robin Meyer}]
`;

let organisation: Organisation;
let walk: Walk;
const api = "/api/v2";

beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  walk = new Walk(organisation);
});
afterAll(() => organisation.end());

const named = async (path: string) => (await organisation.call("GET", `${api}${path}`)).body.entities[0];
const unauthorised = { token: "none" };
const badCredentials: [number, string] = [401, "bad.credentials"];

test("start-up", async () => {
  const basic = (secret: string) => ({
    raw: "grant_type=client_credentials",
    headers: { Authorization: `Basic ${Buffer.from(`local:${secret}`).toString("base64")}` },
  });
  const token = await walk.ok("issueToken", "POST", "/oauth/token", basic("local"));
  expect(token.expires_in).toBeGreaterThan(60);
  await walk.refused("issueToken", "POST", "/oauth/token", [400, "invalid_client"], basic("wrong"));
  for (const [operation, path] of [
    ["getOrganizationsMe", "organizations/me"],
    ["getAuthorizationProducts", "authorization/products"],
    ["getTokensMe", "tokens/me"],
    ["getAuthorizationSubjectsMe", "authorization/subjects/me"],
    ["getAuthorizationDivisionsHome", "authorization/divisions/home"],
    ["getArchitectDependencytrackingTypes", "architect/dependencytracking/types"],
    ["getArchitectDependencytrackingBuild", "architect/dependencytracking/build"],
  ] as const) {
    await walk.ok(operation, "GET", `${api}/${path}`);
    await walk.refused(operation, "GET", `${api}/${path}`, badCredentials, unauthorised);
  }
  await walk.ok("getUsersMe", "GET", `${api}/users/me`, { token: await organisation.token("person", "person") });
  await walk.refused("getUsersMe", "GET", `${api}/users/me`, [400, "bad.request"]);
});

test.each(KINDS)("$path", async (kind) => {
  await walkKind(walk, kind, await whatIsThere(organisation));
});

describe("what else queues, divisions, prompts and pools have", () => {
  test("conversations that wait in queues", async () => {
    const { id } = await named("/routing/queues");
    const query = `${api}/analytics/queues/observations/query`;
    const of = (...ids: string[]) => ({
      type: "or",
      predicates: ids.map((value) => ({ type: "dimension", dimension: "queueId", operator: "matches", value })),
    });
    const observe = (filter: unknown) =>
      walk.ok("postAnalyticsQueuesObservationsQuery", "POST", query, { body: { filter, metrics: ["oWaiting"] } });
    expect(await observe(of(id))).toEqual({ results: [] });
    const waiting = `/_local/queues/${id}/waiting`;
    expect((await organisation.call("PUT", waiting, { body: { voice: 2, email: 1, chat: 0 } })).status).toBe(204);
    expect(await observe(of(id, "none"))).toEqual({
      results: [
        { group: { queueId: id, mediaType: "email" }, data: [{ metric: "oWaiting", stats: { count: 1 } }] },
        { group: { queueId: id, mediaType: "voice" }, data: [{ metric: "oWaiting", stats: { count: 2 } }] },
      ],
    });
    expect((await organisation.call("PUT", waiting, { body: { fax: 1 } })).status).toBe(400);
    expect((await organisation.call("PUT", waiting, { body: {} })).status).toBe(204);
    expect(await observe(of(id))).toEqual({ results: [] });
    for (const body of [
      { filter: of(id), metrics: ["oOnQueueUsers"] },
      { filter: { type: "or", predicates: [{ dimension: "mediaType", value: "voice" }] }, metrics: ["oWaiting"] },
    ]) {
      const refusal: [number, string] = [400, "invalid.value"];
      await walk.refused("postAnalyticsQueuesObservationsQuery", "POST", query, refusal, { body });
    }
    await walk.refused("postAnalyticsQueuesObservationsQuery", "POST", query, [400, "required.field.missing"]);
  });

  test("members and wrap-up codes of a queue", async () => {
    const queue = `${api}/routing/queues/${(await named("/routing/queues")).id}`;
    const [user, code] = [(await named("/users")).id, (await named("/routing/wrapupcodes")).id];
    const gone: [number, string] = [404, "resource.not.found"];
    await walk.ok("postRoutingQueueMembers", "POST", `${queue}/members?delete=false`, { body: [{ id: user }] });
    await walk.refused("postRoutingQueueMembers", "POST", `${queue}/members`, [400, "invalid.id"], {
      body: [{ id: "x" }],
    });
    await walk.ok("patchRoutingQueueMember", "PATCH", `${queue}/members/${user}`, {
      body: { id: user, ringNumber: 3 },
    });
    await walk.refused("patchRoutingQueueMember", "PATCH", `${queue}/members/none`, gone, { body: { ringNumber: 2 } });
    await walk.refused("patchRoutingQueueMember", "PATCH", `${queue}/members/${user}`, [400, "constraint.validation"], {
      body: { ringNumber: 9 },
    });
    const members = await walk.ok("getRoutingQueueMembers", "GET", `${queue}/members?memberBy=user&pageSize=100`);
    expect(members.entities).toMatchObject([{ id: user, ringNumber: 3, memberBy: "user", joined: true }]);
    expect((await walk.ok("getRoutingQueueMembers", "GET", `${queue}/members?memberBy=group`)).entities).toEqual([]);
    expect((await walk.ok("getRoutingQueueMembers", "GET", `${queue}/members?pageNumber=2`)).entities).toEqual([]);
    await walk.refused("getRoutingQueueMembers", "GET", `${queue}/members?memberBy=team`, [400, "invalid.value"]);
    expect((await organisation.call("GET", queue)).body.memberCount).toBe(1);
    await walk.ok("patchRoutingQueueMembers", "PATCH", `${queue}/members`, { body: [{ id: user, joined: false }] });
    await walk.refused("patchRoutingQueueMembers", "PATCH", `${queue}/members`, [400, "bad.request"], { body: {} });
    await walk.ok("deleteRoutingQueueMember", "DELETE", `${queue}/members/${user}`);
    await walk.refused("deleteRoutingQueueMember", "DELETE", `${queue}/members/${user}`, gone);
    const group = await named("/groups");
    await organisation.call("PUT", queue, {
      body: { name: "Support", memberGroups: [{ id: group.id, type: "GROUP" }] },
    });
    const grouped = await walk.ok("getRoutingQueueMembers", "GET", `${queue}/members?memberBy=group`);
    expect(grouped.entities).toMatchObject([{ id: user, memberBy: "group" }]);

    await walk.ok("postRoutingQueueWrapupcodes", "POST", `${queue}/wrapupcodes`, { body: [{ id: code }] });
    await walk.refused("postRoutingQueueWrapupcodes", "POST", `${queue}/wrapupcodes`, gone, { body: [{ id: "x" }] });
    expect((await walk.ok("getRoutingQueueWrapupcodes", "GET", `${queue}/wrapupcodes`)).total).toBe(1);
    await walk.refused("getRoutingQueueWrapupcodes", "GET", `${api}/routing/queues/none/wrapupcodes`, gone);
    await walk.ok("deleteRoutingQueueWrapupcode", "DELETE", `${queue}/wrapupcodes/${code}`);
    await walk.refused("deleteRoutingQueueWrapupcode", "DELETE", `${queue}/wrapupcodes/${code}`, gone);
  });

  test("objects of a division, of every type", async () => {
    const { body: division } = await organisation.call("POST", `${api}/authorization/divisions`, {
      body: { name: "Moved to", description: "" },
    });
    const objects = `${api}/authorization/divisions/${division.id}/objects`;
    const operation = "postAuthorizationDivisionObject";
    for (const [type, path, body] of [
      ["QUEUE", "routing/queues", { name: "Moved" }],
      ["FLOW", "flows", { name: "Moved", type: "INBOUNDCALL" }],
      ["IVRCONFIG", "architect/ivrs", { name: "Moved" }],
      ["WRAPUPCODE", "routing/wrapupcodes", { name: "Moved" }],
      ["USERPROMPT", "architect/prompts", { name: "Moved" }],
      ["DATATABLES", "flows/datatables", { name: "Moved" }],
      [
        "ROUTINGSCHEDULES",
        "architect/schedules",
        { name: "M", start: "2026-01-01T00:00:00", end: "2026-01-01T01:00:00" },
      ],
      ["ROUTINGSCHEDULEGROUPS", "architect/schedulegroups", { name: "Moved" }],
      ["EMERGENCYGROUPS", "architect/emergencygroups", { name: "Moved" }],
      ["FLOWMILESTONE", "flows/milestones", { name: "Moved" }],
      ["FLOWOUTCOME", "flows/outcomes", { name: "Moved" }],
    ] as const) {
      const { body: made } = await organisation.call("POST", `${api}/${path}`, { body });
      await walk.ok(operation, "POST", `${objects}/${type}`, { body: [made.id] });
      const { body: read } = await organisation.call("GET", `${api}/${path}/${made.id}`);
      expect([type, read.division?.id]).toEqual([type, division.id]);
    }
    await walk.refused(operation, "POST", `${objects}/QUEUE`, [404, "not.found"], { body: ["none"] });
    await walk.refused(operation, "POST", `${objects}/NOTHING`, [400, "invalid.value"], { body: [] });
  });

  test("resources of a prompt, with a recording", async () => {
    const { body: prompt } = await organisation.call("POST", `${api}/architect/prompts`, { body: { name: "Spoken" } });
    const resources = `${api}/architect/prompts/${prompt.id}/resources`;
    const gone: [number, string] = [404, "architect.prompt.resource.not.found"];
    const body = { language: "en-us", text: "Hello", tags: { filename: ["hello.wav"] } };
    const made = await walk.ok("postArchitectPromptResources", "POST", resources, { body });
    expect(made).toMatchObject({ ...body, id: "en-us", uploadStatus: "created" });
    await walk.refused(
      "postArchitectPromptResources",
      "POST",
      resources,
      [409, "architect.prompt.resource.already.exists"],
      {
        body,
      },
    );
    const upload = made.uploadUri.replace(organisation.server.url, "");
    const boundary = "part";
    const raw = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="hello.wav"\r\n\r\nsound\r\n--${boundary}--\r\n`;
    const headers = {
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      Authorization: await organisation.token(),
    };
    await walk.ok("uploadPromptResource", "POST", upload, { raw, headers });
    await walk.refused("uploadPromptResource", "POST", upload, [400, "bad.request"], { raw: "sound", headers });
    const read = await walk.ok("getArchitectPromptResource", "GET", `${resources}/en-us`);
    expect(read.uploadStatus).toBe("transcoded");
    const media = read.mediaUri.replace(organisation.server.url, "");
    await walk.ok("getPromptResourceMedia", "GET", media);
    await walk.refused("getPromptResourceMedia", "GET", `${media}x`, [404, "not.found"]);
    await walk.refused("getArchitectPromptResource", "GET", `${resources}/de-de`, gone);
    await walk.ok("getArchitectPromptResources", "GET", resources);
    await walk.refused("getArchitectPromptResources", "GET", `${resources}?pageSize=0`, [400, "invalid.value"]);
    const filtered = await organisation.call("GET", `${api}/architect/prompts/${prompt.id}?language=de-de,fr-fr`);
    expect(filtered.body.resources).toEqual([]);
    const bare = await organisation.call("GET", `${api}/architect/prompts/${prompt.id}?includeMediaUris=false`);
    expect(bare.body.resources[0]).not.toHaveProperty("mediaUri");
    await walk.ok("putArchitectPromptResource", "PUT", `${resources}/en-us`, { body: { ...body, text: "Hi" } });
    await walk.refused("putArchitectPromptResource", "PUT", `${resources}/de-de`, gone, { body });
    const withResources = await organisation.call("DELETE", `${api}/architect/prompts/${prompt.id}`);
    expect([withResources.status, withResources.body.code]).toEqual([409, "architect.prompt.has.resources"]);
    await walk.ok("deleteArchitectPromptResource", "DELETE", `${resources}/en-us`);
    await walk.refused("deleteArchitectPromptResource", "DELETE", `${resources}/en-us`, gone);
  });

  test("what is only looked up: kinds that flows name and the seed has", async () => {
    for (const [list, one, path] of [
      ["getScripts", "getScript", "scripts"],
      ["getRoutingMessageRecipients", "getRoutingMessageRecipient", "routing/message/recipients"],
      ["getUsers", "getUser", "users"],
      ["getGroups", "getGroup", "groups"],
      ["getIntegrations", "getIntegration", "integrations"],
      ["getRoutingSkillgroups", "getRoutingSkillgroup", "routing/skillgroups"],
      ["getOutboundContactlists", "getOutboundContactlist", "outbound/contactlists"],
      ["getKnowledgeKnowledgebases", "getKnowledgeKnowledgebase", "knowledge/knowledgebases"],
      ["getResponsemanagementLibraries", "getResponsemanagementLibrary", "responsemanagement/libraries"],
    ] as const) {
      const { entities } = await walk.ok(list, "GET", `${api}/${path}`);
      await walk.refused(list, "GET", `${api}/${path}?pageSize=0`, [400, "invalid.value"]);
      await walk.ok(one, "GET", `${api}/${path}/${entities[0].id}`);
      await walk.refused(one, "GET", `${api}/${path}/none`, [404, "not.found"]);
    }
    const recipients = `${api}/routing/message/recipients`;
    const recipient = await named("/routing/message/recipients");
    await walk.ok("putRoutingMessageRecipient", "PUT", `${recipients}/${recipient.id}`, { body: { name: "Chat" } });
    await walk.refused("putRoutingMessageRecipient", "PUT", `${recipients}/${recipient.id}`, [400, "bad.request"], {
      body: { name: "Chat", flow: { id: "none" } },
    });
    const numbers = `${api}/telephony/providers/edges/didpools/dids?type=UNASSIGNED`;
    await walk.ok("getTelephonyProvidersEdgesDidpoolsDids", "GET", numbers);
    await walk.refused("getTelephonyProvidersEdgesDidpoolsDids", "GET", `${numbers}&pageSize=0`, [
      400,
      "invalid.value",
    ]);
  });

  test("listings by cursors: forth, back, and filtered by the start of the name", async () => {
    for (const path of ["routing/skillgroups", "knowledge/knowledgebases"]) {
      const follow = async (uri: string) => (await organisation.call("GET", uri)).body;
      const names = ({ entities }: { entities: { name: string }[] }) => entities.map(({ name }) => name);
      const whole = names(await follow(`${api}/${path}`));
      expect(whole).toHaveLength(3);
      const first = await follow(`${api}/${path}?pageSize=2`);
      const second = await follow(first.nextUri);
      expect([...names(first), ...names(second)]).toEqual(whole);
      expect([first.previousUri, second.nextUri]).toEqual([undefined, undefined]);
      expect(names(await follow(second.previousUri))).toEqual(names(first));
      const start = whole[0]?.slice(0, 4).toUpperCase() ?? "";
      expect(names(await follow(`${api}/${path}?name=${start}`))).toEqual(
        whole.filter((name) => name.toUpperCase().startsWith(start)),
      );
      const foreign = await organisation.call("GET", `${api}/${path}?after=nothing`);
      expect([foreign.status, foreign.body.code]).toEqual([400, "invalid.value"]);
    }
  });

  test("the division views of kinds, with few fields or all", async () => {
    for (const [list, path, one, few] of [
      ["getArchitectEmergencygroupsDivisionviews", "architect/emergencygroups", "", true],
      ["getArchitectSchedulegroupsDivisionviews", "architect/schedulegroups", "", true],
      ["getArchitectSchedulesDivisionviews", "architect/schedules", "", true],
      ["getArchitectIvrsDivisionviews", "architect/ivrs", "", true],
      ["getFlowsMilestonesDivisionviews", "flows/milestones", "", true],
      ["getFlowsOutcomesDivisionviews", "flows/outcomes", "", true],
      ["getTelephonyProvidersEdgesExtensionpoolsDivisionviews", "telephony/providers/edges/extensionpools", "", true],
      ["getOutboundContactlistsDivisionviews", "outbound/contactlists", "getOutboundContactlistsDivisionview", false],
      ["getFlowsDatatablesDivisionviews", "flows/datatables", "getFlowsDatatablesDivisionview", false],
      ["getRoutingQueuesDivisionviews", "routing/queues", "", false],
      ["getRoutingWrapupcodesDivisionviews", "routing/wrapupcodes", "getRoutingWrapupcodesDivisionview", false],
      [
        ...["getResponsemanagementLibrariesDivisionviews", "responsemanagement/libraries"],
        ...["getResponsemanagementLibrariesDivisionview", false],
      ],
      ["getScriptsDivisionviews", "scripts", "", false],
      ["getScriptsPublishedDivisionviews", "scripts/published", "", false],
    ] as [string, string, string, boolean][]) {
      const body = KINDS.find((kind) => kind.path === path)?.body(await whatIsThere(organisation));
      if (body) await organisation.call("POST", `${api}/${path}`, { body });
      const { entities } = await walk.ok(list, "GET", `${api}/${path}/divisionviews`);
      expect([path, entities.length > 0]).toEqual([path, true]);
      const [found] = entities;
      expect([path, typeof found.name]).toEqual([path, "string"]);
      if (few) expect(Object.keys(found).sort()).toEqual(["division", "id", "name", "selfUri"]);
      const elsewhere = await organisation.call(
        "GET",
        `${api}/${path}/divisionviews?divisionId=${crypto.randomUUID()}`,
      );
      expect([path, elsewhere.body.entities.length < entities.length || path === "routing/wrapupcodes"]).toEqual([
        path,
        true,
      ]);
      await walk.refused(list, "GET", `${api}/${path}/divisionviews?pageSize=0`, [400, "invalid.value"]);
      if (one === "") continue;
      expect(await walk.ok(one, "GET", `${api}/${path}/divisionviews/${found.id}`)).toEqual(found);
      const missing = path === "flows/datatables" ? "flows.datatables.table.not.found" : "not.found";
      await walk.refused(one, "GET", `${api}/${path}/divisionviews/none`, [404, missing]);
    }
  });

  test("published scripts are those of the seed", async () => {
    const scripts = `${api}/scripts/published`;
    const { entities } = await walk.ok("getScriptsPublished", "GET", scripts);
    await walk.refused("getScriptsPublished", "GET", `${scripts}?pageSize=0`, [400, "invalid.value"]);
    const one = await walk.ok("getScriptsPublishedScriptId", "GET", `${scripts}/${entities[0].id}`);
    await walk.refused("getScriptsPublishedScriptId", "GET", `${scripts}/none`, [404, "not.found"]);
    organisation.clock.advance(1000);
    const again = await walk.ok("postScriptsPublished", "POST", scripts, { body: { scriptId: one.id } });
    expect(Date.parse(again.publishedDate)).toBe(Date.parse(one.publishedDate) + 1000);
    await walk.refused("postScriptsPublished", "POST", scripts, [404, "not.found"], { body: { scriptId: "none" } });
  });

  test("the numbers of IVRs, the extensions of users", async () => {
    const dids = `${api}/telephony/providers/edges/dids`;
    const number = "+13175550107";
    const { body: ivr } = await organisation.call("POST", `${api}/architect/ivrs`, {
      body: { name: "With a number", dnis: [number] },
    });
    const asked = `${dids}?phoneNumber=${encodeURIComponent(number)}&owner.id=${ivr.id}`;
    const [did] = (await walk.ok("getTelephonyProvidersEdgesDids", "GET", asked)).entities;
    expect(did).toMatchObject({ name: number, owner: { id: ivr.id }, ownerType: "IVR_CONFIG" });
    await walk.refused("getTelephonyProvidersEdgesDids", "GET", `${dids}?pageSize=0`, [400, "invalid.value"]);
    expect(await walk.ok("getTelephonyProvidersEdgesDid", "GET", `${dids}/${did.id}`)).toEqual(did);
    await organisation.call("DELETE", `${api}/architect/ivrs/${ivr.id}`);
    const gone: [number, string] = [404, "general.resource.not.found"];
    await walk.refused("getTelephonyProvidersEdgesDid", "GET", `${dids}/${did.id}`, gone);

    const extensions = `${api}/telephony/providers/edges/extensions`;
    const pools = `${api}/telephony/providers/edges/extensionpools`;
    await organisation.call("POST", pools, { body: { startNumber: "8100", endNumber: "8199" } });
    const overlapping = await organisation.call("POST", pools, { body: { startNumber: "8150", endNumber: "8250" } });
    expect([overlapping.status, overlapping.body.code]).toEqual([409, "general.conflict"]);
    const addresses = [{ mediaType: "PHONE", type: "WORK", extension: "8107" }];
    const { body: user } = await organisation.call("POST", `${api}/users`, {
      body: { name: "Reachable", email: "reachable@example.com", addresses },
    });
    const [extension] = (await walk.ok("getTelephonyProvidersEdgesExtensions", "GET", `${extensions}?number=8107`))
      .entities;
    expect(extension).toMatchObject({ number: "8107", owner: { id: user.id }, extensionPool: { name: "8100 - 8199" } });
    await walk.refused("getTelephonyProvidersEdgesExtensions", "GET", `${extensions}?pageSize=0`, [
      400,
      "invalid.value",
    ]);
    expect(await walk.ok("getTelephonyProvidersEdgesExtension", "GET", `${extensions}/${extension.id}`)).toEqual(
      extension,
    );
    await walk.refused("getTelephonyProvidersEdgesExtension", "GET", `${extensions}/none`, [404, "not.found"]);
  });

  test("credentials say nothing secret; contact lists go together, or none", async () => {
    const credentials = `${api}/integrations/credentials`;
    const body = {
      name: "Secret",
      type: { name: "basicAuth" },
      credentialFields: { userName: "u", password: "hidden" },
    };
    const { body: made } = await organisation.call("POST", credentials, { body });
    const listed = await walk.ok("getIntegrationsCredentialsListing", "GET", `${credentials}/listing`);
    expect(listed.entities).toContainEqual(made);
    const interval = "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z";
    const said = await organisation.call("POST", `${api}/audits/query/realtime`, { body: { interval, pageSize: 500 } });
    expect(JSON.stringify([made, listed, said.body])).not.toContain("hidden");
    await walk.refused("getIntegrationsCredentialsListing", "GET", `${credentials}/listing?pageSize=0`, [
      ...[400, "invalid.value"],
    ] as [number, string]);
    const lists = `${api}/outbound/contactlists`;
    const list = async (name: string) =>
      (await organisation.call("POST", lists, { body: { name, columnNames: ["id"] } })).body.id;
    const [first, second] = [await list("First"), await list("Second")];
    await walk.refused("deleteOutboundContactlists", "DELETE", `${lists}?id=${first},none`, [404, "not.found"]);
    await walk.ok("deleteOutboundContactlists", "DELETE", `${lists}?id=${first},${second}`);
    expect((await organisation.call("GET", `${lists}/${first}`)).status).toBe(404);
  });

  test("worktypes by a query", async () => {
    const worktypes = `${api}/taskmanagement/worktypes`;
    const query = (body: object) => walk.ok("postTaskmanagementWorktypesQuery", "POST", `${worktypes}/query`, { body });
    const all = await query({});
    expect(all.entities.map(({ name }: { name: string }) => name)).toEqual(["Claim", "Complaint", "Order"]);
    expect(all).not.toHaveProperty("after");
    const first = await query({ pageSize: 2 });
    expect((await query({ pageSize: 2, after: first.after })).entities).toEqual([all.entities[2]]);
    const named = { name: "name", type: "String", operator: "EQ", values: ["order"] };
    expect((await query({ filters: [named] })).entities).toEqual([all.entities[2]]);
    await walk.refused("postTaskmanagementWorktypesQuery", "POST", `${worktypes}/query`, [400, "invalid.value"], {
      body: { after: "nothing" },
    });
    await walk.ok("getTaskmanagementWorktype", "GET", `${worktypes}/${all.entities[0].id}`);
    await walk.refused("getTaskmanagementWorktype", "GET", `${worktypes}/none`, [404, "not.found"]);
  });

  test("people and groups by a search", async () => {
    for (const [operation, path, name] of [
      ["postGroupsSearch", "groups", "Team"],
      ["postUsersSearch", "users", "Robin Meyer"],
    ] as const) {
      const search = (criterion: object) =>
        walk.ok(operation, "POST", `${api}/${path}/search`, { body: { pageSize: 10, query: [criterion] } });
      const exact = { type: "EXACT", fields: ["name"] };
      expect((await search({ ...exact, value: name.toLowerCase() })).results).toMatchObject([{ name }]);
      expect((await search({ ...exact, values: ["Nobody", name] })).total).toBe(1);
      expect((await search({ ...exact, value: name.slice(0, 3) })).results).toEqual([]);
      expect((await search({ ...exact, type: "STARTS_WITH", value: name.slice(0, 3) })).total).toBe(1);
      await walk.refused(operation, "POST", `${api}/${path}/search`, [400, "bad.request"], { body: { query: [{}] } });
    }
  });

  test("the template of a data action", async () => {
    const integrationId = (await named("/integrations")).id;
    const body = {
      ...{ name: "Find", category: "CRM", integrationId, contract: {} },
      config: { request: { requestTemplate: "${input.rawRequest}", requestType: "GET" } },
    };
    const { body: action } = await organisation.call("POST", `${api}/integrations/actions`, { body });
    expect(action.config.request).toEqual({
      ...{ requestUrlTemplate: "", headers: {} },
      requestType: "GET",
      requestTemplateUri: `${api}/integrations/actions/${action.id}/templates/requesttemplate.vm`,
    });
    const templates = `${api}/integrations/actions/${action.id}/templates`;
    await walk.ok("getIntegrationsActionTemplate", "GET", `${templates}/requesttemplate.vm`);
    await walk.refused("getIntegrationsActionTemplate", "GET", `${templates}/other.vm`, [404, "not.found"]);
    const tested = await organisation.call("POST", `${api}/integrations/actions/${action.id}/test`, { body: {} });
    expect([tested.status, tested.body.messageParams]).toEqual([501, { operation: "postIntegrationsActionTest" }]);
  });
});

describe("flows", () => {
  const gone: [number, string] = [404, "architect.flow.not.found"];
  const one = (id: string) => `${api}/flows/${id}`;

  async function publish(document: string): Promise<string> {
    const job = await walk.ok("postFlowsJobs", "POST", `${api}/flows/jobs`);
    const upload = job.presignedUrl.replace(organisation.server.url, "");
    await walk.ok("putFlowUpload", "PUT", upload, { raw: document, headers: { ...job.headers, Authorization: "" } });
    const state = await walk.ok("getFlowsJob", "GET", `${api}/flows/jobs/${job.id}?expand=messages`);
    expect(state).toMatchObject({ status: "Success", flow: { id: expect.any(String) } });
    return state.flow.id;
  }

  test("jobs", async () => {
    await publish(inbound("By job"));
    const job = await walk.ok("postFlowsJobs", "POST", `${api}/flows/jobs`);
    const upload = job.presignedUrl.replace(organisation.server.url, "");
    await walk.refused("postFlowsJobs", "POST", `${api}/flows/jobs`, badCredentials, unauthorised);
    await walk.refused("putFlowUpload", "PUT", upload, [403, "SignatureDoesNotMatch"], { raw: inbound("x") });
    const missing = await organisation.call("GET", `${api}/flows/jobs/none`);
    await walk.refused("getFlowsJob", "GET", `${api}/flows/jobs/none`, [404, missing.body.code]);
  });

  test("life of a flow", async () => {
    const id = (await walk.ok("postFlows", "POST", `${api}/flows`, { body: { name: "Drafted", type: "INBOUNDCALL" } }))
      .id;
    const taken: [number, string] = [409, "architect.flow.already.exists"];
    await walk.refused("postFlows", "POST", `${api}/flows`, taken, { body: { name: "drafted", type: "inboundcall" } });
    await walk.ok("getFlow", "GET", one(id));
    await walk.refused("getFlow", "GET", one("none"), gone);
    await walk.ok("getFlows", "GET", `${api}/flows?name=Drafted&type=inboundcall`);
    await walk.refused("getFlows", "GET", `${api}/flows?pageSize=0`, [400, "invalid.value"]);
    await walk.ok("getFlowsLookup", "GET", `${api}/flows/lookup?id=${id}`);
    await walk.refused("getFlowsLookup", "GET", `${api}/flows/lookup?id=${id}`, badCredentials, unauthorised);
    await walk.ok("getFlowsDivisionviews", "GET", `${api}/flows/divisionviews`);
    await walk.refused("getFlowsDivisionviews", "GET", `${api}/flows/divisionviews?pageNumber=x`, [
      400,
      "invalid.value",
    ]);
    const act = (action: string, flow: string) => `${api}/flows/actions/${action}?flow=${flow}`;
    await walk.ok("postFlowsActionsCheckout", "POST", act("checkout", id));
    await walk.refused("postFlowsActionsCheckout", "POST", act("checkout", "none"), gone);
    const configuration = await walk.ok("getFlowVersions", "GET", `${one(await publish(inbound("Source")))}/versions`);
    const source = (await organisation.call("GET", `${api}/flows?name=Source`)).body.entities[0].id;
    const version = configuration.entities[0].id;
    await walk.refused("getFlowVersions", "GET", `${one("none")}/versions`, gone);
    await walk.ok("getFlowVersion", "GET", `${one(source)}/versions/${version}`);
    const lost = await organisation.call("GET", `${one(source)}/versions/99.0`);
    await walk.refused("getFlowVersion", "GET", `${one(source)}/versions/99.0`, [404, lost.body.code]);
    const body = await walk.ok(
      "getFlowVersionConfiguration",
      "GET",
      `${one(source)}/versions/${version}/configuration`,
    );
    await walk.refused("getFlowVersionConfiguration", "GET", `${one(source)}/versions/99.0/configuration`, [
      404,
      lost.body.code,
    ]);
    await walk.ok("getFlowLatestconfiguration", "GET", `${one(source)}/latestconfiguration`);
    await walk.refused("getFlowLatestconfiguration", "GET", `${one("none")}/latestconfiguration`, gone);
    await walk.ok("putFlow", "PUT", one(id), { body: { name: "Renamed", type: "INBOUNDCALL" } });
    await walk.refused("putFlow", "PUT", one(source), [409, "architect.flow.not.locked.by.user"], {
      body: { name: "Other", type: "INBOUNDCALL" },
    });
    const renamed = JSON.parse(JSON.stringify(body).replaceAll("Source", "Renamed"));
    await walk.ok("postFlowVersions", "POST", `${one(id)}/versions`, { body: renamed });
    await walk.refused(
      "postFlowVersions",
      "POST",
      `${one(source)}/versions`,
      [409, "architect.flow.not.locked.by.user"],
      {
        body,
      },
    );
    await walk.ok("postFlowsActionsCheckin", "POST", act("checkin", id));
    await walk.refused("postFlowsActionsCheckin", "POST", act("checkin", "none"), gone);
    await walk.ok("postFlowsActionsCheckout", "POST", act("checkout", id));
    await walk.ok("postFlowsActionsPublish", "POST", act("publish", id));
    await walk.refused("postFlowsActionsPublish", "POST", act("publish", "none"), gone);
    await walk.ok("postFlowsActionsCheckout", "POST", act("checkout", id));
    await walk.ok("postFlowsActionsRevert", "POST", act("revert", id));
    await walk.refused("postFlowsActionsRevert", "POST", act("revert", "none"), gone);
    await walk.ok("postFlowsActionsUnlock", "POST", act("unlock", id));
    await walk.refused("postFlowsActionsUnlock", "POST", act("unlock", "none"), gone);
    await walk.ok("postFlowsActionsDeactivate", "POST", act("deactivate", id));
    await walk.refused("postFlowsActionsDeactivate", "POST", act("deactivate", "none"), gone);
    const history = await walk.ok("postFlowHistory", "POST", `${one(source)}/history`);
    await walk.refused("postFlowHistory", "POST", `${one("none")}/history`, gone);
    await walk.ok("getFlowHistoryHistoryId", "GET", `${one(source)}/history/${history.id}`);
    await walk.refused("getFlowHistoryHistoryId", "GET", `${one("none")}/history/${history.id}`, gone);
    await walk.ok("deleteFlow", "DELETE", one(id));
    await walk.refused("deleteFlow", "DELETE", one(id), [410, "architect.flow.deleted"]);
    await walk.ok("deleteFlows", "DELETE", `${api}/flows?id=${source}`);
    const none = await organisation.call("DELETE", `${api}/flows`);
    await walk.refused("deleteFlows", "DELETE", `${api}/flows`, [400, none.body.code]);
  });

  test("export and validation", async () => {
    const id = await publish(inbound("Exported"));
    const order = { body: { flows: [{ flow: { id } }] } };
    for (const [operation, read, path] of [
      ["postFlowsExportJobs", "getFlowsExportJob", "flows/export/jobs"],
      ["postFlowsValidateJobs", "getFlowsValidateJob", "flows/validate/jobs"],
    ] as const) {
      const job = await walk.ok(operation, "POST", `${api}/${path}`, order);
      const refusal = await organisation.call("POST", `${api}/${path}`, { body: {} });
      await walk.refused(operation, "POST", `${api}/${path}`, [400, refusal.body.code], { body: {} });
      const state = await walk.ok(read, "GET", `${api}/${path}/${job.id}?expand=messages`);
      expect(state.status).toBe("Success");
      const lost = await organisation.call("GET", `${api}/${path}/none`);
      await walk.refused(read, "GET", `${api}/${path}/none`, [404, lost.body.code]);
      if (!state.downloadUrl) continue;
      const download = state.downloadUrl.replace(organisation.server.url, "");
      await walk.ok("getFlowDownload", "GET", download);
      const unsigned = await organisation.call("GET", download.split("?")[0]);
      await walk.refused("getFlowDownload", "GET", download.split("?")[0], [unsigned.status, unsigned.body.code]);
      expect(unsigned.status).toBeGreaterThanOrEqual(400);
    }
  });

  test("dependency tracking", async () => {
    const module = await publish(greeter({ name: "Tracked" }));
    const tracking = `${api}/architect/dependencytracking`;
    const operation = (name: string) => `getArchitectDependencytracking${name}`;
    for (const [name, good, bad] of [
      ["", "?name=Tracked", ""],
      [
        "Consumedresources",
        `/consumedresources?id=${module}&version=1.0&objectType=COMMONMODULEFLOW`,
        "/consumedresources",
      ],
      ["Consumingresources", `/consumingresources?id=${module}&objectType=COMMONMODULEFLOW`, "/consumingresources"],
      ["Object", `/object?id=${module}&objectType=COMMONMODULEFLOW&version=1.0`, "/object?id=none&objectType=QUEUE"],
      ["Updatedresourceconsumers", "/updatedresourceconsumers", "/updatedresourceconsumers?pageSize=0"],
      ["Deletedresourceconsumers", "/deletedresourceconsumers", "/deletedresourceconsumers?pageSize=0"],
      ["Type", "/types/QUEUE", "/types/NOTHING"],
    ] as const) {
      await walk.ok(operation(name), "GET", tracking + good);
      const { status, body } = await organisation.call("GET", tracking + bad);
      expect([name, status >= 400 && status < 500]).toEqual([name, true]);
      await walk.refused(operation(name), "GET", tracking + bad, [status, body.code]);
    }
    await walk.ok("postArchitectDependencytrackingBuild", "POST", `${tracking}/build`);
    await walk.refused(
      "postArchitectDependencytrackingBuild",
      "POST",
      `${tracking}/build`,
      badCredentials,
      unauthorised,
    );
  });
});

describe("every operation is covered by an asserted 2xx and an asserted 4xx", () => {
  test("all of them", () => {
    const table = [...Object.entries(ENDPOINTS), ["beyond reference/platform-api.md §7", BEYOND] as const];
    const lines = table.map(([row, operations]) => {
      const done = operations.filter(
        (name) => (walk.covered.get(name)?.good ?? 0) > 0 && (walk.covered.get(name)?.bad ?? 0) > 0,
      );
      return {
        row,
        done: done.length,
        of: operations.length,
        missing: operations.filter((name) => !done.includes(name)),
      };
    });
    const sum = (key: "done" | "of") => lines.reduce((all, line) => all + line[key], 0);
    const calls = [...walk.covered.values()].reduce((all, { good, bad }) => all + good + bad, 0);
    console.log(
      [
        ...lines.map(
          ({ row, done, of }) => `${String(done).padStart(4)} of ${String(of).padStart(2)}  ${row.slice(0, 110)}`,
        ),
        `${sum("done")} of ${sum("of")} operations (${Math.floor((100 * sum("done")) / sum("of"))} %), ${calls} asserted calls, every answer validated`,
      ].join("\n"),
    );
    expect(lines.flatMap(({ missing }) => missing)).toEqual([]);
  });

  const title = "the table has the rows of reference/platform-api.md §7";
  if (referenceExists) {
    test(title, () => {
      const section = /^## 7\.[\s\S]*?(?=^## 8\.)/m.exec(readReference("platform-api.md"))?.[0] ?? "";
      const rows = section.split("\n").filter((line) => /^\| (?!method)/.test(line));
      expect(rows.map((line) => line.split("|")[1]?.trim())).toEqual(Object.keys(ENDPOINTS));
    });
  } else test.skip(`${title}: skipped, since there is no ${referenceFolder}`, () => {});
});
