import { z } from "zod";
import { defineRule } from "../rule.ts";

/** Nothing publishes over somebody's lock (reference/archy.md §c, "forceUnlock"). */
export const noForceUnlock = defineRule({
  name: "no-force-unlock",
  title: "Publishing over a lock",
  requires: "No flow is published with `forceUnlock`.",
  why: "`forceUnlock` publishes what somebody else was editing, finished or not, and then the flow of this stack.",
  fix: "Ask the person who has the flow open to check it in, then remove `forceUnlock`.",
  blindTo: "Flows whose resource is not known, such as a single file that `flowctl check` reads without a project.",
  settings: z.strictObject({}),
  document(flow, { report }) {
    if (flow.resource?.forceUnlock !== true) return;
    const { place } = flow; // Only now: to find a place in an export takes longer than all the rest.
    report({
      message: "The flow is published with `forceUnlock`.",
      fix: "Remove `forceUnlock`. If somebody holds the lock, the update names them.",
      ...(place && { location: place }),
    });
  },
});
