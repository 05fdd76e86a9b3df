import { createHmac, randomBytes } from "node:crypto";

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
