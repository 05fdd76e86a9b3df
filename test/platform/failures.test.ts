import { type FailureKind, failureOfAnswer, failureOfTransfer } from "../../packages/platform/client/failure.ts";

const REQUEST = "GET /api/v2/flows/x";
const PROXY = "a proxy or another server responded at this address. Check the region, the gateway and any proxies.";
const ROLES = "(Admin > Integrations > OAuth, the client's roles; with a user's token, the user's roles).";
const CLIENT =
  "The platform rejects the credentials: the client's id or secret is wrong, or the client belongs to a different region. Check GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and the region.";
const TOKEN =
  "The platform rejects the access token: it has expired, was revoked, or belongs to a different region. Get a new one and set GENESYSCLOUD_ACCESS_TOKEN, or use GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET.";
const missing = (permission: string) => `You are missing the following permission(s): ${permission}`;

interface Case {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
  readonly login?: "client" | "token";
  readonly kind: FailureKind;
  /** After `GET /api/v2/flows/x answered `. */
  readonly text: string;
}

const cases: Readonly<Record<string, Case>> = {
  "a wrong secret": {
    status: 400,
    body: { error: "invalid_client", error_description: "client not found or invalid client secret" },
    kind: "credentials",
    text: `400 invalid_client: client not found or invalid client secret. ${CLIENT}`,
  },
  "a wrong secret, as 401": {
    status: 401,
    body: { error: "invalid_client", error_description: "authentication failed" },
    kind: "credentials",
    text: `401 invalid_client: authentication failed. ${CLIENT}`,
  },
  "an OAuth client of another grant": {
    status: 400,
    body: { error: "unauthorized_client", error_description: "grant not allowed" },
    kind: "credentials",
    text: "400 unauthorized_client: grant not allowed. The OAuth client has the wrong type: it needs the grant type 'Client Credentials' (Admin > Integrations > OAuth).",
  },
  "too many log-ins": {
    status: 400,
    body: { error: "invalid_request", error_description: "rate limit exceeded; try later" },
    kind: "rate-limit",
    text: "400 invalid_request: rate limit exceeded; try later. This client, or another program in the organisation, sends too many requests. Retry later.",
  },
  "an expired token": {
    status: 401,
    body: { message: "Invalid login credentials.", code: "bad.credentials", status: 401, contextId: "c-1" },
    login: "token",
    kind: "credentials",
    text: `401 bad.credentials: Invalid login credentials. ${TOKEN} (correlation id c-1)`,
  },
  "a permission that is missing": {
    status: 403,
    body: { message: missing("architect:flow:publish"), code: "missing.permissions" },
    headers: { "inin-correlation-id": "c-2" },
    kind: "permission",
    text: `403 missing.permissions: ${missing("architect:flow:publish")}. Give the OAuth client a role with the permission architect:flow:publish in the division of the object ${ROLES} (correlation id c-2)`,
  },
  "several permissions that are missing": {
    status: 403,
    body: {
      message: "At least one of: routing:queue:view, telephony:plugin:*, architect:userPrompt:add.",
      code: "missing.permissions",
    },
    kind: "permission",
    text: `403 missing.permissions: At least one of: routing:queue:view, telephony:plugin:*, architect:userPrompt:add. Give the OAuth client a role with the permissions routing:queue:view, telephony:plugin:*, architect:userPrompt:add in the division of the object ${ROLES}`,
  },
  "a permission beside the message": {
    status: 403,
    body: {
      message: "No.",
      code: "missing.permissions",
      messageParams: { permissions: "[architect:flow:delete, architect:flow:view]" },
    },
    kind: "permission",
    text: `403 missing.permissions: No. Give the OAuth client a role with the permissions architect:flow:delete, architect:flow:view in the division of the object ${ROLES}`,
  },
  "a refusal that names no permission": {
    status: 403,
    body: { message: "You are not authorized to perform the requested action.", code: "not.authorized" },
    kind: "permission",
    text: `403 not.authorized: You are not authorized to perform the requested action. Give the OAuth client a role with the permission for this request ${ROLES}`,
  },
  "a flow that is gone": {
    status: 410,
    body: { message: "Flow has been deleted.", code: "architect.flow.deleted" },
    kind: "not-found",
    text: "410 architect.flow.deleted: Flow has been deleted.",
  },
  "a flow that somebody has checked out": {
    status: 409,
    body: { message: "Flow is locked by another user.", code: "architect.flow.locked.by.user" },
    kind: "conflict",
    text: "409 architect.flow.locked.by.user: Flow is locked by another user. Have it checked in, or set forceUnlock, which saves a copy of the draft.",
  },
  "a gateway that knows no such path": {
    status: 404,
    body: { message: "no Route matched with those values" },
    kind: "unexpected-answer",
    text: "404: no Route matched with those values (not the platform's error format: a gateway or proxy may have responded)",
  },
  "a 404 of another server": {
    status: 404,
    body: "404 page not found",
    kind: "unexpected-answer",
    text: `404: The response is plain text, not the platform's JSON ("404 page not found"): ${PROXY}`,
  },
  "a 404 without anything": {
    status: 404,
    body: "",
    kind: "unexpected-answer",
    text: "404: (no message) (not the platform's error format: a gateway or proxy may have responded)",
  },
  "a proxy's page": {
    status: 403,
    body: "<!DOCTYPE html><html>blocked</html>",
    kind: "unexpected-answer",
    text: `403: The response is an HTML page, not the platform's JSON: ${PROXY}`,
  },
  "a failed gateway": {
    status: 502,
    body: "\r\n<html><h1>502 Bad Gateway</h1></html>",
    kind: "server",
    text: `502: The response is an HTML page, not the platform's JSON: ${PROXY}`,
  },
  "a redirect to a log-in page": {
    status: 302,
    body: "",
    headers: { location: "https://login.example.com/sso?return=secret" },
    kind: "unexpected-answer",
    text: `302: The response redirects to login.example.com, but the platform never redirects: ${PROXY}`,
  },
  "a redirect within the host": {
    status: 301,
    body: "",
    headers: { location: "/login" },
    kind: "unexpected-answer",
    text: `301: The response redirects to another path on this host, but the platform never redirects: ${PROXY}`,
  },
  "a proxy that requires a login": {
    status: 407,
    body: "<html>Proxy</html>",
    kind: "unexpected-answer",
    text: "407: A proxy requires a login. Set its credentials in HTTPS_PROXY, or have the proxy allow the platform's addresses.",
  },
  "a broken answer, which may hold a token": {
    status: 500,
    body: '{"access_token":"abcdefghijkl',
    kind: "server",
    text: "500: The response is broken JSON: it was truncated or changed in transit. Retry.",
  },
  "a server error": {
    status: 500,
    body: { message: "Oops", code: "internal.server.error" },
    kind: "server",
    text: "500 internal.server.error: Oops",
  },
};

describe("an answer with an error status: kind, cause and fix", () => {
  test.each(Object.keys(cases))("%s", (title) => {
    const { status, body, headers = {}, login, kind, text } = cases[title] as Case;
    const failure = failureOfAnswer(REQUEST, { status, headers, body }, { ...(login && { login }) });
    expect([failure.kind, failure.message]).toEqual([kind, `${REQUEST} returned ${text}`]);
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["a list", []],
    ["a number", 7],
    ["malformed details", { code: 7, message: ["x"], details: [null, "x", { errorCode: "e" }], messageParams: "p" }],
    ["deep nothing", { message: { text: "x" }, contextId: {}, error: {} }],
  ])("a body of any shape is borne: %s", (_name, body) => {
    for (const status of [400, 401, 403, 404, 409, 418, 429, 500]) {
      const failure = failureOfAnswer(REQUEST, { status, headers: {}, body });
      expect(failure.message).toMatch(new RegExp(`^${REQUEST} returned ${status}: `));
      expect(failure.details.every((detail) => typeof detail === "object" && detail !== null)).toBe(true);
    }
  });
});

describe("a refusal of a presigned address speaks of neither credentials nor permissions", () => {
  const request = "PUT bucket.s3.amazonaws.com (presigned upload)";
  const error = (code: string, message: string) =>
    `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${message}</Message><StringToSign>AWS4-SECRET</StringToSign></Error>`;
  test.each<[number, unknown, string, string]>([
    [
      403,
      error("AccessDenied", "Request has expired"),
      "refused",
      "403: The file store refused the request: AccessDenied: Request has expired. The address was valid only for a short time. Retry.",
    ],
    [
      403,
      error("SignatureDoesNotMatch", "The signature is wrong"),
      "refused",
      "403: The file store refused the request: SignatureDoesNotMatch: The signature is wrong.",
    ],
    [
      503,
      error("SlowDown", "Reduce your request rate"),
      "server",
      "503: The file store refused the request: SlowDown: Reduce your request rate.",
    ],
    [401, "", "refused", "401: (no message)"],
    [403, { code: "SignatureDoesNotMatch", message: "No." }, "refused", "403 SignatureDoesNotMatch: No."],
    [200, "<html>log in</html>", "refused", `200: The response is an HTML page, not the platform's JSON: ${PROXY}`],
  ])("%i %s", (status, body, kind, text) => {
    const failure = failureOfTransfer(request, { status, headers: {}, body });
    expect([failure.kind, failure.message]).toEqual([kind, `${request} returned ${text}`]);
    expect(failure.message).not.toContain("AWS4-SECRET");
  });
});

describe("how long an answer asks to wait", () => {
  const date = "Sat, 21 Nov 2026 10:00:00 GMT";
  test.each<[Record<string, string>, number | undefined]>([
    [{ "retry-after": "3" }, 3000],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "-5" }, 0],
    [{ "retry-after": "Sat, 21 Nov 2026 10:00:30 GMT", date }, 30_000],
    [{ "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", date }, 0],
    [{ "retry-after": "soon", date }, undefined],
    [{ "retry-after": "" }, undefined],
    [{}, undefined],
  ])("%j", (headers, wait) => {
    expect(failureOfAnswer(REQUEST, { status: 429, headers, body: {} }).retryAfterMs).toBe(wait);
  });
});
