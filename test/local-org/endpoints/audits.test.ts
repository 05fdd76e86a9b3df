import { greeter, inbound } from "../flows/documents.ts";
import { Organisation } from "../support/organisation.ts";
import { AUDITS } from "./endpoints.ts";
import { KINDS, whatIsThere } from "./kinds.ts";
import { Walk } from "./walk.ts";

// Each write of a request becomes an entry that says who changed what (`AuditLogMessage` of the vendor's SDK).

const SEED = `
organisation: {name: Audited}
divisions: [{name: Sales}]
didPools: [{start: "+13175550100", end: "+13175550119"}]
users: [{name: Robin Meyer, email: robin@example.com}]
wrapupCodes: [{name: Done}]
queues: [{name: General Enquiries}]
integrations: [{name: CRM}]
clients:
  - {id: local, secret: local}
  - {id: architect, secret: architect, user: Robin Meyer}
  - {id: reader, secret: reader, permissions: ["routing:queue:view"]}
`;

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly entity: { id: string; name: string };
  readonly entityType: string;
  readonly serviceName: string;
  readonly eventDate: string;
  readonly user?: { id: string; name?: string };
  readonly client: { id: string };
  readonly propertyChanges: readonly { property: string; oldValues: string[]; newValues: string[] }[];
  readonly context: Record<string, string>;
}

const api = "/api/v2";
const interval = "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z";
let organisation: Organisation;
let walk: Walk;
beforeEach(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  walk = new Walk(organisation, covered);
});
afterEach(() => organisation.end());

const covered: Walk["covered"] = new Map();
const realtime = `${api}/audits/query/realtime`;
const property = (name: string, value: string) => ({ property: name, value });

async function audits(filters: object[] = [], o: object = {}, query = ""): Promise<Entry[]> {
  const body = { interval, filters, pageSize: 500, ...o };
  return (await walk.ok("postAuditsQueryRealtime", "POST", realtime + query, { body })).entities;
}

/** What was done to an object, oldest first. */
const deeds = async (id: string) =>
  (await audits([property("EntityId", id)]))
    .toReversed()
    .map(({ action, propertyChanges }) => [
      action,
      ...propertyChanges.map(({ property: name }) => name).filter((name) => name !== "division"),
    ]);

async function publish(text: string, token?: string): Promise<string> {
  const { body: job } = await organisation.call("POST", `${api}/flows/jobs`, { token });
  const upload = job.presignedUrl.replace(organisation.server.url, "");
  await organisation.call("PUT", upload, { raw: text, headers: { ...job.headers, Authorization: "" } });
  return (await organisation.call("GET", `${api}/flows/jobs/${job.id}`)).body.flow.id;
}

test("the seed is nobody's write; the publishing of a flow is that of who registered the job", async () => {
  expect(await audits()).toEqual([]);
  const token = await organisation.token("architect", "architect");
  const id = await publish(greeter({ name: "Audited" }), token);
  const [robin] = (await organisation.call("GET", `${api}/users`)).body.entities;
  const [published, created] = await audits([property("entityid", id)], { serviceName: "architect" }, "?expand=user");
  expect(created).toMatchObject({ action: "Create", entityType: "Flow", entity: { id, name: "Audited" } });
  expect(published).toMatchObject({
    ...{ action: "Publish", serviceName: "Architect", level: "USER", status: "SUCCESS", context: { version: "1.0" } },
    ...{ user: { id: robin.id, name: "Robin Meyer" }, client: { id: "architect" } },
  });
  const [plain] = await audits([property("EntityId", id)]);
  expect(plain?.user).not.toHaveProperty("name");

  const flow = `${api}/flows/${id}`;
  await organisation.call("POST", `${api}/flows/actions/checkout?flow=${id}`);
  const { body: head } = await organisation.call("GET", flow);
  await organisation.call("PUT", flow, { body: { ...head, name: "Renamed", description: "other" } });
  const [{ propertyChanges, client } = {} as Entry] = await audits([property("Action", "Update")]);
  expect(client.id).toBe("local");
  expect(propertyChanges).toEqual([
    { property: "name", oldValues: ["Audited"], newValues: ["Renamed"] },
    { property: "description", oldValues: ["Says who we are"], newValues: ["other"] },
  ]);
  await organisation.call("POST", `${api}/flows/actions/revert?flow=${id}`);
  await organisation.call("DELETE", flow);
  expect((await deeds(id)).map(([action]) => action)).toEqual([
    ...["Create", "Publish", "Checkout", "Update", "Revert", "Delete"],
  ]);
});

test.each(KINDS.map((kind) => [kind.path, kind] as const))("every write of %s", async (_, kind) => {
  const [, create, read, change, remove] = kind.operations;
  const there = await whatIsThere(organisation);
  const parent =
    kind.parent && (await organisation.call("POST", `${api}/${kind.parent.path}`, { body: kind.parent.body })).body;
  const path = `${api}/${kind.path.replace("{parent}", parent?.id)}`;
  const before = (await audits()).length;
  const body = kind.body(there);
  const { body: made } = await organisation.call("POST", path, { body });
  const id: string = made[kind.idField ?? "id"];
  const one = `${path}/${encodeURIComponent(id)}`;
  const [created] = await audits();
  expect([create, created?.action]).toEqual([create, "Create"]);
  expect([created?.entity.id, created?.entity.name]).toContain(id);
  expect(created?.propertyChanges.length).toBeGreaterThan(0);
  expect((await organisation.call("POST", path, { body: kind.bad[0] })).status).toBe(kind.bad[1][0]);
  expect(await organisation.call("GET", one)).toMatchObject({ status: 200 });
  expect([read, (await audits()).length]).toEqual([read, before + 1]);
  if (change !== "") {
    const changed = { ...body, ...(kind.change ?? { description: "changed" }) };
    const method = change.startsWith("patch") ? "PATCH" : "PUT";
    expect((await organisation.call(method, one, { body: changed })).status).toBe(200);
    const [updated] = await audits();
    expect([change, updated?.action ?? ""]).toEqual([change, expect.stringMatching(/^(Update|Create)$/)]);
  }
  if (remove === "") return;
  expect((await organisation.call("DELETE", one)).status).toBeLessThan(300);
  const [removed] = await audits();
  expect([remove, removed?.action]).toEqual([remove, "Delete"]);
  expect(removed?.propertyChanges.every(({ newValues }) => newValues.length === 0)).toBe(true);
});

test("what belongs to a queue, and its move, are its own entries; its end is one", async () => {
  const first = async (path: string) => (await organisation.call("GET", `${api}${path}`)).body.entities[0].id;
  const [user, code] = [await first("/users"), await first("/routing/wrapupcodes")];
  const { body: queue } = await organisation.call("POST", `${api}/routing/queues`, { body: { name: "Sales" } });
  const one = `${api}/routing/queues/${queue.id}`;
  await organisation.call("POST", `${one}/members`, { body: [{ id: user }] });
  await organisation.call("PATCH", `${one}/members/${user}`, { body: { id: user, ringNumber: 2 } });
  await organisation.call("POST", `${one}/wrapupcodes`, { body: [{ id: code }] });
  await organisation.call("DELETE", `${one}/wrapupcodes/${code}`);
  const [sales] = (await organisation.call("GET", `${api}/authorization/divisions?name=Sales`)).body.entities;
  await organisation.call("POST", `${api}/authorization/divisions/${sales.id}/objects/QUEUE`, { body: [queue.id] });
  await organisation.call("DELETE", `${one}?forceDelete=true`);
  const done = await deeds(queue.id);
  expect(done.slice(1, -1)).toEqual([
    ["MemberAdd", "members"],
    ["MemberUpdate", "ringNumber"],
    ["WrapupCodeAdd", "wrapupCodes"],
    ["WrapupCodeRemove", "wrapupCodes"],
    ["Move"],
  ]);
  expect([done[0]?.[0], done.at(-1)?.[0], done.length]).toEqual(["Create", "Delete", 7]);
});

test("entries are filtered, sorted, in pages, and come with those of the same request", async () => {
  for (const name of ["One", "Two", "Three"]) {
    organisation.clock.advance(60_000);
    await organisation.call("POST", `${api}/routing/skills`, { body: { name } });
  }
  const names = async (o: object) => (await audits([], o)).map(({ entity }) => entity.name);
  expect(await names({})).toEqual(["Three", "Two", "One"]);
  expect(await names({ sort: [{ name: "Timestamp", sortOrder: "ascending" }] })).toEqual(["One", "Two", "Three"]);
  expect(await names({ pageSize: 2, pageNumber: 2 })).toEqual(["One"]);
  expect(await names({ serviceName: "Architect" })).toEqual([]);
  const [three, two] = await audits([property("EntityType", "Skill"), property("ClientId", "local")]);
  expect(await names({ interval: `${two?.eventDate}/${three?.eventDate}` })).toEqual(["Two"]);
  const found = await walk.ok("postAuditsQueryRealtimeRelated", "POST", `${realtime}/related`, {
    body: { auditId: three?.id },
  });
  expect(found.entities.map(({ id }: Entry) => id)).toEqual([three?.id]);
  const missing: [number, string] = [404, "not.found"];
  await walk.refused("postAuditsQueryRealtimeRelated", "POST", `${realtime}/related`, missing, {
    body: { auditId: "none" },
  });
  for (const [body, code] of [
    [{}, "required.field.missing"],
    [{ interval: "2026" }, "bad.request"],
    [{ interval, filters: [property("Colour", "red")] }, "invalid.value"],
    [{ interval, sort: [{ name: "Colour", sortOrder: "asc" }] }, "invalid.value"],
    [{ interval, serviceName: "Gardening" }, "invalid.value"],
    [{ interval, pageSize: 0 }, "invalid.value"],
  ] as const)
    await walk.refused("postAuditsQueryRealtime", "POST", realtime, [400, code], { body });
  const reader = await organisation.token("reader", "reader");
  const may: [number, string] = [403, "missing.permissions"];
  await walk.refused("postAuditsQueryRealtime", "POST", realtime, may, { token: reader, body: { interval } });
});

test("a query takes as long as a job, and its results come by cursors", async () => {
  const slow = await organisation.serve({ jobDurationMs: 5000 });
  for (const name of ["One", "Two", "Three"])
    await organisation.call("POST", `${api}/routing/skills`, { body: { name } });
  const query = `${api}/audits/query`;
  const here = { url: slow.url };
  const body = { interval, serviceName: "Routing", filters: [property("Action", "Create")] };
  const asked = await walk.ok("postAuditsQuery", "POST", query, { body });
  await walk.refused("postAuditsQuery", "POST", query, [400, "bad.request"], { body: { interval: "now" } });
  expect(asked).toMatchObject({ ...body, state: "Succeeded" });
  organisation.clock.advance(1000);
  await organisation.call("POST", `${api}/routing/skills`, { body: { name: "Later" } });
  const { body: waiting } = await organisation.call("POST", query, { ...here, body });
  expect(waiting.state).toBe("Running");
  expect((await organisation.call("GET", `${query}/${waiting.id}/results`, here)).status).toBe(409);
  organisation.clock.advance(5000);
  expect((await organisation.call("GET", `${query}/${waiting.id}`, here)).body.state).toBe("Succeeded");

  const one = `${query}/${asked.id}`;
  expect((await walk.ok("getAuditsQueryTransactionId", "GET", one)).state).toBe("Succeeded");
  const read = "getAuditsQueryTransactionIdResults";
  const first = await walk.ok(read, "GET", `${one}/results?pageSize=2`);
  const rest = await walk.ok(read, "GET", `${one}/results?pageSize=2&cursor=${first.cursor}`);
  expect([...first.entities, ...rest.entities].map(({ entity }: Entry) => entity.name)).toEqual([
    ...["Three", "Two", "One"],
  ]);
  expect(rest).not.toHaveProperty("cursor");
  const missing: [number, string] = [404, "not.found"];
  await walk.refused("getAuditsQueryTransactionId", "GET", `${query}/none`, missing);
  await walk.refused(read, "GET", `${query}/none/results`, missing);
});

test("the mapping of services has every service and entity type that occurs", async () => {
  await organisation.call("POST", `${api}/routing/skills`, { body: { name: "One" } });
  await publish(inbound("Main"));
  const reader = await organisation.token("reader", "reader");
  for (const [operation, path] of [
    ["getAuditsQueryServicemapping", "/audits/query/servicemapping"],
    ["getAuditsQueryRealtimeServicemapping", "/audits/query/realtime/servicemapping"],
  ] as const) {
    const { services } = await walk.ok(operation, "GET", api + path);
    const types = services.flatMap(({ name, entities }: { name: string; entities: { name: string }[] }) =>
      entities.map((entity) => `${name} ${entity.name}`),
    );
    for (const { serviceName, entityType } of await audits()) expect(types).toContain(`${serviceName} ${entityType}`);
    await walk.refused(operation, "GET", api + path, [403, "missing.permissions"], { token: reader });
  }
});

test("each of these operations had an asserted 2xx and an asserted 4xx", () => {
  const done = AUDITS.filter((name) => (covered.get(name)?.good ?? 0) > 0 && (covered.get(name)?.bad ?? 0) > 0);
  expect(done).toEqual(AUDITS);
});
