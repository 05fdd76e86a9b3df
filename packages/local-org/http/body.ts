import { badRequest, invalidValue } from "./api-error.ts";
import type { JsonObject } from "./route.ts";

/**
 * The body as an object. A missing body, `null` and `{}` all mean an empty object.
 * @throws ApiError 400 for anything else
 */
export function bodyObject(body: unknown): JsonObject {
  if (body === undefined || body === null) return {};
  if (typeof body === "object" && !Array.isArray(body)) return body as JsonObject;
  throw badRequest("The request body must be a JSON object.");
}

/** The body as a list. A missing body and `null` mean an empty list. @throws ApiError 400 for anything else */
export function bodyArray(body: unknown): unknown[] {
  if (body === undefined || body === null) return [];
  if (Array.isArray(body)) return body;
  throw badRequest("The request body must be a JSON array.");
}

/**
 * A field of the body that is a whole number of at least 1; `fallback` if it is missing or null.
 * @throws ApiError 400 `invalid.value`
 */
export function countIn(body: JsonObject, field: string, fallback: number): number {
  const value = body[field] ?? fallback;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw invalidValue(field, value);
}

/** Deeper than any document of the platform, and safe for recursive functions. */
const MAX_DEPTH = 1_000;

/**
 * Parses a JSON body. Clients send no body, `null` or `{}` with a JSON content type (`reference/platform-api.md §0`
 * rule 1).
 * @throws ApiError 400 `bad.request` if the body is not JSON or is nested deeper than 1000 levels
 */
export function parseJsonBody(raw: Buffer): unknown {
  const text = raw.toString("utf8").trim();
  if (text === "") return undefined;
  if (isDeeperThan(MAX_DEPTH, text)) throw badRequest(`The request body is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return (JSON.parse(text) as unknown) ?? undefined;
  } catch (cause) {
    throw badRequest(
      `The request could not be understood by the server due to malformed syntax. ${(cause as Error).message}`,
    );
  }
}

/** Whether brackets outside strings are nested deeper than a number of levels. Reads each character once. */
function isDeeperThan(levels: number, json: string): boolean {
  if (json.length <= levels) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const mark = json[at];
    if (quoted && mark === "\\") at += 1;
    else if (mark === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (mark === "[" || mark === "{") depth += 1;
    else if (mark === "]" || mark === "}") depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}

const HEADER_END = Buffer.from("\r\n\r\n");

/**
 * The content of the named part in a `multipart/form-data` body; undefined for any other body or if the part is
 * missing.
 */
export function filePart(body: Buffer, contentType: string | undefined, name: string): Buffer | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? "");
  if (!/^multipart\/form-data/i.test(contentType ?? "") || !boundary) return undefined;
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  for (let start = body.indexOf(delimiter); start >= 0; ) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    if (next < 0) return undefined;
    const part = body.subarray(start + delimiter.length, next);
    const split = part.indexOf(HEADER_END);
    const header = part.toString("utf8", 0, Math.max(split, 0));
    if (split >= 0 && isNamed(header, name)) {
      return part.subarray(split + HEADER_END.length, part.length - 2); // before the line break of the delimiter
    }
    start = next;
  }
  return undefined;
}

/** Whether the part itself, not its file, has the name. */
function isNamed(header: string, name: string): boolean {
  return header.split(/[;\r\n]/).some((field) => field.trim() === `name="${name}"`);
}
