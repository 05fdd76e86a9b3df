import { createHmac, randomBytes } from "node:crypto";
import type { Json } from "./spec.ts";

/** How far the platform's clock and this machine's may be apart. */
const CLOCKS_APART_MS = 60_000;

/** The reason of an object that is otherwise ours: somebody has changed it, or it is another one by the same client. */
export const changedSince = "it is not as it was to be";

/** What is known of an object and of the POST that may have made it. */
export interface Evidence {
  readonly live: Json;
  /** What the POST said. */
  readonly body: unknown;
  /** When the POST was sent, in milliseconds since 1970. */
  readonly started: number;
  readonly clientId: string | undefined;
  /** Compares a live value with one of the body; default: they are the same. */
  readonly same?: (live: unknown, posted: unknown) => boolean;
}

/**
 * Why an object was not made by a POST of ours whose answer never came; undefined when it was: it says all that the POST
 * said, was made since, and by our client. Times and author count where the platform tells them.
 */
export function disproofOf(evidence: Evidence): string | undefined {
  const { live, body, started, clientId, same = (a, b) => a === b } = evidence;
  const created = createdAt(live);
  if (created !== undefined && created < started - CLOCKS_APART_MS) return "it is older";
  const author = authorOf(live["createdBy"]);
  if (author !== undefined && clientId !== undefined && author !== clientId) return "somebody else made it";
  return holds(live, body, same) ? undefined : changedSince;
}

/** When the platform says that it was made, in milliseconds since 1970; undefined where it does not say. */
export function createdAt(live: Json): number | undefined {
  const created = Date.parse(String(live["dateCreated"] ?? ""));
  return Number.isFinite(created) ? created : undefined;
}

function authorOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const id = value !== null && typeof value === "object" ? (value as Json)["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

/** Whether a live value says everything that the posted one says. */
function holds(live: unknown, posted: unknown, same: NonNullable<Evidence["same"]>): boolean {
  if (posted === undefined || posted === null || posted === "") return true;
  if (Array.isArray(posted)) {
    if (posted.length === 0) return live === undefined || live === null || (Array.isArray(live) && live.length === 0);
    return (
      Array.isArray(live) &&
      live.length === posted.length &&
      posted.every((item) => live.some((candidate) => holds(candidate, item, same)))
    );
  }
  if (typeof posted === "object") {
    return Object.entries(posted).every(([key, value]) => holds((live as Json | null | undefined)?.[key], value, same));
  }
  return same(live, posted);
}

/** A value of JSON. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** What a POST said without saying it: the shape of its body, each value in it as a hash. */
export interface Fingerprint {
  readonly salt: string;
  readonly body: JsonValue;
}

/** The fingerprint of a body. What is not set, and empty texts, stay as they are. */
export function fingerprintOf(body: unknown): Fingerprint {
  const salt = randomBytes(16).toString("hex");
  return { salt, body: hashed(body, salt) };
}

/** Compares a live value with one of the fingerprint. */
export function sameAsIn({ salt }: Pick<Fingerprint, "salt">): (live: unknown, posted: unknown) => boolean {
  return (live, posted) => hashOf(live, salt) === posted;
}

function hashed(value: unknown, salt: string): JsonValue {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) return value.map((item) => hashed(item, salt));
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(entries.map(([key, member]) => [key, hashed(member, salt)]));
  }
  return hashOf(value, salt);
}

function hashOf(value: unknown, salt: string): string {
  return createHmac("sha256", salt)
    .update(JSON.stringify(value) ?? "")
    .digest("hex")
    .slice(0, 32);
}
