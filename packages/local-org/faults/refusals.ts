import { flowDeleted, flowNotFound } from "../flows/flow-table.ts";
import { ApiError, notFound } from "../http/api-error.ts";
import { own } from "../own.ts";
import type { FaultEffect } from "./schema.ts";

/** Codes and messages of the platform's general refusals (reference/platform-api.md §3.2), by status. */
const GENERAL: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["bad.request", "The request could not be understood by the server due to malformed syntax."],
  401: ["bad.credentials", "Invalid login credentials."],
  403: ["not.authorized", "You are not authorized to perform the requested action."],
  404: ["not.found", "The requested resource was not found."],
  409: ["general.conflict", "The request conflicts with the current state of the resource."],
  500: [
    "internal.server.error",
    "The server encountered an unexpected condition which prevented it from fulfilling the request.",
  ],
  502: ["bad.gateway", "The server received an invalid response from an upstream server."],
  503: [
    "service.unavailable",
    "Service Unavailable - The server is currently unavailable (because it is overloaded or down for maintenance).",
  ],
  504: ["request.timeout", "The request timed out."],
};

/** A 429 response with the platform's message. Clients wait for the time in `Retry-After`, if it is set. */
export function rateLimited({ retryAfter }: NonNullable<FaultEffect["rateLimit"]>): ApiError {
  const message = "Rate limit exceeded the maximum [300] requests within [60] seconds";
  return new ApiError(429, "too.many.requests", message, { headers: retryHeader(retryAfter) });
}

/** A refusal with any status, code and message. */
export function refused({ status, code, message, retryAfter }: NonNullable<FaultEffect["error"]>): ApiError {
  const [generalCode, generalMessage] = own(GENERAL, String(status)) ?? [
    "local.fault",
    `A fault on demand: ${status}.`,
  ];
  return new ApiError(status, code ?? generalCode, message ?? generalMessage, { headers: retryHeader(retryAfter) });
}

/** The page that a gateway sends when its backend does not respond. */
export function htmlPage({ status }: NonNullable<FaultEffect["html"]>): ApiError {
  const title = status === 502 ? "502 Bad Gateway" : `${status}`;
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return new ApiError(status, "local.fault", title, { page, headers: { "Content-Type": "text/html" } });
}

/**
 * Changes the refusal for a deleted flow to the refusal for a flow that never existed; other refusals stay unchanged.
 */
export function deletedAsUnknown(error: ApiError): ApiError {
  return error.code === flowDeleted().code ? flowNotFound() : error;
}

/** A 404 response for an object that was just created and is not yet visible. */
export function notYetThere(path: string): ApiError {
  if (!path.startsWith("/api/v2/flows/")) return notFound();
  return flowNotFound();
}

function retryHeader(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { "Retry-After": String(seconds) };
}
