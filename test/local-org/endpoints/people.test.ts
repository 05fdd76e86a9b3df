import { Organisation } from "../support/organisation.ts";
import { PEOPLE } from "./endpoints.ts";
import { Walk } from "./walk.ts";

// What users, groups, skill groups and integrations have besides, in the form in which the vendor's Terraform provider asks.

const SEED = `
organisation: {name: People}
divisions: [{name: Sales}, {name: Service}]
users: [{name: Robin Meyer, email: robin@example.com}, {name: Kim Novak, email: kim@example.com}]
groups: [{name: Team, members: [Robin Meyer]}]
skills: [{name: English}]
languages: [{name: Dutch}]
integrations: [{name: CRM, dataActions: [{name: Find}]}]
skillGroups: [{name: Seeded}]
`;

let organisation: Organisation;
let walk: Walk;
const api = "/api/v2";
const missing: [number, string] = [404, "not.found"];
const bad: [number, string] = [400, "bad.request"];

beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  walk = new Walk(organisation);
});
afterAll(() => organisation.end());

const get = async (path: string) => (await organisation.call("GET", `${api}${path}`)).body;
const ids = async (path: string): Promise<string[]> => (await get(path)).entities.map(({ id }: { id: string }) => id);

test("a group: made, described by PUT, its members, its voicemail", async () => {
  const [first = "", second = ""] = await ids("/users");
  const posted = {
    ...{ name: "Made", type: "official", visibility: "public", rulesVisible: true, addresses: [] },
    ...{ rolesEnabled: true, callsEnabled: false, includeOwners: false, ownerIds: [first] },
  };
  const { body: made } = await organisation.call("POST", `${api}/groups`, { body: posted });
  const { ownerIds: _, ...echoed } = posted;
  expect(made).toMatchObject({ ...echoed, owners: [{ id: first }], memberCount: 0, state: "active", version: 1 });
  const group = `${api}/groups/${made.id}`;
  const members = `${group}/members`;

  await walk.ok("postGroupMembers", "POST", members, { body: { memberIds: [first, second], version: 1 } });
  await walk.refused("postGroupMembers", "POST", members, [409, "general.conflict"], {
    body: { memberIds: [first], version: 1 },
  });
  await walk.refused("postGroupMembers", "POST", members, [400, "invalid.id"], { body: { memberIds: ["none"] } });
  const listed = await walk.ok("getGroupIndividuals", "GET", `${group}/individuals`);
  expect(listed.entities.map(({ id }: { id: string }) => id)).toEqual([first, second]);
  await walk.refused("getGroupIndividuals", "GET", `${api}/groups/none/individuals`, missing);
  await walk.ok("deleteGroupMembers", "DELETE", `${members}?ids=${first},none`);
  await walk.refused("deleteGroupMembers", "DELETE", `${api}/groups/none/members?ids=${first}`, missing);
  expect((await walk.ok("getGroupMembers", "GET", `${members}?pageSize=10`)).entities).toMatchObject([{ id: second }]);
  await walk.refused("getGroupMembers", "GET", `${members}?pageSize=0`, [400, "invalid.value"]);

  const { version } = await get(`/groups/${made.id}`);
  const { name, visibility, rulesVisible } = posted;
  const change = { version, name, description: "said later", visibility, rulesVisible, addresses: [], ownerIds: [" "] };
  const { body: changed } = await organisation.call("PUT", group, { body: change });
  expect(changed).toMatchObject({ description: "said later", type: "official", memberCount: 1 });
  expect(changed).not.toHaveProperty("owners");
  expect((await organisation.call("PUT", group, { body: change })).status).toBe(409);

  const policy = `${api}/voicemail/groups/${made.id}/policy`;
  expect(await walk.ok("getVoicemailGroupPolicy", "GET", policy)).toMatchObject({ enabled: false, name: "Made" });
  const wanted = { enabled: true, sendEmailNotifications: true };
  expect(await walk.ok("patchVoicemailGroupPolicy", "PATCH", policy, { body: wanted })).toMatchObject(wanted);
  await walk.refused("patchVoicemailGroupPolicy", "PATCH", policy, bad, { body: { enabled: "yes" } });
  await walk.refused("getVoicemailGroupPolicy", "GET", `${api}/voicemail/groups/none/policy`, missing);

  const queue = { name: "By group", memberGroups: [{ id: made.id, type: "GROUP" }] };
  const { body: answers } = await organisation.call("POST", `${api}/routing/queues`, { body: queue });
  expect(answers.memberCount).toBe(1);
  expect((await organisation.call("DELETE", group)).status).toBe(204);
  expect((await organisation.call("GET", group)).status).toBe(404);
});

test("a skill group: conditions with a single one alone, divisions at an address of their own", async () => {
  const [skill] = (await get("/routing/skills")).entities;
  const [sales, service] = (await get("/authorization/divisions")).entities
    .filter(({ homeDivision }: { homeDivision: boolean }) => !homeDivision)
    .map(({ id }: { id: string }) => id);
  const home = (await get("/authorization/divisions/home")).id;
  const skillConditions = [
    {
      routingSkillConditions: [
        { routingSkill: skill.name, comparator: "GreaterThan", proficiency: 2, childConditions: [] },
      ],
      languageSkillConditions: [],
      operation: "And",
    },
  ];
  const path = `${api}/routing/skillgroups`;
  const made = await walk.ok("postRoutingSkillgroups", "POST", path, {
    body: { name: "Experts", description: "they know", skillConditions },
  });
  await walk.refused("postRoutingSkillgroups", "POST", path, [400, "required.field.missing"], { body: {} });
  await walk.refused("postRoutingSkillgroups", "POST", path, bad, { body: { name: "x", memberDivisions: ["none"] } });
  const one = `${path}/${made.id}`;
  const divisions = `${one}/members/divisions`;
  const inside = async () =>
    (await walk.ok("getRoutingSkillgroupMembersDivisions", "GET", divisions)).entities.map(
      ({ id }: { id: string }) => id,
    );
  const change = (body: object) => walk.ok("postRoutingSkillgroupMembersDivisions", "POST", divisions, { body });
  expect(await inside()).toEqual([home]);
  await change({ addDivisionIds: [sales, service] });
  await change({ removeDivisionIds: [sales] });
  expect(await inside()).toEqual([home, service]);
  await change({ addDivisionIds: ["*"] });
  expect((await inside()).sort()).toEqual([home, sales, service].sort());
  await walk.refused("postRoutingSkillgroupMembersDivisions", "POST", divisions, bad, {
    body: { addDivisionIds: ["none"] },
  });
  await walk.refused("getRoutingSkillgroupMembersDivisions", "GET", `${path}/none/members/divisions`, missing);
  expect(await walk.ok("getRoutingSkillgroup", "GET", one)).toMatchObject({ skillConditions, division: { id: home } });
  await walk.refused("getRoutingSkillgroup", "GET", `${path}/none`, missing);
  for (const entity of (await get("/routing/skillgroups?name=Exp")).entities) {
    expect(entity).not.toHaveProperty("skillConditions");
  }
  const body = { name: "Experts", description: "", division: { id: sales }, skillConditions: [] };
  const changed = await walk.ok("patchRoutingSkillgroup", "PATCH", one, { body });
  expect(changed).toMatchObject({ division: { id: sales }, skillConditions: [], description: "" });
  await walk.refused("patchRoutingSkillgroup", "PATCH", `${path}/none`, missing, { body });

  const member = (type: string) => ({ name: `By ${type}`, memberGroups: [{ id: made.id, type }] });
  expect((await organisation.call("POST", `${api}/routing/queues`, { body: member("SKILLGROUP") })).status).toBe(200);
  expect((await organisation.call("POST", `${api}/routing/queues`, { body: member("GROUP") })).status).toBe(400);
  await walk.ok("deleteRoutingSkillgroup", "DELETE", one);
  await walk.refused("deleteRoutingSkillgroup", "DELETE", one, missing);
});

test("a skill group counts the people who have the skills, in its divisions", async () => {
  const [kim = "", robin = ""] = await ids("/users");
  const [english] = (await get("/routing/skills")).entities;
  const [dutch] = (await get("/routing/languages")).entities;
  const service = (await get("/authorization/divisions?name=Service")).entities[0].id;
  const has = (user: string, word: string, id: string, proficiency: number) =>
    organisation.call("PATCH", `${api}/users/${user}/${word}/bulk`, { body: [{ id, proficiency }] });
  await has(robin, "routingskills", english.id, 2);
  await has(kim, "routingskills", english.id, 4);
  await has(kim, "routinglanguages", dutch.id, 3);
  const count = async (conditions: object[], more: object = {}) => {
    const body = { name: `Counted ${JSON.stringify(conditions)}`, skillConditions: conditions, ...more };
    const { body: made } = await organisation.call("POST", `${api}/routing/skillgroups`, { body });
    expect((await get(`/routing/skillgroups/${made.id}`)).memberCount).toBe(made.memberCount);
    return made;
  };
  const skill = (comparator: string, proficiency: number, childConditions: object[] = []) => ({
    routingSkillConditions: [{ routingSkill: "english", comparator, proficiency, childConditions }],
    languageSkillConditions: [],
    operation: "And",
  });
  const language = {
    routingSkillConditions: [],
    languageSkillConditions: [{ languageSkill: dutch.name, comparator: "EqualTo", proficiency: 3 }],
    operation: "And",
  };
  const nothing = { routingSkillConditions: [], languageSkillConditions: [], operation: "And" };
  const or = { ...skill("LessThan", 3), languageSkillConditions: language.languageSkillConditions, operation: "Or" };
  for (const [conditions, members] of [
    [[], 0],
    [[skill("GreaterThan", 2, [nothing])], 1],
    [[skill("GreaterThanOrEqualTo", 2)], 2],
    [[skill("NotEqualTo", 4)], 1],
    [[skill("GreaterThan", 1, [language])], 1],
    [[skill("LessThanOrEqualTo", 2), language], 0],
    [[or], 2],
  ] as const)
    expect([conditions, (await count([...conditions])).memberCount]).toEqual([conditions, members]);

  const experts = await count([skill("GreaterThan", 3)], { name: "Experts" });
  const path = `${api}/routing/skillgroups/${experts.id}/members`;
  expect((await walk.ok("getRoutingSkillgroupMembers", "GET", path)).entities).toMatchObject([
    { id: kim, name: "Kim Novak" },
  ]);
  await walk.refused("getRoutingSkillgroupMembers", "GET", `${api}/routing/skillgroups/none/members`, missing);
  const names = (listing: { entities: { name: string }[] }) => listing.entities.map(({ name }) => name);
  expect(names(await walk.ok("getUserSkillgroups", "GET", `${api}/users/${kim}/skillgroups`))).toContain("Experts");
  expect(names(await get(`/users/${robin}/skillgroups`))).not.toContain("Experts");
  await walk.refused("getUserSkillgroups", "GET", `${api}/users/none/skillgroups`, missing);

  const queue = { name: "Experts", memberGroups: [{ id: experts.id, type: "SKILLGROUP" }] };
  const { body: answered } = await organisation.call("POST", `${api}/routing/queues`, { body: queue });
  expect(answered.memberCount).toBe(1);
  await organisation.call("POST", `${api}/authorization/divisions/${service}/objects/USER`, { body: [kim] });
  expect((await get(`/routing/skillgroups/${experts.id}`)).memberCount).toBe(0);
  await organisation.call("POST", `${path}/divisions`, { body: { addDivisionIds: [service] } });
  expect((await get(`/routing/skillgroups/${experts.id}`)).memberCount).toBe(1);
});

describe("a user", () => {
  const email = "new.person@example.com";
  const search = async (...states: string[]) => {
    const exact = { type: "EXACT" };
    const query = [
      { ...exact, fields: ["email"], value: email },
      ...(states.length > 0 ? [{ ...exact, fields: ["state"], values: states }] : []),
    ];
    return (await organisation.call("POST", `${api}/users/search`, { body: { query } })).body.results;
  };
  const create = () =>
    organisation.call("POST", `${api}/users`, {
      body: { name: "New Person", state: "active", title: "", department: "Sales", email, addresses: [] },
    });

  test("is made once for an e-mail address, is changed by its version, deleted and brought back", async () => {
    expect(await search("deleted")).toEqual([]);
    const { body: made } = await create();
    expect(made).toMatchObject({ state: "active", department: "Sales", username: email, division: { name: "Home" } });
    const one = `${api}/users/${made.id}`;
    const [manager] = await ids("/users");
    const patch = { manager, acdAutoAnswer: true, locations: [], certifications: ["A"], employerInfo: {} };
    const { body: patched } = await organisation.call("PATCH", one, { body: { ...patch, version: made.version } });
    expect(patched).toMatchObject({ manager: { id: manager }, acdAutoAnswer: true, version: made.version + 1 });
    const stale = await organisation.call("PATCH", one, { body: { title: "x", version: made.version } });
    expect([stale.status, stale.body.code]).toEqual([409, "general.conflict"]);
    const bare = await organisation.call("GET", one);
    const full = await organisation.call("GET", `${one}?expand=skills,languages,locations,certifications`);
    expect(bare.body).not.toHaveProperty("certifications");
    expect(full.body).toMatchObject({ certifications: ["A"], skills: [], languages: [], locations: [] });
    const again = await create();
    expect([again.status, again.body.code]).toEqual([409, "general.conflict"]);

    const inactive = await organisation.call("PATCH", one, { body: { state: "inactive", version: 2 } });
    expect(inactive.body.state).toBe("inactive");
    expect(await ids("/users?pageSize=100")).not.toContain(made.id);
    expect(await ids("/users?state=inactive")).toEqual([made.id]);

    expect((await organisation.call("DELETE", one)).status).toBe(200);
    expect((await organisation.call("GET", one)).status).toBe(404);
    expect(await search()).toEqual([]);
    expect(await search("deleted")).toMatchObject([{ id: made.id, state: "deleted" }]);
    expect((await create()).body.code).toBe("general.conflict");
    const { body: deleted } = await organisation.call("GET", `${one}?state=deleted`);
    const { version } = deleted;
    const restored = await organisation.call("PATCH", one, { body: { state: "active", version } });
    expect([restored.status, restored.body.state]).toEqual([200, "active"]);
    expect((await organisation.call("GET", one)).body.name).toBe("New Person");
  });

  test("has skills, languages, profile skills, a password", async () => {
    const [id] = await ids("/users");
    const user = `${api}/users/${id}`;
    for (const [word, Word, things, field] of [
      ["routingskills", "Routingskill", "skills", "skills"],
      ["routinglanguages", "Routinglanguage", "languages", "languages"],
    ] as const) {
      const [thing] = await ids(`/routing/${things}`);
      const path = `${user}/${word}`;
      const body = [{ id: thing, proficiency: 4.5 }];
      const bulk = await walk.ok(`patchUser${Word}sBulk`, "PATCH", `${path}/bulk`, { body });
      expect(bulk.entities).toMatchObject(body);
      await walk.refused(`patchUser${Word}sBulk`, "PATCH", `${path}/bulk`, bad, { body: [{ id: "none" }] });
      expect((await walk.ok(`getUser${Word}s`, "GET", `${path}?pageSize=50&pageNumber=1`)).total).toBe(1);
      expect((await walk.ok(`getUser${Word}s`, "GET", `${path}?pageSize=50&pageNumber=2`)).entities).toEqual([]);
      await walk.refused(`getUser${Word}s`, "GET", `${api}/users/none/${word}`, missing);
      expect((await organisation.call("GET", `${user}?expand=${field}`)).body[field]).toMatchObject(body);
      await walk.ok(`deleteUser${Word}`, "DELETE", `${path}/${thing}`);
      await walk.refused(`deleteUser${Word}`, "DELETE", `${path}/${thing}`, missing);
    }
    expect(await walk.ok("putUserProfileskills", "PUT", `${user}/profileskills`, { body: ["Java"] })).toEqual(["Java"]);
    expect((await organisation.call("GET", `${user}?expand=profileSkills`)).body.profileSkills).toEqual(["Java"]);
    await walk.refused("putUserProfileskills", "PUT", `${api}/users/none/profileskills`, missing, { body: [] });
    await walk.ok("postUserPassword", "POST", `${user}/password`, { body: { newPassword: "secret" } });
    await walk.refused("postUserPassword", "POST", `${api}/users/none/password`, missing, { body: {} });
    expect(JSON.stringify(await get(`/users/${id}`))).not.toContain("secret");
  });

  test("has utilization and voicemail of their own, or none", async () => {
    const [id] = await ids("/users");
    const utilization = `${api}/routing/users/${id}/utilization`;
    const usual = await walk.ok("getRoutingUserUtilization", "GET", utilization);
    expect(usual.level).toBe("Organization");
    const body = { utilization: { call: { maximumCapacity: 2, includeNonAcd: true, interruptableMediaTypes: [] } } };
    expect(await walk.ok("putRoutingUserUtilization", "PUT", utilization, { body })).toEqual({
      ...body,
      level: "Agent",
    });
    await walk.refused("putRoutingUserUtilization", "PUT", utilization, bad, { body: { utilization: 1 } });
    await walk.ok("deleteRoutingUserUtilization", "DELETE", utilization);
    expect(await walk.ok("getRoutingUserUtilization", "GET", utilization)).toEqual(usual);
    const none = `${api}/routing/users/none/utilization`;
    await walk.refused("getRoutingUserUtilization", "GET", none, missing);
    await walk.refused("deleteRoutingUserUtilization", "DELETE", none, missing);

    const policy = `${api}/voicemail/userpolicies/${id}`;
    const wanted = { alertTimeoutSeconds: 15, sendEmailNotifications: false };
    expect(await walk.ok("patchVoicemailUserpolicy", "PATCH", policy, { body: wanted })).toMatchObject(wanted);
    expect(await walk.ok("getVoicemailUserpolicy", "GET", policy)).toMatchObject(wanted);
    await walk.refused("patchVoicemailUserpolicy", "PATCH", policy, bad, { body: { alertTimeoutSeconds: "x" } });
    await walk.refused("getVoicemailUserpolicy", "GET", `${api}/voicemail/userpolicies/none`, missing);
  });
});

test("an integration: made by its type, named by its configuration, enabled, deleted with its actions", async () => {
  const { body: made } = await organisation.call("POST", `${api}/integrations`, {
    body: { integrationType: { id: "purecloud-data-actions" } },
  });
  expect(made).toMatchObject({ name: "purecloud-data-actions", intendedState: "DISABLED" });
  const one = `${api}/integrations/${made.id}`;
  const config = `${one}/config/current`;
  const empty = { name: made.name, notes: "", version: 1, properties: {}, advanced: {}, credentials: {} };
  expect(await walk.ok("getIntegrationConfigCurrent", "GET", config)).toMatchObject(empty);
  await walk.refused("getIntegrationConfigCurrent", "GET", `${api}/integrations/none/config/current`, missing);
  const body = {
    ...empty,
    name: "Billing",
    notes: "said",
    properties: { a: 1 },
    credentials: { basicAuth: { id: "c" } },
  };
  expect(await walk.ok("putIntegrationConfigCurrent", "PUT", config, { body })).toMatchObject({ ...body, version: 2 });
  await walk.refused("putIntegrationConfigCurrent", "PUT", config, [409, "general.conflict"], { body });
  await organisation.call("PATCH", `${one}?pageSize=25&pageNumber=1`, { body: { intendedState: "ENABLED" } });
  expect((await organisation.call("GET", one)).body).toMatchObject({ name: "Billing", intendedState: "ENABLED" });
  const { body: action } = await organisation.call("POST", `${api}/integrations/actions`, {
    body: { name: "Pay", category: "Billing", integrationId: made.id, contract: {}, config: {} },
  });
  expect((await organisation.call("DELETE", one)).body.id).toBe(made.id);
  expect((await organisation.call("GET", one)).status).toBe(404);
  expect((await organisation.call("GET", `${api}/integrations/actions/${action.id}`)).status).toBe(404);
});

test("each of these operations had an asserted 2xx and an asserted 4xx", () => {
  const done = ({ good, bad }: { good: number; bad: number }) => good > 0 && bad > 0;
  const covered = [...PEOPLE, "getRoutingSkillgroup"].filter((operation) =>
    done(walk.covered.get(operation) ?? { good: 0, bad: 0 }),
  );
  expect(covered).toEqual([...PEOPLE, "getRoutingSkillgroup"]);
});
