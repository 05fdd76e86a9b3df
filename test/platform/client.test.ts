import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { ApiFailure } from "../../packages/platform/client/failure.ts";
import { PlatformClient } from "../../packages/platform/client/platform-client.ts";
import { platformPatience } from "../../packages/platform/client/waiting.ts";
import { errorOf } from "../provider/harness/scene.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Seen {
  readonly request: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A platform that gives the next of the answers at each request, the last one for ever; log-ins always succeed. */
let server: Server;
let answers: Answer[];
let seen: Seen[];
let cancelled: AbortController;

beforeEach(async () => {
  answers = [];
  seen = [];
  cancelled = new AbortController();
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen.push({ request: `${request.method} ${request.url}`, headers: request.headers, body });
      if (request.url === "/oauth/token")
        return json(200, { access_token: `token-${seen.length}`, expires_in: 3600 })(request, response);
      const next = answers.length > 1 ? answers.shift() : answers[0];
      next?.(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
const html =
  (status: number): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "text/html" }).end("<html>Please log in</html>");
  };
const reset: Answer = (request) => request.socket.destroy();
const good = json(200, { id: "x" });

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const connect = () =>
  PlatformClient.connect(
    {
      gateway: { protocol: "http", host: "127.0.0.1", port: (server.address() as AddressInfo).port },
      credentials: { clientId: "id", clientSecret: "a-secret-of-the-test" },
    },
    { signal: cancelled.signal, onToken: () => {}, patience },
  );
/** Repeats at once. */
const patience = { ...platformPatience, repetitionMs: [1, 1, 1, 1] };
const entity = z.looseObject({ id: z.string() });
const get = async () => (await connect()).call({ method: "GET", path: "/api/v2/things/x" }, entity);
const post = async (repeatable?: boolean) =>
  (await connect()).call(
    { method: "POST", path: "/api/v2/things", body: { name: "x" }, ...(repeatable && { repeatable }) },
    entity,
  );
const requests = () => seen.map(({ request }) => request).filter((request) => request !== "POST /oauth/token");

describe("what is repeated", () => {
  test.each<[string, Answer[], () => Promise<unknown>, number]>([
    [
      "429 with Retry-After, any method",
      [json(429, { message: "Rate limit exceeded" }, { "retry-after": "0" }), good],
      () => post(),
      2,
    ],
    ["a server error of a GET", [json(503, { message: "unavailable" }, { "retry-after": "0" }), good], get, 2],
    ["a lost connection of a GET", [reset, good], get, 2],
    [
      "a server error of a write that may be repeated",
      [json(502, { message: "bad gateway" }, { "retry-after": "0" }), good],
      () => post(true),
      2,
    ],
  ])("%s", async (_name, given, work, times) => {
    answers = given;
    await expect(work()).resolves.toEqual({ id: "x" });
    expect(requests()).toHaveLength(times);
  });

  test.each<[string, Answer[], string]>([
    ["a server error of a write", [json(503, { message: "unavailable" })], "server"],
    ["a lost connection of a write", [reset], "network"],
    ["a long Retry-After", [json(429, { message: "Rate limit exceeded" }, { "retry-after": "900" })], "rate-limit"],
    ["a refusal", [json(400, { code: "bad.request", message: "no" })], "refused"],
  ])("not: %s", async (_name, given, kind) => {
    answers = given;
    expect(await errorOf(() => post())).toMatchObject({ kind });
    expect(requests()).toHaveLength(1);
  });

  test.each<[string, Answer, string]>([
    ["a server error", json(503, { message: "unavailable" }, { "retry-after": "0" }), "server"],
    ["429", json(429, { message: "Rate limit exceeded" }, { "retry-after": "0" }), "rate-limit"],
    ["a lost connection", reset, "network"],
  ])("not: %s of a call that is sent once", async (_name, given, kind) => {
    answers = [given, good];
    const call = { method: "GET", path: "/api/v2/things/x", once: true } as const;
    expect(await errorOf(async () => (await connect()).call(call, entity))).toMatchObject({ kind });
    expect(requests()).toHaveLength(1);
  });
});

test("a token that is not accepted any more is renewed once", async () => {
  answers = [json(401, { code: "bad.credentials", message: "Invalid login credentials." }), good];
  await get();
  expect(
    seen.map(({ request, headers }) => `${request} ${headers.authorization?.split(" ").at(-1)?.slice(0, 7)}`),
  ).toEqual([
    expect.stringContaining("POST /oauth/token"),
    "GET /api/v2/things/x token-1",
    expect.stringContaining("POST /oauth/token"),
    "GET /api/v2/things/x token-3",
  ]);
  answers = [json(401, { code: "bad.credentials", message: "Invalid login credentials." })];
  expect(await errorOf(get)).toMatchObject({ kind: "credentials" });
});

test.each([
  ["a page with status 200", html(200), "unexpected-answer"],
  ["a page with status 404", html(404), "unexpected-answer"],
  ["another JSON", json(200, { name: "no id" }), "unexpected-answer"],
])("an answer that is not the platform's: %s", async (_name, answer, kind) => {
  answers = [answer];
  const failure = (await errorOf(get)) as ApiFailure;
  expect(failure.kind).toBe(kind);
  expect(failure.message).toContain("GET /api/v2/things/x");
});

test("a partial answer, which dependency tracking gives with status 206, is a failure for who needs all of it", async () => {
  answers = [json(206, { id: "x" })];
  const call = { method: "GET", path: "/api/v2/things/x" } as const;
  const client = await connect();
  await expect(client.call(call, entity)).resolves.toEqual({ id: "x" });
  const failure = (await errorOf(() => client.call({ ...call, complete: true }, entity))) as ApiFailure;
  expect(failure.message).toContain("it is incomplete (status 206)");
});

test("cancelling ends a wait at once", async () => {
  answers = [json(429, { message: "Rate limit exceeded" }, { "retry-after": "100" })];
  const failing = errorOf(get);
  const seenOne = setInterval(
    () => requests().length > 0 && cancelled.abort(new Error("The update was cancelled.")),
    5,
  );
  expect((await failing).message).toBe("The update was cancelled.");
  clearInterval(seenOne);
});

test("an upload carries the headers that were named, no token and no type", async () => {
  answers = [json(200, {})];
  await (await connect()).upload(`${address()}/uploads/1?signature=s`, {
    headers: { "x-amz-meta": "1" },
    text: "inboundCall: ä",
  });
  const [upload] = seen;
  expect(upload).toMatchObject({
    request: "PUT /uploads/1?signature=s",
    body: "inboundCall: ä",
    headers: { "x-amz-meta": "1" },
  });
  expect(upload?.headers.authorization).toBeUndefined();
  expect(upload?.headers["content-type"]).toBeUndefined();
});

test("no failure contains the token or the secret", async () => {
  answers = [json(500, { message: "oops" })];
  const failure = await errorOf(() => post());
  expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toMatch(/token-1|a-secret/);
});
