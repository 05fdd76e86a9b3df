import { RequestBudget } from "../../packages/platform/client/budget.ts";
import { failureOfAnswer, failureOfConnection } from "../../packages/platform/client/failure.ts";
import { JobTimes } from "../../packages/platform/organisation/job-times.ts";
import { SecretKeeper } from "../../packages/platform/organisation/secrets.ts";

describe("the budget of requests", () => {
  test("holds back what a minute does not allow", () => {
    let now = 0;
    const budget = new RequestBudget({ allowed: 2, now: () => now });
    expect([budget.claim(), budget.claim(), budget.claim()]).toEqual([0, 0, 60_000]);
    now = 59_000;
    expect(budget.claim()).toBe(1000);
    now = 60_000;
    expect(budget.claim()).toBe(0);
  });

  test("a new window of the platform's starts afresh", () => {
    const budget = new RequestBudget({ now: () => 0 });
    const headers = { "inin-ratelimit-allowed": "300" };
    budget.learn({ ...headers, "inin-ratelimit-count": "300", "inin-ratelimit-reset": "2" });
    budget.learn({ ...headers, "inin-ratelimit-count": "299", "inin-ratelimit-reset": "2" });
    expect(budget.claim()).toBe(2000);
    budget.learn({ ...headers, "inin-ratelimit-count": "1", "inin-ratelimit-reset": "60" });
    expect(budget.claim()).toBe(0);
  });

  test.each<[string, Record<string, string>, number]>([
    ["a window of years", { allowed: "1", count: "1", reset: "99999999999" }, 180_000],
    ["one that ended", { allowed: "1", count: "1", reset: "-5" }, 0],
    ["no numbers", { allowed: "many", count: "x", reset: "" }, 0],
    ["nothing allowed", { allowed: "0", count: "0", reset: "60" }, 0],
    ["a negative count", { allowed: "2", count: "-100", reset: "60" }, 0],
  ])("bears headers of any kind: %s", (_name, { allowed, count, reset }, wait) => {
    const budget = new RequestBudget({ now: () => 0 });
    budget.learn({
      "inin-ratelimit-allowed": allowed,
      "inin-ratelimit-count": count,
      "inin-ratelimit-reset": reset,
    });
    expect(budget.claim()).toBe(wait);
  });

  test("goes by a clock that does not jump with the machine's", () => {
    const budget = new RequestBudget({ allowed: 1 });
    expect(budget.claim()).toBe(0);
    const clock = jest.spyOn(Date, "now");
    for (const hours of [-5, 5, -100]) {
      clock.mockReturnValue(Date.UTC(2026, 10, 21, hours));
      const wait = budget.claim();
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
    clock.mockRestore();
  });

  test("follows the platform's headers", () => {
    let now = 1000;
    const budget = new RequestBudget({ now: () => now });
    budget.learn({ "inin-ratelimit-allowed": "180", "inin-ratelimit-count": "180", "inin-ratelimit-reset": "7" });
    expect(budget.claim()).toBe(7000);
    now = 8000;
    expect(budget.claim()).toBe(0);
  });
});

describe("failures are distinguished", () => {
  const answer = (status: number, body: unknown, headers: Record<string, unknown> = {}) =>
    failureOfAnswer("GET /api/v2/x", { status, headers, body });

  test.each([
    [
      "a wrong secret",
      answer(400, { error: "invalid_client", error_description: "client not found" }),
      "credentials",
      /GENESYSCLOUD_OAUTHCLIENT_ID/,
    ],
    [
      "an expired token",
      answer(401, { message: "Invalid login credentials.", code: "bad.credentials" }),
      "credentials",
      /region/,
    ],
    [
      "a missing permission",
      answer(403, {
        code: "missing.permissions",
        message: "Unable to perform the requested action. You must have at least one of: architect:flow:publish",
      }),
      "permission",
      /a role with the permission architect:flow:publish/,
    ],
    ["a page of a proxy", answer(200, "<html><body>Log in</body></html>"), "unexpected-answer", /HTML page/],
    ["a failed gateway", answer(502, "<html>Bad gateway</html>"), "server", /HTML page/],
    ["a rate limit", answer(429, { message: "Rate limit exceeded" }, { "retry-after": "3" }), "rate-limit", /429/],
    [
      "something deleted",
      answer(410, { message: "Flow has been deleted.", code: "architect.flow.deleted" }),
      "not-found",
      /deleted/,
    ],
    [
      "an unknown host",
      failureOfConnection("GET /x", { code: "ENOTFOUND", message: "getaddrinfo ENOTFOUND api.x" }),
      "network",
      /cannot be resolved/,
    ],
    [
      "a certificate",
      failureOfConnection("GET /x", { code: "SELF_SIGNED_CERT_IN_CHAIN", message: "self-signed" }),
      "certificate",
      /NODE_EXTRA_CA_CERTS/,
    ],
  ])("%s", (_name, failure, kind, text) => {
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(text);
  });

  test("with the correlation id, and the wait in milliseconds", () => {
    const failure = answer(
      429,
      { message: "Rate limit exceeded" },
      { "retry-after": "3", "inin-correlation-id": "c-1" },
    );
    expect(failure.retryAfterMs).toBe(3000);
    expect(failure.message).toContain("c-1");
  });
});

test("secrets are taken out of texts", () => {
  const secrets = new SecretKeeper();
  secrets.add("s3cret/with slash");
  secrets.add("local");
  expect(secrets.redact("a local text with s3cret/with slash and s3cret%2Fwith%20slash")).toBe(
    "a local text with [secret] and [secret]",
  );
});

test("the median job time", () => {
  const times = new JobTimes();
  expect(times.median).toBeUndefined();
  for (const time of [5, 1, 9]) times.add(time);
  expect(times.median).toBe(5);
});
