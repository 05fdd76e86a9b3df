import { z } from "zod";
import { defineRule } from "../rule.ts";

/** Nothing publishes over somebody's lock (reference/archy.md §c, "forceUnlock"; docs/after-failures.md). */
export const noForceUnlock = defineRule({
  name: "no-force-unlock",
  title: "Publishing over a lock",
  requires: "No flow is published with `forceUnlock`.",
  why: "It takes the lock from the person who is editing the flow. Their draft is saved as a copy, but the platform publishes over it, and nobody asked them.",
  fix: "Ask the person who has the flow open to check it in, then remove `forceUnlock`.",
  blindTo: "Flows whose resource is not known, such as a single file that `flowctl check` reads without a project.",
  situation: "The stack has `genesys-flows:flows: {sales: {forceUnlock: true}}`.",
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
