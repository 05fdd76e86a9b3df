import type { Answer } from "../../harness/organisation-client.ts";
import { Organisation, SEED } from "../support/organisation.ts";

// The rules of reference/platform-api.md §0 that concern more than flows; those of flows and schedules are tested there.
let organisation: Organisation;
let there: { division: string; queue: string };
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  const division = await organisation.call("GET", "/api/v2/authorization/divisions/home");
  const queue = await organisation.call("GET", "/api/v2/routing/queues");
  there = { division: division.body.id, queue: queue.body.entities[0].id };
});
afterAll(() => organisation.end());

const LISTINGS = [
  "/api/v2/authorization/divisions",
  "/api/v2/routing/queues",
  "/api/v2/routing/skills",
  "/api/v2/routing/languages",
  "/api/v2/routing/wrapupcodes",
  "/api/v2/architect/ivrs",
  "/api/v2/telephony/providers/edges/didpools",
  "/api/v2/integrations",
  "/api/v2/integrations/actions",
  "/api/v2/users",
];

const CREATED: [path: string, body: Record<string, unknown>][] = [
  ["/api/v2/authorization/divisions", { name: "Rule", description: "" }],
  ["/api/v2/routing/queues", { name: "Rule", description: "", mediaSettings: {}, callingPartyName: "" }],
  ["/api/v2/routing/skills", { name: "Rule" }],
  ["/api/v2/routing/languages", { name: "Rule" }],
  ["/api/v2/routing/wrapupcodes", { name: "Rule", description: "first" }],
  ["/api/v2/architect/ivrs", { name: "Rule", description: "x" }],
  [
    "/api/v2/telephony/providers/edges/didpools",
    { startPhoneNumber: "+4930100", endPhoneNumber: "+4930199", comments: "" },
  ],
];

describe("1: a JSON body may be absent, null or {}", () => {
  test.each([undefined, "null", "{}", "  "])("GET and DELETE with the body %p", async (raw) => {
    const { queue } = there;
    const http = await import("node:http");
    const status = await new Promise((resolve, reject) => {
      const request = http.request(`${organisation.server.url}/api/v2/routing/queues/${queue}`, {
        headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(raw ?? "") },
      });
      request.on("error", reject).on("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.end(raw);
    });
    expect(status).toBe(401);
    const gone = await organisation.call("DELETE", "/api/v2/routing/queues/none", { raw });
    expect(gone.status).toBe(404);
  });

  test.each([undefined, "null", "{}"])("POST with the body %p is an empty object, not a syntax error", async (raw) => {
    const answer = await organisation.call("POST", "/api/v2/routing/queues", { raw });
    expect([answer.status, answer.body.code]).toEqual([400, "required.field.missing"]);
  });

  test("what is no JSON, or no object, is 400", async () => {
    for (const raw of ["{", "[1]", '"text"']) {
      const answer = await organisation.call("POST", "/api/v2/routing/queues", { raw });
      expect([answer.status, answer.body.code]).toEqual([400, "bad.request"]);
    }
  });
});

describe("2, 3: query parameters", () => {
  test.each(["id=none,ID", "id=none%2CID", "id=none&id=ID", "id=&id=ID"])("%s", async (query) => {
    const answer = await organisation.call("GET", `/api/v2/routing/queues?${query.replace("ID", there.queue)}`);
    expect(answer.body.entities.map((queue: { id: string }) => queue.id)).toEqual([there.queue]);
  });

  test("an empty value counts as absent", async () => {
    const answer = await organisation.call("GET", "/api/v2/routing/queues?name=&id=&pageSize=&pageNumber=&expand=");
    expect(answer.body).toMatchObject({ total: 1, pageSize: 25, pageNumber: 1 });
  });

  test.each(["pageSize=0", "pageNumber=x", "pageNumber=-1"])("%s is 400", async (query) => {
    const answer = await organisation.call("GET", `/api/v2/routing/queues?${query}`);
    expect([answer.status, answer.body.code]).toEqual([400, "invalid.value"]);
  });
});

describe.each(CREATED)("%s", (path, body) => {
  let created: Answer;
  beforeAll(async () => {
    created = await organisation.call("POST", path, { body });
  });
  const one = () => `${path}/${created.body.id}`;

  test("4, 8: POST is answered with exactly 200 and the whole object, GET with the same", async () => {
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({ id: expect.any(String), selfUri: one() });
    const read = await organisation.call("GET", one());
    expect([read.status, read.body]).toEqual([200, created.body]);
  });

  test("19: what was posted is echoed as it is", () => {
    expect(created.body).toMatchObject(body);
  });

  test("7: once deleted it answers 404", async () => {
    expect((await organisation.call("DELETE", one())).status).toBe(204);
    expect((await organisation.call("GET", one())).status).toBe(404);
    expect((await organisation.call("DELETE", one())).status).toBe(404);
  });
});

test.each([null, "", []])("19: an optional field posted as %p comes back as %p", async (value) => {
  const body = { name: "Echo", memberGroups: value, queueFlow: null };
  const { body: created } = await organisation.call("POST", "/api/v2/routing/queues", { body });
  expect(created).toMatchObject(body);
  const { body: kept } = await organisation.call("PUT", `/api/v2/routing/queues/${created.id}`, { body: created });
  expect(kept).toEqual({ ...created, dateModified: kept.dateModified });
  await organisation.call("DELETE", `/api/v2/routing/queues/${created.id}`);
});

test("a field that the platform does not know is not kept", async () => {
  const body = { name: "Unknown", unknownToUs: 1, acwSettings: { wrapupPrompt: "OPTIONAL", unknownToUs: 1 } };
  const { body: created } = await organisation.call("POST", "/api/v2/routing/queues", { body });
  expect(JSON.stringify(created)).not.toContain("unknownToUs");
  await organisation.call("DELETE", created.selfUri);
});

test("19: nothing is invented for optional fields of a queue", async () => {
  const { body } = await organisation.call("GET", `/api/v2/routing/queues/${there.queue}`);
  for (const field of [
    "directRouting",
    "cannedResponseLibraries",
    "conditionalGroupActivation",
    "routingRules",
    "bullseye",
  ]) {
    expect(body).not.toHaveProperty(field);
  }
});

describe.each(LISTINGS)("%s", (path) => {
  test("10: a listing has total and pageCount", async () => {
    const { body } = await organisation.call("GET", `${path}?pageSize=1`);
    expect(body).toMatchObject({
      entities: expect.any(Array),
      total: expect.any(Number),
      pageCount: expect.any(Number),
      pageSize: 1,
      pageNumber: 1,
      firstUri: expect.any(String),
      selfUri: expect.any(String),
    });
    expect(body.pageCount).toBe(body.total);
  });

  test("9: past its last page there is nothing", async () => {
    const answer = await organisation.call("GET", `${path}?pageNumber=99`);
    expect([answer.status, answer.body.entities]).toEqual([200, []]);
  });

  test("5, 6: an unknown id is 404 with the platform's body, without the word that makes clients loop", async () => {
    const answer = await organisation.call("GET", `${path}/none`);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({
      message: expect.any(String),
      code: expect.any(String),
      status: 404,
      messageWithParams: expect.any(String),
      messageParams: expect.any(Object),
      contextId: answer.headers.get("inin-correlation-id"),
      details: [],
      errors: [],
    });
    expect(answer.text).not.toMatch(/timeout|context deadline exceeded/);
  });
});

test("11: an IVR always has dnis, 12: what has a division has its id", async () => {
  const { body } = await organisation.call("POST", "/api/v2/architect/ivrs", { body: { name: "Bare", dnis: null } });
  expect(body).toMatchObject({ dnis: [], division: { id: there.division, name: "Home" } });
  await organisation.call("DELETE", body.selfUri);
});

test("a key in the path may hold an escaped slash", async () => {
  const answer = await organisation.call("GET", "/api/v2/routing/queues/a%2Fb");
  expect([answer.status, answer.body.code]).toEqual([404, "resource.not.found"]);
});
