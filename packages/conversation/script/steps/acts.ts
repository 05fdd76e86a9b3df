import { durationMs } from "../duration.ts";
import type { SomeRows } from "./row.ts";

/** Steps for the customer's acts. */
export const actRows: SomeRows<"presses" | "interrupts" | "says" | "writes" | "waits" | "hangs up"> = {
  presses: { instead: ["hears", "fault", "asks"], act: (keys) => ({ does: "presses", keys }) },
  interrupts: {
    instead: ["hears", "fault", "asks"],
    event: (_, event) => (event.event === "does" && event.act.does === "presses" ? "done" : undefined),
    meanwhile: (keys) => ({ does: "presses", keys }),
  },
  says: { instead: ["hears", "fault", "asks"], act: (text) => ({ does: "says", text }) },
  writes: {
    instead: ["reads", "fault", "asks"],
    event: (_, event) => (event.event === "does" && event.act.does === "writes" ? "done" : undefined),
    meanwhile: (text, { isCall }) => (isCall ? undefined : { does: "writes", text }),
  },
  waits: {
    instead: ["hears", "reads", "fault", "asks"],
    begin(length, watched) {
      watched.leftMs = durationMs(length);
      return undefined;
    },
    event(_, event, watched) {
      if (event.event === "waits") watched.leftMs -= event.lastsMs;
      return watched.leftMs <= 0 ? "done" : undefined;
    },
  },
  "hangs up": {
    instead: ["hears", "reads", "fault", "asks"],
    event: (_, event) => (event.event === "does" && event.act.does === "hangs up" ? "done" : undefined),
    meanwhile: () => ({ does: "hangs up" }),
    act: () => ({ does: "hangs up" }),
  },
};
