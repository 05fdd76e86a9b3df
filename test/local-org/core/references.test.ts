import { parseSeed } from "@genesys-flows/local-org";
import { Organisation } from "../support/organisation.ts";

const SEED = `
divisions: [{name: Sales}]
didPools: [{start: "+13175550100", end: "+13175550119"}]
users: [{name: Robin Meyer, email: robin@example.com}]
groups: [{name: Team, members: [Robin Meyer]}]
prompts: [{name: Welcome, texts: {en-us: Hello}}]
scripts: [{name: Greeting}]
queues: [{name: Support, members: [Robin Meyer]}]
schedules: [{name: Weekdays, start: 2026-01-05T08:00:00, end: 2026-01-05T17:00:00, rrule: FREQ=WEEKLY}, {name: Holidays}]
scheduleGroups: [{name: Hours, timeZone: Europe/Berlin, open: [Weekdays], holidays: [Holidays], division: Sales}]
emergencyGroups: [{name: Evacuation}]
emailDomains: [{name: mail.example.com, routes: [{pattern: support, queue: Support}]}]
dataTables: [{name: Holidays, key: Day, columns: {open: boolean}, rows: [{key: 2026-12-25, open: false}]}]
flowMilestones: [{name: Identified}]
flowOutcomes: [{name: Booked}]
messageRecipients: [{name: Chat}]
integrations: [{name: CRM, dataActions: [{name: Find, inputs: {id: string}}]}]
roles: [{name: Agent, permissions: ["routing:queue:view"]}, {name: Editor, permissions: ["routing:*"]}]
clients: [{id: agent, secret: agent, roles: [Agent]}, {id: editor, secret: editor, roles: [Agent, Editor]}]
`;

let organisation: Organisation;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
});
afterAll(() => organisation.end());

const api = "/api/v2";
const list = async (path: string) => (await organisation.call("GET", `${api}/${path}`)).body.entities;
const idOf = async (path: string, name: string): Promise<string> =>
  (await list(path)).find((entity: { name?: string; pattern?: string }) => (entity.name ?? entity.pattern) === name).id;
const made = async (path: string, body: unknown): Promise<string> => {
  const answer = await organisation.call("POST", `${api}/${path}`, { body });
  expect([path, answer.status, answer.text]).toEqual([path, 200, answer.text]);
  return answer.body.id;
};

test("the seed creates everything that it names, with its parts", async () => {
  const queue = `routing/queues/${await idOf("routing/queues", "Support")}`;
  expect(await list(`${queue}/members`)).toMatchObject([{ name: "Robin Meyer", ringNumber: 1 }]);
  expect(await list("architect/prompts")).toMatchObject([{ resources: [{ language: "en-us", ttsString: "Hello" }] }]);
  const [group] = await list("architect/schedulegroups");
  expect(group).toMatchObject({ timeZone: "Europe/Berlin", division: { name: "Sales" }, closedSchedules: [] });
  expect(group.openSchedules).toEqual([{ id: await idOf("architect/schedules", "Weekdays") }]);
  expect(await list("routing/email/domains/mail.example.com/routes")).toMatchObject([{ pattern: "support" }]);
  const table = `flows/datatables/${await idOf("flows/datatables", "Holidays")}`;
  expect(await list(`${table}/rows?showbrief=false`)).toEqual([{ key: "2026-12-25", open: false }]);
});

describe("an object in use is not deleted, and the refusal names its users", () => {
  const refusedDeletion = async (path: string, code: string, users: string[]) => {
    const answer = await organisation.call("DELETE", `${api}/${path}`);
    const names = answer.body?.details.map((detail: { entityName: string }) => detail.entityName);
    expect([answer.status, answer.body?.code, names]).toEqual([409, code, users]);
  };

  test("a schedule by its group, the group by an IVR", async () => {
    const schedule = await idOf("architect/schedules", "Weekdays");
    await refusedDeletion(`architect/schedules/${schedule}`, "general.conflict", ["Hours"]);
    const group = await idOf("architect/schedulegroups", "Hours");
    const ivr = await made("architect/ivrs", { name: "Main number", scheduleGroup: { id: group } });
    await refusedDeletion(`architect/schedulegroups/${group}`, "general.conflict", ["Main number"]);
    await organisation.call("DELETE", `${api}/architect/ivrs/${ivr}`);
  });

  test("a prompt and a flow by a queue, a flow by an emergency group and an e-mail route", async () => {
    const prompt = await idOf("architect/prompts", "Welcome");
    const flow = await made("flows", { name: "In-queue", type: "INQUEUECALL" });
    const queue = await made("routing/queues", {
      name: "User",
      whisperPrompt: { id: prompt },
      queueFlow: { id: flow },
    });
    await refusedDeletion(
      `architect/prompts/${prompt}?allResources=true`,
      "architect.prompt.cannot.delete.used.in.queues",
      ["User"],
    );
    await refusedDeletion(`flows/${flow}`, "architect.flow.cannot.delete.used.in.queues", ["User"]);
    await organisation.call("DELETE", `${api}/routing/queues/${queue}`);
    const group = await made("architect/emergencygroups", {
      name: "Fire",
      emergencyCallFlows: [{ emergencyFlow: { id: flow }, ivrs: [] }],
    });
    await refusedDeletion(`flows/${flow}`, "architect.flow.cannot.delete.used.in.emergency.groups", ["Fire"]);
    await organisation.call("DELETE", `${api}/architect/emergencygroups/${group}`);
    const mail = await made("flows", { name: "Mail", type: "INBOUNDEMAIL" });
    const route = await made("routing/email/domains/mail.example.com/routes", {
      pattern: "spam",
      fromName: "x",
      flow: { id: mail },
    });
    await refusedDeletion(`flows/${mail}`, "architect.flow.cannot.delete.used.in.email.routes", ["spam"]);
    await organisation.call("DELETE", `${api}/routing/email/domains/mail.example.com/routes/${route}`);
    for (const id of [flow, mail]) expect((await organisation.call("DELETE", `${api}/flows/${id}`)).status).toBe(204);
  });

  test("a domain by its routes, a route by those that reply by it; not by itself", async () => {
    const routes = "routing/email/domains/mail.example.com/routes";
    await refusedDeletion("routing/email/domains/mail.example.com", "general.conflict", ["support"]);
    const support = await idOf(routes, "support");
    const reply = { domain: { id: "mail.example.com" }, route: { id: support, pattern: "support" } };
    const queue = { id: await idOf("routing/queues", "Support") };
    const other = await made(routes, { pattern: "other", fromName: "x", queue, replyEmailAddress: reply });
    await organisation.call("PUT", `${api}/${routes}/${support}`, {
      body: { pattern: "support", fromName: "x", queue, replyEmailAddress: reply },
    });
    await refusedDeletion(`${routes}/${support}`, "postino.route.conflict", ["other"]);
    expect((await organisation.call("DELETE", `${api}/${routes}/${other}`)).status).toBe(204);
    expect((await organisation.call("DELETE", `${api}/${routes}/${support}`)).status).toBe(204);
    expect((await organisation.call("DELETE", `${api}/routing/email/domains/mail.example.com`)).status).toBe(204);
  });
});

test("a subdomain gets the platform's own domain; an empty setting removes the domain to send from", async () => {
  const id = await made("routing/email/domains", { id: "desk", subDomain: true });
  expect(id).toBe("desk.mypurecloud.com");
  const patch = async (mailFromDomain: string) =>
    (
      await organisation.call("PATCH", `${api}/routing/email/domains/${id}`, {
        body: { mailFromSettings: { mailFromDomain }, customSMTPServer: { id: "" } },
      })
    ).body;
  expect((await patch("mail.example.org")).mailFromSettings.mailFromDomain).toBe("mail.example.org");
  expect((await patch("")).mailFromSettings).toEqual({ status: "UNKNOWN", mailFromDomain: "" });
});

test("rows get the defaults of their missing columns; columns cannot be removed", async () => {
  const schema = (properties: Record<string, unknown>) => ({
    type: "object",
    required: ["key"],
    properties: { key: { $id: "/properties/key", type: "string" }, ...properties },
  });
  const columns = {
    open: { $id: "/properties/open", type: "boolean", default: true },
    hours: { $id: "/properties/hours", type: "integer", default: 8 },
    note: { $id: "/properties/note", type: "string" },
  };
  const id = await made("flows/datatables", { name: "Defaults", schema: schema(columns) });
  const row = await organisation.call("POST", `${api}/flows/datatables/${id}/rows`, {
    body: { key: "a/b c", hours: 4 },
  });
  expect(row.body).toEqual({ key: "a/b c", open: true, hours: 4 });
  const one = `${api}/flows/datatables/${id}/rows/a%2Fb%20c`;
  expect((await organisation.call("GET", one)).body).toEqual({ key: "a/b c" });
  expect((await organisation.call("GET", `${one}?showbrief=false`)).body).toEqual(row.body);
  const smaller = await organisation.call("PUT", `${api}/flows/datatables/${id}`, {
    body: { name: "Defaults", schema: schema({ open: columns.open }) },
  });
  expect([smaller.status, smaller.body.code]).toEqual([400, "flows.datatables.cannot.remove.fields"]);
});

test("a request with several mistakes names them all", async () => {
  const { status, body } = await organisation.call("POST", `${api}/routing/queues`, {
    body: { name: 7, scoringMethod: "Random", memberGroups: {}, autoAnswerOnly: "yes" },
  });
  expect(status).toBe(400);
  expect(body.details.map((detail: { fieldName: string }) => detail.fieldName)).toEqual([
    ...["name", "scoringMethod", "memberGroups", "autoAnswerOnly"],
  ]);
});

describe("a client may do what its roles say", () => {
  test.each([
    ["agent", "GET", "routing/queues", undefined],
    ["agent", "POST", "routing/queues", "routing:queue:add"],
    ["agent", "GET", "architect/prompts", "architect:userPrompt:view"],
    ["editor", "POST", "routing/queues", undefined],
    ["editor", "GET", "flows/datatables", "architect:datatable:view"],
  ])("%s: %s %s", async (client, method, path, missing) => {
    const token = await organisation.token(client, client);
    const body = method === "POST" ? { name: `Of ${client}` } : undefined;
    const answer = await organisation.call(method, `${api}/${path}`, { token, body });
    expect(answer.status).toBe(missing ? 403 : 200);
    if (missing)
      expect(answer.body).toMatchObject({ code: "missing.permissions", messageParams: { permissions: missing } });
  });
});

test.each([
  ["emailDomains: [{name: a.test, routes: [{pattern: x, queue: None}]}]", "there is no queue 'None'"],
  ["groups: [{name: g, members: [Nobody]}]", "there is no user 'Nobody'"],
  ["scheduleGroups: [{name: g, open: [Never]}]", "there is no schedule 'Never'"],
  ["clients: [{id: a, secret: a, roles: [None]}]", "there is no role 'None'"],
  ["prompts: [{name: two words}]", "must contain only letters, digits and underscores"],
  ["dataTables: [{name: t, columns: {a: object}}]", "dataTables[0].columns.a"],
  ["schedules: [{name: s, start: 2026-01-05T08:00:00Z}]", "must be a local date-time"],
])("the seed %s is refused", (seed, message) => {
  expect(() => parseSeed(seed, "organisation.yaml")).toThrow(message);
});
