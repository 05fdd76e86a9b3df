import { badRequest } from "./apiError.ts";
import type { JsonObject } from "./types.ts";

/** The body as an object; absent, `null` and `{}` are all an empty one. @throws ApiError 400 for anything else. */
export function bodyObject(body: unknown): JsonObject {
  if (body === undefined || body === null) return {};
  if (typeof body === "object" && !Array.isArray(body)) return body as JsonObject;
  throw badRequest("The request body must be a JSON object.");
}

/** The body as a list; absent and `null` are an empty one. @throws ApiError 400 for anything else. */
export function bodyArray(body: unknown): unknown[] {
  if (body === undefined || body === null) return [];
  if (Array.isArray(body)) return body;
  throw badRequest("The request body must be a JSON array.");
}

/**
 * Parses a JSON body by hand, since clients send none at all, `null` or `{}` with a JSON content type
 * (`reference/platform-api.md §0` rule 1). @throws ApiError 400 `bad.request` when it is no JSON.
 */
export function parseJsonBody(raw: Buffer): unknown {
  const text = raw.toString("utf8").trim();
  if (text === "") return undefined;
  try {
    return (JSON.parse(text) as unknown) ?? undefined;
  } catch (cause) {
    throw badRequest(
      `The request could not be understood by the server due to malformed syntax. ${(cause as Error).message}`,
    );
  }
}
