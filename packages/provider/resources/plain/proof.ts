import type { Json } from "./spec.ts";

/** How far the platform's clock and this machine's may be apart. */
const CLOCKS_APART_MS = 60_000;

/**
 * Whether an object was made by a POST of ours whose answer was lost: it says all that the POST said, was made since, and
 * by our client. Times and author count where the platform tells them.
 */
export function provesOurs(evidence: {
  live: Json;
  body: Json;
  /** When the POST was sent, in milliseconds since 1970. */
  started: number;
  clientId: string | undefined;
}): boolean {
  const { live, body, started, clientId } = evidence;
  const created = Date.parse(String(live["dateCreated"] ?? ""));
  if (Number.isFinite(created) && created < started - CLOCKS_APART_MS) return false;
  const author = authorOf(live["createdBy"]);
  if (author !== undefined && clientId !== undefined && author !== clientId) return false;
  return holds(live, body);
}

function authorOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const id = value !== null && typeof value === "object" ? (value as Json)["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

/** Whether a live value says everything that the posted one says. */
function holds(live: unknown, posted: unknown): boolean {
  if (posted === undefined || posted === null || posted === "") return true;
  if (Array.isArray(posted)) {
    if (posted.length === 0) return live === undefined || live === null || (Array.isArray(live) && live.length === 0);
    return (
      Array.isArray(live) &&
      live.length === posted.length &&
      posted.every((item) => live.some((candidate) => holds(candidate, item)))
    );
  }
  if (typeof posted === "object") {
    return Object.entries(posted).every(([key, value]) => holds((live as Json | null | undefined)?.[key], value));
  }
  return live === posted;
}
