/** What the platform's answer, or the lack of one, means. */
export type FailureKind =
  | "credentials"
  | "permission"
  | "not-found"
  | "conflict"
  | "rate-limit"
  | "refused"
  | "server"
  | "network"
  | "unexpected-answer";

export interface FailureDetail {
  readonly errorCode?: string;
  readonly fieldName?: string;
  readonly entityId?: string;
  readonly entityName?: string;
}

interface FailureFields {
  readonly kind: FailureKind;
  readonly message: string;
  /** `GET /api/v2/flows/...` */
  readonly request: string;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number;
  readonly code?: string;
  readonly correlationId?: string;
  readonly details?: readonly FailureDetail[];
  readonly retryAfterMs?: number;
}

/** One failed request. Its text says what happened and what to do; it never holds a header or a token. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  readonly request: string;
  readonly status: number | undefined;
  /** The platform's error code, for example `architect.flow.not.found`. */
  readonly code: string | undefined;
  readonly correlationId: string | undefined;
  readonly details: readonly FailureDetail[];
  readonly retryAfterMs: number | undefined;
  /** The platform's own words. */
  readonly platformMessage: string;

  constructor(fields: FailureFields) {
    super(textOf(fields));
    this.name = "ApiFailure";
    this.kind = fields.kind;
    this.request = fields.request;
    this.status = fields.status;
    this.code = fields.code;
    this.correlationId = fields.correlationId;
    this.details = fields.details ?? [];
    this.retryAfterMs = fields.retryAfterMs;
    this.platformMessage = fields.message;
  }
}

/** An answer with an error status. Body: the platform's `ErrorBody`, OAuth's error, or whatever a proxy sends. */
export function failureOfAnswer(
  request: string,
  answer: { status: number; headers: Readonly<Record<string, unknown>>; body: unknown },
): ApiFailure {
  const { status, headers, body } = answer;
  const correlationId = text(headers["inin-correlation-id"]) ?? text(member(body, "contextId"));
  const seconds = Number(headers["retry-after"]);
  const retryAfterMs = Number.isFinite(seconds) && headers["retry-after"] !== undefined ? seconds * 1000 : undefined;
  if (typeof body === "string" && /^\s*</.test(body)) {
    return new ApiFailure({
      kind: status >= 500 ? "server" : "unexpected-answer",
      message:
        "The answer is an HTML page, not the platform's JSON: a proxy or another server answers at this address.",
      request,
      status,
      correlationId,
      retryAfterMs,
    });
  }
  const oauth = text(member(body, "error_description")) ?? text(member(body, "error"));
  const details = member(body, "details");
  return new ApiFailure({
    kind: kindOf(status, oauth !== undefined),
    message: text(member(body, "message")) ?? oauth ?? "(no message)",
    request,
    status,
    code: text(member(body, "code")) ?? text(member(body, "error")),
    correlationId,
    retryAfterMs,
    details: Array.isArray(details) ? (details as FailureDetail[]) : [],
  });
}

/** No answer: the connection failed. `error` is what the HTTP client threw. */
export function failureOfConnection(request: string, error: unknown): ApiFailure {
  const code = text(member(error, "code")) ?? text(member(member(error, "cause"), "code"));
  const message = text(member(error, "message")) ?? String(error);
  return new ApiFailure({ kind: "network", message: connectionText(code, message), request, code });
}

function connectionText(code: string | undefined, message: string): string {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `The host's name cannot be resolved (${message}). Check region, gateway and network.`;
    case "ECONNREFUSED":
      return `Nothing listens at this address (${message}). Check region and gateway.`;
    case "ECONNABORTED":
    case "ETIMEDOUT":
      return `No answer in time (${message}).`;
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "CERT_HAS_EXPIRED":
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `The server's certificate is not trusted (${message}). Behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS.`;
    default:
      return `The connection failed (${code ?? "no code"}: ${message}).`;
  }
}

function kindOf(status: number, oauth: boolean): FailureKind {
  if (status === 401 || (oauth && status === 400)) return "credentials";
  if (status === 403) return "permission";
  if (status === 404 || status === 410) return "not-found";
  if (status === 409) return "conflict";
  if (status === 429) return "rate-limit";
  return status >= 500 ? "server" : "refused";
}

const advice: Partial<Record<FailureKind, string>> = {
  credentials:
    "The credentials are not accepted. Check GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and the region.",
  permission: "Give the OAuth client a role that has the permission.",
};

function textOf(fields: FailureFields): string {
  const permissions = fields.kind === "permission" ? permissionsIn(fields.message) : [];
  const needed = permissions.length > 0 ? ` It needs ${permissions.join(", ")}.` : "";
  const status = fields.status === undefined ? "" : ` answered ${fields.status}${fields.code ? ` ${fields.code}` : ""}`;
  const correlation = fields.correlationId ? ` (correlation id ${fields.correlationId})` : "";
  const hint = advice[fields.kind] ? ` ${advice[fields.kind]}${needed}` : needed;
  return `${fields.request}${status}: ${fields.message}${hint}${correlation}`;
}

/** The permissions that a 403 names: `architect:flow:publish`. */
function permissionsIn(message: string): string[] {
  return [...new Set(message.match(/\b[a-zA-Z]+:[a-zA-Z]+:[a-zA-Z*]+/g) ?? [])];
}

function member(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
