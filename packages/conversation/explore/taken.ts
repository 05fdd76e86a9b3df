import type { Transcript } from "../run/types.ts";
import { placeKey } from "./places.ts";

/** What a conversation does that others may not: the transitions that it takes, where it faults, where and how it ends. */
export function takenIn({ events, ending }: Transcript): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { place, ...one } of events) {
    if (one.event === "takes") taken.add(`${placeKey(place)} > ${one.path}`);
    else if (one.event === "fault") taken.add(`${placeKey(place)} > fault`);
  }
  return taken.add(`${placeKey(ending.place)} > ${ending.ends}`);
}
