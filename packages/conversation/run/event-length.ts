import type { Event } from "./types.ts";

/** Duration in milliseconds of an event, such as audio, music or waiting for an answer. */
export function lengthOf(event: Event): number {
  if (event.event === "hears" || event.event === "waits") return event.lastsMs;
  return event.event === "asks" ? (event.answer.tookMs ?? 0) : 0;
}
