import { z } from "zod";
import { defineRule } from "../rule.ts";

/** No update overwrites a flow that somebody has locked (reference/archy.md §c, "forceUnlock"; docs/after-failures.md). */
export const noForceUnlock = defineRule({
  name: "no-force-unlock",
  title: "Publishing despite a lock",
  requires: "No flow is published with `forceUnlock`.",
  why: "The setting takes the lock from the person who is editing the flow. The update saves a copy of the draft, but overwrites the draft without asking that person.",
  fix: "Ask the person who has the flow open to check it in, then remove `forceUnlock`.",
  blindTo: "Flows whose resource is unknown, such as a single file that `flowctl check` reads without a project.",
  situation: "The stack has `genesys-flows:flows: {sales: {forceUnlock: true}}`.",
  settings: z.strictObject({}),
  document(flow, { report }) {
    if (flow.resource?.forceUnlock !== true) return;
    const { place } = flow; // read only for a finding, because the search in an export is slow
    report({
      message: "The flow is published with `forceUnlock`.",
      fix: "Remove `forceUnlock`. If somebody holds the lock, the update reports that person's name.",
      ...(place && { location: place }),
    });
  },
});
