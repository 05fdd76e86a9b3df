import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { ApiFailure } from "../../../packages/platform/client/failure.ts";
import { listAll } from "../../../packages/platform/client/listing.ts";
import type { PlatformClient } from "../../../packages/platform/client/platform-client.ts";
import type { Patience } from "../../../packages/platform/client/waiting.ts";
import { FlowPlatform } from "../../../packages/platform/flows/platform.ts";
import { anEntity, impatience, impatientClient } from "../harness/impatient.ts";
import { errorOf } from "../harness/scene.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const PAGE = "<!DOCTYPE html><html><body>Please log in</body></html>";
const text =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
  };
const json = (body: unknown): Answer => text(200, JSON.stringify(body), { "content-type": "application/json" });

/** An answer whose body never ends, as fast as it is read. */
const endless: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const more = () => {
    while (!response.destroyed && response.write(" ".repeat(10_000)));
  };
  response.on("drain", more).on("error", () => {});
  more();
};
/** An answer that never ends and comes byte by byte: never silent for long. */
const dripping: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const drip = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(drip)).on("error", () => {});
};
const silent: Answer = () => {};

let server: Server;
let seen: string[];
let answer: Answer;
beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.resume().on("end", () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const port = () => (server.address() as AddressInfo).port;
const address = (path: string) => `http://127.0.0.1:${port()}${path}`;
const client = (patience: Partial<Patience> = {}) =>
  impatientClient({ protocol: "http", host: "127.0.0.1", port: port() }, { patience });

/** Every kind of request of the client. */
const requests: Readonly<Record<string, (client: PlatformClient, patience?: Partial<Patience>) => Promise<unknown>>> = {
  "a GET": (c) => c.call({ method: "GET", path: "/api/v2/x" }, anEntity),
  "a POST": (c) => c.call({ method: "POST", path: "/api/v2/x", body: { a: 1 } }, anEntity),
  "a DELETE, whose answer does not matter": (c) => c.call({ method: "DELETE", path: "/api/v2/x" }, z.unknown()),
  "a listing": (c) => listAll(c, { path: "/api/v2/x" }, anEntity),
  "an upload": (c) => c.upload(address("/up?X-Amz-Signature=s3cr3t"), { headers: {}, text: "a: b" }),
  "a download": (c) => c.download(address("/down?X-Amz-Signature=s3cr3t")),
  "a log-in": async (_client, patience = {}) => {
    const credentials = { clientId: "id", clientSecret: "a-secret-of-the-test" };
    const other = await impatientClient(
      { protocol: "http", host: "127.0.0.1", port: port() },
      { credentials, patience },
    );
    return other.call({ method: "GET", path: "/api/v2/x" }, anEntity);
  },
};
const api = Object.keys(requests).filter((request) => !/load/.test(request));
/** What may be repeated is, twice by this client. */
const repeated = ["a GET", "a listing", "a log-in"];

const failureOf = async (request: string, patience: Partial<Patience> = {}): Promise<ApiFailure> => {
  const failure = (await errorOf(async () => requests[request]?.(await client(patience), patience))) as ApiFailure;
  expect(failure.name).toBe("ApiFailure");
  expect(failure.message).not.toMatch(/s3cr3t|a-secret-of-the-test|a-token-of-the-test/);
  return failure;
};

describe("a page instead of an answer is never taken for one", () => {
  test.each(Object.keys(requests))("with status 200: %s", async (request) => {
    answer = text(200, PAGE);
    const failure = await failureOf(request);
    expect([failure.kind, failure.message]).toEqual([
      "unexpected-answer",
      expect.stringMatching(/a proxy or another server responded at this address/),
    ]);
    expect(seen).toHaveLength(repeated.includes(request) ? 3 : 1);
  });

  test.each(Object.keys(requests))("with status 502: %s", async (request) => {
    answer = text(502, PAGE);
    const failure = await failureOf(request);
    expect([failure.kind, failure.message]).toEqual([
      "server",
      expect.stringContaining("returned 502: The response is an HTML page"),
    ]);
  });

  test.each(api)("a redirect is not followed: %s", async (request) => {
    answer = text(302, "", { location: address("/login?secret=1") });
    const failure = await failureOf(request);
    expect([failure.kind, failure.message]).toEqual([
      "unexpected-answer",
      expect.stringContaining(`redirects to 127.0.0.1:${port()},`),
    ]);
    expect(seen).toHaveLength(1);
  });

  test.each(Object.keys(requests).filter((request) => !/load/.test(request)))("a text: %s", async (request) => {
    answer = text(200, "OK", { "content-type": "text/plain" });
    expect((await failureOf(request)).kind).toBe("unexpected-answer");
  });
});

describe("an answer that was cut or is not the platform's is asked for again where that does no harm", () => {
  const garbled: Readonly<Record<string, Answer>> = {
    "a page with status 200": text(200, PAGE),
    "broken JSON": text(200, '{"id": "x', { "content-type": "application/json" }),
    "an empty body": text(200, "", { "content-type": "application/json" }),
    "a text": text(200, "OK", { "content-type": "text/plain" }),
  };
  const good = json({ id: "x", access_token: "t", entities: [] });
  const once = (first: Answer): Answer => {
    const answers = [first];
    return (request, response) => (answers.shift() ?? good)(request, response);
  };
  const repeatable = (c: PlatformClient) =>
    c.call({ method: "POST", path: "/api/v2/x", body: {}, repeatable: true }, anEntity);

  describe.each(Object.keys(garbled))("%s", (what) => {
    test.each(repeated)("%s", async (request) => {
      answer = once(garbled[what] as Answer);
      await requests[request]?.(await client());
      expect(seen).toHaveLength(request === "a log-in" ? 3 : 2);
    });

    test("a POST that may be repeated", async () => {
      answer = once(garbled[what] as Answer);
      await expect(repeatable(await client())).resolves.toEqual(expect.objectContaining({ id: "x" }));
      expect(seen).toHaveLength(2);
    });

    test("a POST that may not", async () => {
      answer = once(garbled[what] as Answer);
      expect((await failureOf("a POST")).kind).toBe("unexpected-answer");
      expect(seen).toHaveLength(1);
    });
  });

  test("JSON of another shape is not retried", async () => {
    answer = json({});
    expect((await failureOf("a GET")).kind).toBe("unexpected-answer");
    expect(seen).toHaveLength(1);
  });
});

describe("JSON of another shape", () => {
  test.each<[string, string, unknown, RegExp]>([
    ["a GET", "no id", {}, /differs from the platform's documentation: id: /],
    ["a GET", "a list", [], /differs from the platform's documentation: the response: /],
    ["a GET", "null", null, /The response is empty/],
    ["a POST", "an id that is a number", { id: 7 }, /differs from the platform's documentation: id: /],
    [
      "a listing",
      "no list, which is not an empty listing",
      {},
      /differs from the platform's documentation: entities: /,
    ],
    [
      "a listing",
      "entries without id",
      { entities: [{}] },
      /differs from the platform's documentation: entities\.0\.id: /,
    ],
    ["a log-in", "no token", {}, /POST \/oauth\/token: The response to the login contains no access token/],
  ])("%s: %s", async (request, _shape, body, expected) => {
    answer = json(body);
    const failure = await failureOf(request);
    expect([failure.kind, failure.message]).toEqual(["unexpected-answer", expect.stringMatching(expected)]);
  });

  test.each(["a GET", "a POST", "a listing", "a log-in", "a download"])(
    "an empty body with status 200: %s",
    async (request) => {
      answer = text(200, "", { "content-type": "application/json" });
      expect((await failureOf(request)).kind).toBe("unexpected-answer");
    },
  );

  test("a listing that gives one page for ever", async () => {
    const entities = Array.from({ length: 100 }, (_, index) => ({ id: String(index) }));
    answer = json({ entities });
    expect((await failureOf("a listing")).message).toContain(
      "Page 2 of the listing repeats page 1: the listing does not end.",
    );
    expect(seen).toHaveLength(2);
  });

  test("what a lookup leaves out is gone only when the platform says so of the flow itself", async () => {
    const flow = (id: string) => ({ id, name: id, type: "INBOUNDCALL" });
    answer = (request, response) => {
      const { pathname } = new URL(request.url ?? "", "http://x");
      if (pathname.endsWith("/lookup")) return json({ entities: [flow("a")] })(request, response);
      if (pathname.endsWith("/b")) return json(flow("b"))(request, response);
      return text(404, '{"code":"not.found","message":"Gone."}', { "content-type": "application/json" })(
        request,
        response,
      );
    };
    const flows = new FlowPlatform(await client());
    const found = await Promise.all(["a", "b", "c"].map((id) => flows.read(id)));
    expect(found.map((one) => one?.id)).toEqual(["a", "b", undefined]);
  });

  test("a 404 that is not the platform's does not say that a flow is gone", async () => {
    answer = text(404, '{"message":"no Route matched with those values"}', { "content-type": "application/json" });
    const flows = new FlowPlatform(await client());
    await expect(flows.read("a")).rejects.toThrow(/a gateway or proxy may have responded/);
  });
});

describe("the client does not wait for ever for an answer that does not come, or does not end", () => {
  test.each(Object.keys(requests))("silence: %s", async (request) => {
    answer = silent;
    const failure = await failureOf(request);
    expect([failure.kind, failure.message]).toEqual(["network", expect.stringContaining("The request timed out")]);
  });

  test.each(Object.keys(requests))("drop by drop: %s", async (request) => {
    answer = dripping;
    expect(await failureOf(request)).toMatchObject({
      kind: "network",
      message: expect.stringContaining("The request timed out"),
    });
  });

  test.each(Object.keys(requests))("more than the client accepts: %s", async (request) => {
    answer = endless;
    const failure = await failureOf(request, { answerMs: 20_000, transferMs: 20_000 });
    expect([failure.kind, failure.message]).toEqual([
      "unexpected-answer",
      expect.stringMatching(
        new RegExp(
          `The server that responded is not the platform \\(maxContentLength size of ${impatience.answerBytes} exceeded\\)`,
        ),
      ),
    ]);
  });
});

describe("how long somebody lets the client wait", () => {
  test.each<[string, number]>([
    ["a GET", 429],
    ["a GET", 503],
    ["a log-in", 503],
    ["a log-in", 429],
  ])("%s, %i with a Retry-After of a day", async (request, status) => {
    answer = text(status, "{}", { "content-type": "application/json", "retry-after": "86400" });
    expect((await failureOf(request)).retryAfterMs).toBe(86_400_000);
    expect(seen).toHaveLength(1);
  });
});
