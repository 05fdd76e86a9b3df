import fc from "fast-check";
import { ApiToken } from "../../packages/platform/client/token.ts";
import type { VendorClient } from "../../packages/platform/client/vendor.ts";
import { platformPatience } from "../../packages/platform/client/waiting.ts";
import { errorOf } from "../provider/harness/scene.ts";
import { ANSWER_MS, MINUTE, TokenPlatform } from "./token-platform.ts";

const countOf = (tokens: readonly string[]) =>
  Object.fromEntries([...new Set(tokens)].map((token) => [token, tokens.filter((other) => other === token).length]));

describe("a pool of tokens", () => {
  test("uses one while it has room, and logs in another only when it has none", async () => {
    const platform = new TokenPlatform({ size: 3 });
    expect(countOf(await platform.requests(3))).toEqual({ "token-1": 3 });
    expect(platform.logIns).toEqual(["token-1"]);
    expect(countOf(await platform.requests(5))).toEqual({ "token-2": 3, "token-3": 2 });
    expect(platform.now).toBeLessThan(MINUTE);
    expect(platform.notes).toEqual([]);
  });

  test("waits for the next minute when all are used up", async () => {
    const platform = new TokenPlatform({ size: 2 });
    await platform.requests(6);
    expect(platform.now).toBeLessThan(MINUTE);
    expect(countOf(await platform.requests(1))).toEqual({ "token-1": 1 });
    expect(platform.now).toBeGreaterThanOrEqual(MINUTE);
    expect(platform.logIns).toHaveLength(2);
    expect(platform.refusals).toEqual([]);
  });

  test("tries a further token with one request before others use it", async () => {
    const platform = new TokenPlatform({ size: 2 });
    await platform.requests(3);
    const first = await platform.until(platform.pool.take());
    let others = 0;
    const waiting = Promise.all([1, 2].map(() => platform.pool.take().then(() => others++)));
    await platform.until(new Promise(setImmediate));
    expect(others).toBe(0);
    platform.pool.answered(first, { status: 200, headers: {} });
    await platform.until(waiting);
  });

  test("tries it again when the request got no answer", async () => {
    const platform = new TokenPlatform({ size: 2 });
    await platform.requests(3);
    platform.pool.unanswered(await platform.until(platform.pool.take()));
    expect((await platform.until(platform.pool.take())).value).toBe("token-2");
  });

  test.each([true, false])(
    "has one budget after a 429 that its own requests do not explain, headers: %j",
    async (headers) => {
      const platform = new TokenPlatform({ size: 10, per: "client", headers });
      expect(countOf(await platform.requests(9))).toEqual({ "token-1": 9 });
      expect(platform.refusals).toEqual(["token-2"]);
      expect(platform.logIns).toEqual(["token-1", "token-2"]);
      expect(platform.pool.size).toBe(1);
      expect(platform.notes).toEqual([
        expect.stringMatching(
          /\(429\) although its token had sent fewer than 3 in a minute\..*genesyscloud:tokenPoolSize to 1/,
        ),
      ]);
    },
  );

  test("has one token, as before, where it may have one: a 429 says nothing about others", async () => {
    const platform = new TokenPlatform({ size: 1, per: "client" });
    const other = await platform.until(platform.pool.take());
    platform.pool.answered(other, { status: 429, headers: {} });
    expect(platform.pool.refused(other, 5000)).toBe(5000);
    expect(platform.notes).toEqual([]);
  });

  test("uses another token after a 429 that its own requests explain", async () => {
    const platform = new TokenPlatform({ size: 2, headers: false });
    const taken = [];
    for (let count = 0; count < 3; count++) taken.push(await platform.until(platform.pool.take()));
    for (const one of taken) platform.pool.answered(one, { status: 200, headers: {} });
    // The platform's minute ends later than the client's.
    platform.now += MINUTE + 1000;
    const late = await platform.until(platform.pool.take());
    expect(late.value).toBe("token-1");
    platform.pool.answered(late, { status: 429, headers: {} });
    expect(platform.pool.refused(late, 4000)).toBe(0);
    expect((await platform.until(platform.pool.take())).value).toBe("token-2");
    expect(platform.notes).toEqual([]);
  });

  test.each<[number]>([[1], [2], [3]])("a budget of %i", async (size) => {
    const platform = new TokenPlatform({ size });
    await platform.requests(1);
    expect({ allowed: platform.pool.allowed, size: platform.pool.size }).toEqual({ allowed: 3, size });
  });
});

describe("log-ins", () => {
  test("one is enough for all that find a token rejected, and the other tokens stay", async () => {
    const platform = new TokenPlatform({ size: 2 });
    await platform.requests(6);
    platform.now += MINUTE;
    const taken = [];
    for (let count = 0; count < 3; count++) taken.push(await platform.until(platform.pool.take()));
    expect(taken.map(({ value }) => value)).toEqual(["token-1", "token-1", "token-1"]);
    for (const one of taken) {
      platform.pool.answered(one, { status: 401, headers: {} });
      platform.pool.rejected(one);
    }
    expect((await platform.until(platform.pool.take())).value).toBe("token-2");
    platform.now += MINUTE;
    expect(countOf(await platform.requests(6))).toEqual({ "token-2": 3, "token-3": 3 });
    for (const one of taken) platform.pool.rejected(one); // late
    platform.now += MINUTE;
    expect((await platform.until(platform.pool.take())).value).toBe("token-3");
    expect(platform.logIns).toHaveLength(3);
  });

  test("a token is renewed before it expires", async () => {
    const clock = jest.spyOn(performance, "now").mockReturnValue(0);
    const platform = new TokenPlatform({ size: 1 });
    const token = new ApiToken({
      vendor: {
        loginClientCredentialsGrant: async () => ({ accessToken: "t", tokenExpiryTime: Date.now() + 3_600_000 }),
      } as unknown as VendorClient,
      credentials: { clientId: "client", clientSecret: "secret" },
      signal: platform.cancelled.signal,
      patience: platformPatience,
      onToken: () => {},
    });
    await token.logIn();
    clock.mockReturnValue(3_500_000);
    expect(token.isValid).toBe(true);
    clock.mockReturnValue(3_541_000);
    expect(token.isValid).toBe(false);
    await token.logIn();
    expect(token.isValid).toBe(true);
    clock.mockRestore();
  });

  test.each([0, -5, Number.NaN])("a life of %d seconds does not make it log in for ever", async (seconds) => {
    const token = new ApiToken({
      vendor: {
        loginClientCredentialsGrant: async () => ({ accessToken: "t", tokenExpiryTime: Date.now() + seconds * 1000 }),
      } as unknown as VendorClient,
      credentials: { clientId: "client", clientSecret: "secret" },
      signal: new AbortController().signal,
      patience: platformPatience,
      onToken: () => {},
    });
    await token.logIn();
    expect(token.isValid).toBe(true);
  });

  test("a further token that cannot be logged in: the run continues with those it has", async () => {
    const platform = new TokenPlatform({ size: 5 });
    const refused = {
      status: 400,
      headers: {},
      body: { error: "invalid_request", error_description: "rate limit exceeded" },
    };
    platform.logInFails = (count) => (count === 3 ? refused : undefined);
    expect(countOf(await platform.requests(9))).toEqual({ "token-1": 6, "token-2": 3 });
    expect(platform.logIns).toHaveLength(3);
    expect(platform.pool.size).toBe(2);
    expect(platform.notes).toEqual([expect.stringMatching(/rate limit exceeded.*continues with 2 tokens/)]);
  });

  test("the only token that cannot be logged in: each request fails, and the next one tries again", async () => {
    const platform = new TokenPlatform({ size: 5 });
    const wrong = { status: 400, headers: {}, body: { error: "invalid_client" } };
    platform.logInFails = (count) => (count === 1 ? wrong : undefined);
    const failing = await platform.until(Promise.allSettled([platform.pool.take(), platform.pool.take()]));
    expect(failing.map((result) => result.status === "rejected" && result.reason.kind)).toEqual([
      "credentials",
      "credentials",
    ]);
    expect((await platform.until(platform.pool.take())).value).toBe("token-2");
    expect(platform.notes).toEqual([]);
  });

  test("cancelling ends every wait", async () => {
    const platform = new TokenPlatform({ size: 2 });
    await platform.requests(6);
    const waiting = errorOf(() => platform.pool.take());
    await new Promise(setImmediate);
    platform.cancelled.abort(new Error("The update was cancelled."));
    expect((await waiting).message).toBe("The update was cancelled.");
  });
});

describe("any number of requests", () => {
  const given = {
    count: fc.integer({ min: 1, max: 120 }),
    parallel: fc.integer({ min: 1, max: 32 }),
    allowed: fc.integer({ min: 2, max: 40 }),
    size: fc.integer({ min: 2, max: 10 }),
    headers: fc.boolean(),
  };
  const took = async (o: {
    count: number;
    parallel: number;
    allowed: number;
    size: number;
    headers: boolean;
    per: "token" | "client";
  }) => {
    const platform = new TokenPlatform(o);
    expect(await platform.requests(o.count, o.parallel)).toHaveLength(o.count);
    return { ms: platform.now, platform };
  };

  test("per token: never longer than with one, all within a minute where the pool is large enough, and no 429", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(given), async (o) => {
        const { ms, platform } = await took({ ...o, per: "token" });
        const one = await took({ ...o, size: 1, per: "token" });
        expect(platform.refusals).toEqual([]);
        expect(platform.notes).toEqual([]);
        // A log-in and a trial for each further token.
        expect(ms).toBeLessThanOrEqual(one.ms + 2 * ANSWER_MS * o.size);
        const unhindered = ANSWER_MS * (Math.ceil(o.count / o.parallel) + 3 * o.size);
        if (o.count <= o.allowed * o.size && unhindered < MINUTE) expect(ms).toBeLessThan(MINUTE);
      }),
      { numRuns: 40 },
    );
  });

  test("per client: a pool is not slower than one token by more than a log-in and a request", async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(given), async (o) => {
        const { ms, platform } = await took({ ...o, per: "client" });
        const one = await took({ ...o, size: 1, per: "client" });
        expect(ms).toBeLessThanOrEqual(one.ms + 5000);
        expect(platform.logIns.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 40 },
    );
  });
});
