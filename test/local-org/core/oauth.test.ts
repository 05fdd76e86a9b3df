import { Organisation, SEED } from "../support/organisation.ts";

let organisation: Organisation;
beforeEach(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
});
afterEach(() => organisation.end());

const basic = (id: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

test("client credentials give a token of a day", async () => {
  const answer = await organisation.call("POST", "/oauth/token", {
    headers: basic("local", "local"),
    raw: "grant_type=client_credentials",
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ access_token: expect.any(String), token_type: "bearer", expires_in: 86400 });
});

test.each([
  ["a wrong secret", "local", "wrong", "client_credentials", "invalid_client"],
  ["an unknown client", "nobody", "local", "client_credentials", "invalid_client"],
  ["another grant", "local", "local", "password", "unsupported_grant_type"],
])("%s is refused", async (_, id, secret, grant, error) => {
  const answer = await organisation.call("POST", "/oauth/token", {
    headers: basic(id, secret),
    raw: `grant_type=${grant}`,
  });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ error, error_description: expect.any(String) });
});

test("a secret may hold a colon", async () => {
  expect(await organisation.token("agent", "s:3")).toEqual(expect.any(String));
});

test.each([
  ["no token", { Authorization: "" }, "authentication.required"],
  ["no token after its name", { Authorization: "Bearer" }, "authentication.required"],
  ["an unknown token", { Authorization: "Bearer nobody" }, "bad.credentials"],
])("%s is answered with 401", async (_, headers, code) => {
  const answer = await organisation.call("GET", "/api/v2/organizations/me", { headers });
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({ code, status: 401, contextId: answer.headers.get("inin-correlation-id") });
});

test("an expired token is answered with 401, a fresh one works", async () => {
  expect((await organisation.call("GET", "/api/v2/organizations/me")).status).toBe(200);
  organisation.clock.advance(86_400_000);
  const expired = await organisation.call("GET", "/api/v2/organizations/me");
  expect([expired.status, expired.body.code]).toEqual([401, "bad.credentials"]);
  const token = await organisation.token();
  expect((await organisation.call("GET", "/api/v2/organizations/me", { token })).status).toBe(200);
});

test("a token works without the word Bearer, as the prompt upload sends it", async () => {
  const token = await organisation.token();
  const answer = await organisation.call("GET", "/api/v2/organizations/me", { headers: { Authorization: token } });
  expect(answer.status).toBe(200);
});

test("a token can be ended", async () => {
  const token = await organisation.token();
  expect((await organisation.call("GET", "/api/v2/tokens/me", { token })).body).toMatchObject({
    OAuthClient: { id: "local" },
    organization: { id: organisation.server.organisationId },
  });
  expect((await organisation.call("DELETE", "/api/v2/tokens/me", { token })).status).toBe(200);
  expect((await organisation.call("GET", "/api/v2/tokens/me", { token })).status).toBe(401);
});

test("a refusal names the missing permission", async () => {
  const token = await organisation.token("reader", "reader");
  expect((await organisation.call("GET", "/api/v2/routing/queues", { token })).status).toBe(200);
  const answer = await organisation.call("POST", "/api/v2/routing/queues", { token, body: { name: "New" } });
  expect(answer.status).toBe(403);
  expect(answer.body).toMatchObject({
    code: "missing.permissions",
    message: "Unable to perform the requested action. You are missing the following permission(s): routing:queue:add",
    messageParams: { permissions: "routing:queue:add" },
  });
});

test("users/me is the client's user, and refused for a client without one", async () => {
  const token = await organisation.token("agent", "s:3");
  const answer = await organisation.call("GET", "/api/v2/users/me", { token });
  expect(answer.body).toMatchObject({ name: "Test Agent", email: "agent@example.com", version: 1, state: "active" });
  expect((await organisation.call("GET", "/api/v2/users/me")).status).toBe(400);
});
