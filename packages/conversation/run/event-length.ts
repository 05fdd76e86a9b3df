import type { Event } from "./types.ts";

/** Duration of an event in milliseconds: audio, music, an answer of the world. */
export function lengthOf(event: Event): number {
  if (event.event === "hears" || event.event === "waits") return event.lastsMs;
  return event.event === "asks" ? (event.answer.tookMs ?? 0) : 0;
}
