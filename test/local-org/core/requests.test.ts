import { request } from "node:http";
import { Organisation, SEED } from "../support/organisation.ts";

let organisation: Organisation;
beforeEach(async () => {
  // With as many requests a minute as the platform allows.
  organisation = await new Organisation().start({ seedText: SEED, requestsPerMinute: undefined });
});
afterEach(() => organisation.end());

const log = async (after = 0) => (await organisation.call("GET", `/_local/requests?after=${after}`)).body.entities;

describe("request log", () => {
  test("has every request with method, path, status, time and operation, and can be read on from a number", async () => {
    await organisation.call("GET", "/api/v2/routing/queues?name=x");
    await organisation.call("GET", "/api/v2/routing/queues/none");
    const entries = await log();
    expect(entries).toMatchObject([
      { seq: 1, method: "POST", path: "/oauth/token", status: 200, operation: "issueToken" },
      {
        ...{ seq: 2, method: "GET", path: "/api/v2/routing/queues", query: "name=x", status: 200 },
        ...{ operation: "getRoutingQueues", client: "local", at: "2026-03-01T12:00:00.000Z", ms: expect.any(Number) },
      },
      { seq: 3, path: "/api/v2/routing/queues/none", status: 404, error: "The resource could not be found." },
    ]);
    expect(await log(2)).toEqual(entries.slice(2));
  });

  test("holds no token and no secret", async () => {
    await organisation.call("GET", "/api/v2/organizations/me");
    const token = await organisation.token();
    expect(JSON.stringify(await log())).not.toContain(token);
  });

  test("is cleared without using a number twice", async () => {
    expect((await organisation.call("DELETE", "/_local/requests")).status).toBe(204);
    expect(await log()).toEqual([]);
    await organisation.call("GET", "/api/v2/organizations/me");
    expect(await log()).toMatchObject([{ seq: 2 }]);
  });
});

describe("rate limit", () => {
  const me = () => organisation.call("GET", "/api/v2/organizations/me");
  const headers = (answer: { headers: Headers }) =>
    ["count", "allowed", "reset"].map((name) => answer.headers.get(`inin-ratelimit-${name}`));

  test("300 a minute and token, then 429 with Retry-After, until the minute is over", async () => {
    expect(headers(await me())).toEqual(["1", "300", "60"]);
    organisation.clock.advance(20_000);
    for (let count = 2; count <= 300; count++) expect((await me()).status).toBe(200);
    const refused = await me();
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({
      code: "too.many.requests",
      message: "Rate limit exceeded the maximum [300] requests within [60] seconds",
    });
    expect(refused.headers.get("retry-after")).toBe("40");
    expect(headers(refused)).toEqual(["301", "300", "40"]);
    organisation.clock.advance(40_000);
    const again = await me();
    expect([again.status, ...headers(again)]).toEqual([200, "1", "300", "60"]);
  });

  test("is counted per token and shared by all servers of the file", async () => {
    const second = await organisation.serve();
    await me();
    const other = await organisation.call("GET", "/api/v2/organizations/me", { url: second.url });
    expect(headers(other)[0]).toBe("2");
    const token = await organisation.token();
    const fresh = await organisation.call("GET", "/api/v2/organizations/me", { token });
    expect(headers(fresh)[0]).toBe("1");
  });

  test("per client, where the organisation is started so: a further token has no budget of its own", async () => {
    const { url } = await organisation.serve({ requestsPerMinute: 3, requestsPer: "client" });
    const token = await organisation.token();
    const send = (o: { token?: string } = {}) => organisation.call("GET", "/api/v2/organizations/me", { url, ...o });
    expect(headers(await send())).toEqual(["1", "3", "60"]);
    expect(headers(await send({ token }))).toEqual(["2", "3", "60"]);
    expect((await send()).status).toBe(200);
    for (const refused of [await send({ token }), await send()]) {
      expect(refused.status).toBe(429);
      expect(refused.headers.get("retry-after")).toBe("60");
    }
    const other = await organisation.token("agent", "s:3");
    expect(headers(await send({ token: other }))).toEqual(["1", "3", "60"]);
    organisation.clock.advance(60_000);
    expect(headers(await send({ token }))).toEqual(["1", "3", "60"]);
  });

  test("headers are on refusals too", async () => {
    const answer = await organisation.call("GET", "/api/v2/routing/queues/none");
    expect(headers(answer)).toEqual(["1", "300", "60"]);
  });
});

describe("what does not exist", () => {
  test("an operation of the platform that is not implemented answers 501 with its name", async () => {
    const answer = await organisation.call("PUT", "/api/v2/organizations/me", { body: {} });
    expect(answer.status).toBe(501);
    expect(answer.body).toMatchObject({
      code: "local.not.implemented",
      messageParams: { operation: "putOrganizationsMe" },
    });
    expect(answer.body.message).toContain("GET /_local/operations");
  });

  test.each([
    ["GET", "/api/v2/nowhere", 404],
    ["GET", "/nowhere", 404],
    ["PATCH", "/api/v2/authorization/products", 405],
    ["GET", "/api/v2/routing/queues/%E0%A4%A", 404],
  ])("%s %s is answered with %d", async (method, path, status) => {
    expect((await organisation.call(method, path)).status).toBe(status);
  });

  test("the list shows what is implemented and what is not", async () => {
    const { body } = await organisation.call("GET", "/_local/operations");
    const names = (list: { operation: string }[]) => list.map((entry) => entry.operation);
    expect(names(body.implemented)).toEqual(expect.arrayContaining(["getRoutingQueues", "getOrganizationsMe"]));
    expect(names(body.missing)).toContain("putOrganizationsMe");
    expect(names(body.missing)).not.toContain("getRoutingQueues");
  });
});

describe("other origins", () => {
  const send = (method: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${organisation.server.url}/_local/requests`, { method, headers });
      call.on("error", reject).on("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.end();
    });

  test.each([
    ["a foreign Host", "GET", () => ({ Host: "attacker.example" }), 403],
    ["localhost", "GET", (port: number) => ({ Host: `localhost:${port}` }), 200],
    ["a write from another origin", "DELETE", () => ({ Origin: "http://attacker.example" }), 403],
    ["a write from an opaque origin", "DELETE", () => ({ Origin: "null" }), 403],
    ["a write from the own origin", "DELETE", (port: number) => ({ Origin: `http://127.0.0.1:${port}` }), 204],
    ["a read from another origin", "GET", () => ({ Origin: "http://attacker.example" }), 200],
  ])("%s", async (_, method, headers, status) => {
    expect(await send(method, headers(organisation.server.port) as Record<string, string>)).toBe(status);
  });
});

test("a body beyond 32 MB is refused", async () => {
  const answer = await organisation.call("POST", "/api/v2/routing/queues", { raw: " ".repeat(33 * 1024 * 1024) });
  expect(answer.status).toBe(413);
});
