import { connectionFailure } from "./connection-failure.ts";
import { describeForeign, isPlatformError } from "./foreign-answer.ts";
import type { VendorAnswer } from "./vendor.ts";
import { retryAfterOf } from "./waiting.ts";

/** The kind of credentials that a refused login used. */
export type LoginKind = "client" | "token";

/**
 * The meaning of the platform's response, or of a missing response. `certificate`: a trusted connection could not be
 * established.
 */
export type FailureKind =
  | "credentials"
  | "permission"
  | "not-found"
  | "conflict"
  | "rate-limit"
  | "refused"
  | "server"
  | "network"
  | "certificate"
  | "unexpected-answer";

interface FailureDetail {
  readonly errorCode?: string;
  readonly fieldName?: string;
  readonly entityId?: string;
  readonly entityName?: string;
}

interface FailureFields
  extends Pick<ApiFailure, "kind" | "message" | "request">,
    Partial<Pick<ApiFailure, "status" | "code" | "correlationId" | "details" | "retryAfterMs" | "garbled">> {
  /** Permissions that the platform lists separately from its message. */
  readonly permissions?: readonly string[];
  readonly login?: LoginKind;
}

/** A failed request. The message says what happened and what to do. The message never contains a header or a token. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  /** `GET /api/v2/flows/...` */
  readonly request: string;
  /** HTTP status; undefined if there was no response. */
  readonly status: number | undefined;
  /** The platform's error code, for example `architect.flow.not.found`. */
  readonly code: string | undefined;
  readonly correlationId: string | undefined;
  readonly details: readonly FailureDetail[];
  readonly retryAfterMs: number | undefined;
  readonly platformMessage: string;
  /**
   * Whether the status reports success, but the response was truncated, changed, or sent by a different server. A retry
   * may return the platform's response.
   */
  readonly garbled: boolean;

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
    this.garbled = fields.garbled ?? false;
  }
}

/**
 * The failure for a response with an error status. Its body is the platform's `ErrorBody`, OAuth's error, or a proxy's
 * page. Only the platform's own 404 or 410 is `not-found`: a 404 from a gateway does not prove that a flow was deleted.
 * @param options.login the kind of credentials that the client logs in with
 */
export function failureOfAnswer(
  request: string,
  answer: VendorAnswer,
  options: { login?: LoginKind } = {},
): ApiFailure {
  const { status, headers, body } = answer;
  const retryAfterMs = retryAfterOf(headers);
  const correlationId = text(headers["inin-correlation-id"]) ?? text(member(body, "contextId"));
  const foreign = describeForeign(answer);
  if (foreign) {
    const kind = status === 429 ? "rate-limit" : status >= 500 ? "server" : "unexpected-answer";
    return new ApiFailure({ kind, message: foreign, request, status, correlationId, retryAfterMs });
  }
  const oauth = text(member(body, "error_description")) ?? text(member(body, "error"));
  const said = text(member(body, "message")) ?? oauth ?? "(no message)";
  const kind = kindOf(answer, { oauth: oauth !== undefined, message: said });
  const message =
    kind === "unexpected-answer"
      ? `${said} (not the platform's error format: a gateway or proxy may have responded)`
      : said;
  const code = text(member(body, "code")) ?? text(member(body, "error"));
  const details = member(body, "details");
  const named = text(member(member(body, "messageParams"), "permissions"));
  return new ApiFailure({
    kind,
    message,
    request,
    status,
    code,
    correlationId,
    retryAfterMs,
    details: Array.isArray(details) ? details.filter(isDetail) : [],
    permissions: named?.split(/[\s,\]]*[,[\]]\s*/).filter(Boolean) ?? [],
    login: options.login,
  });
}

/**
 * The failure for an error status from a presigned address. The statuses 401, 403 and 404 mean that the address is
 * invalid or has expired.
 */
export function failureOfTransfer(request: string, answer: VendorAnswer): ApiFailure {
  const { status, headers, body } = answer;
  const kind = status === 429 ? "rate-limit" : status >= 500 ? "server" : status === 409 ? "conflict" : "refused";
  const said = text(member(body, "message"));
  const code = text(member(body, "code"));
  const message = describeForeign(answer) ?? said ?? "(no message)";
  return new ApiFailure({ kind, message, request, status, code, retryAfterMs: retryAfterOf(headers) });
}

/** The failure for a response whose body does not have the documented shape, whatever its status. */
export function failureOfShape(request: string, answer: VendorAnswer, mistake: string): ApiFailure {
  const empty = answer.body === undefined || answer.body === null || answer.body === "";
  const foreign = describeForeign(answer);
  const message =
    foreign ??
    (empty ? "The response is empty." : `The response differs from the platform's documentation: ${mistake}.`);
  const garbled = foreign !== undefined || empty;
  return new ApiFailure({ kind: "unexpected-answer", message, request, status: answer.status, garbled });
}

/** The failure for a request without a response. `error` is what the HTTP client threw. */
export function failureOfConnection(request: string, error: unknown): ApiFailure {
  const { kind, text, code } = connectionFailure(error);
  return new ApiFailure({ kind, message: text, request, code });
}

/** Whether a retry may succeed. */
export function mayPass({ kind, garbled, code }: ApiFailure): boolean {
  // Only the embedded organisation returns this code. Its file cannot be used, and it has already waited for a lock.
  if (code === "local.organisation.file") return false;
  return kind === "server" || kind === "network" || garbled;
}

function kindOf(answer: VendorAnswer, said: { oauth: boolean; message: string }): FailureKind {
  const { status, body } = answer;
  // The platform reports too many logins in this way (reference/platform-api.md §1.3).
  if (said.oauth && status === 400 && /rate limit exceeded/i.test(said.message)) return "rate-limit";
  if (status === 401 || (said.oauth && status === 400)) return "credentials";
  if (status === 403) return "permission";
  if (status === 404 || status === 410) return isPlatformError(body) ? "not-found" : "unexpected-answer";
  if (status === 409) return "conflict";
  if (status === 429) return "rate-limit";
  return status >= 500 ? "server" : "refused";
}

function textOf(fields: FailureFields): string {
  const { code, message } = fields;
  const status = fields.status === undefined ? "" : ` returned ${fields.status}${code ? ` ${code}` : ""}`;
  const correlation = fields.correlationId ? ` (correlation id ${fields.correlationId})` : "";
  const advice = adviceFor(fields);
  const said = advice && !/[.!?:]$/.test(message) ? `${message}.` : message;
  return `${fields.request}${status}: ${said}${advice && ` ${advice}`}${correlation}`;
}

/** What the user can do about a failure; empty if the message already says so. */
function adviceFor(failure: FailureFields): string {
  switch (failure.kind) {
    case "credentials":
      return credentialsAdvice(failure);
    case "permission":
      return permissionAdvice([...permissionsIn(failure.message), ...(failure.permissions ?? [])]);
    case "rate-limit":
      return "This client, or another program in the organisation, sends too many requests. Retry later.";
    default:
      return codeAdvice[failure.code ?? ""] ?? "";
  }
}

function credentialsAdvice({ code, login }: FailureFields): string {
  if (login === "token") {
    return (
      "The platform rejects the access token: it has expired, was revoked, or belongs to a different region. Get a new one and set " +
      "GENESYSCLOUD_ACCESS_TOKEN, or use GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET."
    );
  }
  if (code === "unauthorized_client" || code === "unsupported_grant_type") {
    return "The OAuth client has the wrong type: it needs the grant type 'Client Credentials' (Admin > Integrations > OAuth).";
  }
  return (
    "The platform rejects the credentials: the client's id or secret is wrong, or the client belongs to a different region. Check " +
    "GENESYSCLOUD_OAUTHCLIENT_ID, GENESYSCLOUD_OAUTHCLIENT_SECRET and the region."
  );
}

/** Advice about missing permissions of the OAuth client. Lists the permissions if the platform did. */
export function permissionAdvice(named: readonly string[]): string {
  const permissions = [...new Set(named)];
  const where = "(Admin > Integrations > OAuth, the client's roles; with a user's token, the user's roles)";
  if (permissions.length === 0) return `Give the OAuth client a role with the permission for this request ${where}.`;
  const have = permissions.length > 1 ? "the permissions" : "the permission";
  return `Give the OAuth client a role with ${have} ${permissions.join(", ")} in the division of the object ${where}.`;
}

/** The permissions that a message names, such as `architect:flow:publish`. */
function permissionsIn(text: string): string[] {
  return [...new Set(text.match(/\b[a-zA-Z][\w-]*:[a-zA-Z][\w-]*:(?:[a-zA-Z][\w-]*|\*)/g) ?? [])];
}

/** Advice by the platform's error code (reference/platform-api.md §3.2). */
const codeAdvice: Readonly<Record<string, string>> = {
  "architect.flow.locked.by.user": "Have it checked in, or set forceUnlock, which saves a copy of the draft.",
  "architect.flow.not.locked.by.user": "Somebody else locked the flow in the meantime. Run the update again.",
  "architect.flow.already.exists": "Give the flow a different name, or adopt the existing one.",
  "architect.operation.already.in.progress":
    "Another operation is running on the flow. Wait until it ends, then retry.",
  "architect.flow.cannot.publish.missing.dependencies": "Create the objects that the flow names first.",
};

function isDetail(value: unknown): value is FailureDetail {
  return value !== null && typeof value === "object";
}

function member(value: unknown, key: string): unknown {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The response; undefined if the platform reports that the object does not exist. @throws any other failure */
export async function ifFound<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === "not-found") return undefined;
    throw error;
  }
}

/**
 * Runs `work`. Replaces a failure of the platform with an error that has the text of `words`, and keeps the failure as
 * its cause.
 */
export async function worded<Result>(
  words: (failure: ApiFailure) => string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ApiFailure ? new Error(words(error), { cause: error }) : error;
  }
}
