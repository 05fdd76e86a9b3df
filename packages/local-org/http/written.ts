import type { Reply } from "./types.ts";

/** An answer whose body is written as JSON already. */
export function written(json: Buffer): Reply {
  return { body: json, headers: { "Content-Type": "application/json" } };
}
