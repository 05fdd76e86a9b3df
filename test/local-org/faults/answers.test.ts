import platform from "purecloud-platform-client-v2";
import { inbound } from "../flows/documents.ts";
import { endAll } from "../support/organisation.ts";
import { faulty, raw, refusal } from "./organisation.ts";

afterEach(endAll);

const QUEUES = "/api/v2/routing/queues";

describe("answers instead of the organisation's", () => {
  test("429 with Retry-After, as often as set, then the call succeeds", async () => {
    const { sdk, faults } = await faulty();
    await faults({
      faults: [{ when: { operation: "getRoutingQueues" }, times: 2, do: { rateLimit: { retryAfter: 3 } } }],
    });
    const routing = new platform.RoutingApi(sdk);
    sdk.setReturnExtendedResponses(true);
    for (const _ of [1, 2]) {
      const { headers, body, status } = await refusal(routing.getRoutingQueues());
      expect({ status, code: body?.code }).toEqual({ status: 429, code: "too.many.requests" });
      expect(headers["retry-after"]).toBe("3");
    }
    expect((await routing.getRoutingQueues()) as unknown).toMatchObject({ status: 200 });
  });

  test("429 without Retry-After", async () => {
    const { api, faults } = await faulty();
    await faults({ faults: [{ when: { method: "GET", path: "/api/v2/routing/**" }, do: { rateLimit: {} } }] });
    const response = await fetch(`${api.url}${QUEUES}`);
    expect(response.status).toBe(429);
    expect(response.headers.has("retry-after")).toBe(false);
  });

  test("5xx before the effect leaves nothing, after the effect everything", async () => {
    const { sdk, api, faults, clear } = await faulty();
    const routing = new platform.RoutingApi(sdk);
    await faults({ faults: [{ when: { operation: "postRoutingQueues" }, do: { error: { status: 503 } } }] });
    expect(await refusal(routing.postRoutingQueues({ name: "Never" }))).toMatchObject({
      status: 503,
      code: "service.unavailable",
    });
    await clear();
    await faults({
      faults: [{ when: { operation: "postRoutingQueues" }, do: { error: { status: 504, at: "after" } } }],
    });
    expect(await refusal(routing.postRoutingQueues({ name: "There" }))).toMatchObject({
      status: 504,
      code: "request.timeout",
    });
    await clear();
    expect((await api.ok("GET", "/api/v2/routing/queues?name=Never")).total).toBe(0);
    expect((await api.ok("GET", "/api/v2/routing/queues?name=There")).total).toBe(1);
  });

  test("an answer in HTML, with any status", async () => {
    const { sdk, port, faults } = await faulty();
    await faults({ faults: [{ when: { path: "/api/v2/flows*" }, do: { html: {} } }] });
    const error = await refusal(new platform.ArchitectApi(sdk).getFlows());
    expect(JSON.stringify(error)).not.toContain("entities");
    const { text } = await raw(port, `GET /api/v2/flows HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(text).toContain("Content-Type: text/html");
    expect(text).toContain("<h1>502 Bad Gateway</h1>");
  });

  test("is shown in the request log, and counted", async () => {
    const { api, faults, list } = await faulty();
    await faults({
      faults: [{ name: "queues are down", when: { path: QUEUES, calls: 2 }, do: { error: { status: 500 } } }],
    });
    expect((await api.call("GET", "/api/v2/routing/queues")).status).toBe(200);
    expect((await api.call("GET", "/api/v2/routing/queues")).status).toBe(500);
    expect(await list()).toMatchObject([{ name: "queues are down", calls: 2, happened: 1 }]);
    const log = (await (await fetch(`${api.url}/_local/requests`)).json()) as { entities: object[] };
    expect(log.entities.at(-1)).toMatchObject({ path: QUEUES, status: 500, fault: "queues are down" });
    expect(log.entities.at(-2)).not.toHaveProperty("fault");
  });
});

describe("the connection", () => {
  test("is reset before the effect, and after it", async () => {
    const { sdk, api, faults, clear } = await faulty();
    const routing = new platform.RoutingApi(sdk);
    await faults({ faults: [{ when: { operation: "postRoutingQueues" }, do: { reset: "before" } }] });
    expect(await refusal(routing.postRoutingQueues({ name: "Never" }))).toMatchObject({ code: "ECONNRESET" });
    await clear();
    await faults({ faults: [{ when: { operation: "postRoutingQueues" }, do: { reset: "after" } }] });
    expect(await refusal(routing.postRoutingQueues({ name: "There" }))).toMatchObject({ code: "ECONNRESET" });
    await clear();
    const names = (await api.ok("GET", "/api/v2/routing/queues?pageSize=100")).entities.map(
      (q: { name: string }) => q.name,
    );
    expect(names).toContain("There");
    expect(names).not.toContain("Never");
  });

  test("carries a reset, not an end", async () => {
    const { port, faults } = await faulty();
    await faults({ faults: [{ do: { reset: "before" } }] });
    expect(await raw(port, `GET ${QUEUES} HTTP/1.1\r\nHost: 127.0.0.1\r\n`)).toEqual({
      text: "",
      error: "ECONNRESET",
    });
  });

  test("ends in the middle of a body", async () => {
    const { port, api, faults, sdk } = await faulty();
    const { id } = await api.published(inbound("Main"));
    await faults({ faults: [{ when: { operation: "getFlow" }, do: { truncate: { keep: 0.5 } } }] });
    await refusal(new platform.ArchitectApi(sdk).getFlow(id));
    const request = `GET /api/v2/flows/${id} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${api.authorization}\r\n`;
    const { text } = await raw(port, request);
    const [head = "", body = ""] = text.split("\r\n\r\n");
    const length = Number(/Content-Length: (\d+)/.exec(head)?.[1]);
    expect(Buffer.byteLength(body)).toBe(Math.floor(length / 2));
    expect(() => JSON.parse(body)).toThrow();
  });

  test("waits, while other calls are answered", async () => {
    const { sdk, api, faults } = await faulty();
    await faults({ faults: [{ when: { operation: "getFlows" }, do: { latency: { ms: 300, upTo: 400 } } }] });
    const order: string[] = [];
    const started = performance.now();
    await Promise.all([
      new platform.ArchitectApi(sdk).getFlows().then(() => order.push("slow")),
      api.ok("GET", "/api/v2/routing/queues").then(() => order.push("fast")),
    ]);
    expect(order).toEqual(["fast", "slow"]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(295);
  });
});

describe("a crash", () => {
  test.each([
    ["before", 0],
    ["during", 0],
    ["after", 1],
  ] as const)("%s the effect of the second call", async (moment, written) => {
    const { sdk, api, faults, crashes } = await faulty();
    await faults({ faults: [{ when: { operation: "postRoutingQueues", calls: 2 }, do: { crash: moment } }] });
    const routing = new platform.RoutingApi(sdk);
    await routing.postRoutingQueues({ name: "First" });
    expect(crashes()).toBe(0);
    expect(await refusal(routing.postRoutingQueues({ name: "Second" }))).toMatchObject({ code: "ECONNRESET" });
    expect(crashes()).toBe(1);
    expect((await api.ok("GET", "/api/v2/routing/queues?name=Second")).total).toBe(written);
    await routing.postRoutingQueues({ name: "Third" });
    expect(crashes()).toBe(1);
  });
});
