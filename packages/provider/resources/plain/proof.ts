import { createHmac, randomBytes } from "node:crypto";
import type { Json } from "./spec.ts";

/** Tolerated difference between the platform's clock and this machine's. */
const CLOCK_SKEW_MS = 60_000;

/** The reason for an object that has changed since then or is a different object from the same client. */
export const changedSince = "its values differ from the values in the request";

interface Evidence {
  readonly live: Json;
  readonly body: unknown;
  /** When the POST was sent, in milliseconds since 1970. */
  readonly started: number;
  readonly clientId: string | undefined;
  /** Compares a live value with a value from the body. Default: strict equality. */
  readonly same?: (live: unknown, posted: unknown) => boolean;
}

/**
 * For a POST whose response was lost: the reason why an object was not created by this POST. Undefined if the POST
 * created the object: the object has all values of the POST, is not older, and was created by this client. Compares
 * time and author if the platform shows them.
 */
export function disproofOf(evidence: Evidence): string | undefined {
  const { live, body, started, clientId, same = isSame } = evidence;
  const created = createdAt(live);
  if (created !== undefined && created < started - CLOCK_SKEW_MS) return "it is older";
  const author = authorOf(live["createdBy"]);
  if (author !== undefined && clientId !== undefined && author !== clientId) return "another client created it";
  return holds(live, body, same) ? undefined : changedSince;
}

const isSame = (live: unknown, posted: unknown): boolean => live === posted;

/** Creation date of an object in milliseconds since 1970; undefined if the platform does not show it. */
export function createdAt(live: Json): number | undefined {
  const created = Date.parse(String(live["dateCreated"] ?? ""));
  return Number.isFinite(created) ? created : undefined;
}

function authorOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const id = value !== null && typeof value === "object" ? (value as Json)["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

/**
 * Whether an object has all values of a body. The order of lists does not matter, nor do additional values of the
 * object.
 */
export function holds(live: unknown, posted: unknown, same: NonNullable<Evidence["same"]> = isSame): boolean {
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

type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** The body of a POST with a hash in place of each value. */
interface Fingerprint {
  readonly salt: string;
  readonly body: JsonValue;
}

/**
 * The fingerprint of a body. An unset value or an empty string becomes null.
 * @param salt the salt of an earlier fingerprint that this one extends
 */
export function fingerprintOf(body: unknown, salt = randomBytes(16).toString("hex")): Fingerprint {
  return { salt, body: hashed(body, salt) };
}

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
