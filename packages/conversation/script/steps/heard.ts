import type { SomeRows, Verdict } from "./row.ts";
import { after, isWhole } from "./text.ts";

const heardInstead = (text: string): Verdict => ({ fails: `"${text}" was heard` });

const listOf = (value: string | readonly string[]) => (typeof value === "string" ? [value] : value);

/** Steps for text that the customer hears and receives. */
export const heardRows: SomeRows<
  "hears" | "hears only" | "hears nothing but" | "hears nothing" | "receives" | "receives only"
> = {
  hears: {
    instead: ["hears", "fault", "asks"],
    begin(wanted, watched) {
      // Two steps may match parts of the same text, because a listener does not notice how a flow splits its texts.
      const rest = watched.rest === "" ? undefined : after(wanted, watched.rest);
      watched.rest = rest ?? "";
      return rest === undefined ? undefined : "done";
    },
    event(wanted, event, watched) {
      if (event.event !== "hears") return undefined;
      const rest = after(wanted, event.text);
      if (rest === undefined) return undefined;
      watched.rest = rest;
      return "done";
    },
  },
  "hears only": {
    instead: ["hears", "fault", "asks"],
    event(wanted, event) {
      if (event.event !== "hears") return undefined;
      return isWhole(wanted, event.text) ? "done" : heardInstead(event.text);
    },
  },
  "hears nothing but": {
    instead: ["hears", "fault", "asks"],
    event(value, event, watched) {
      if (event.event !== "hears") return undefined;
      const wanted = listOf(value)[watched.count++];
      return wanted !== undefined && isWhole(wanted, event.text) ? undefined : heardInstead(event.text);
    },
    pause(value, { count }) {
      const missing = listOf(value)[count];
      return missing === undefined ? "done" : { fails: `nothing was heard that matches "${missing}"` };
    },
  },
  "hears nothing": {
    instead: ["hears"],
    event: (_, event) => (event.event === "hears" ? heardInstead(event.text) : undefined),
    pause: () => "done",
  },
  receives: {
    instead: ["reads", "fault", "asks"],
    event: (wanted, event) => (event.event === "reads" && after(wanted, event.text) !== undefined ? "done" : undefined),
  },
  "receives only": {
    instead: ["reads", "fault", "asks"],
    event(wanted, event) {
      if (event.event !== "reads") return undefined;
      return isWhole(wanted, event.text) ? "done" : { fails: `"${event.text}" was received` };
    },
  },
};
