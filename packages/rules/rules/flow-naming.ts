import { type FlowType, flowTypes } from "@genesys-flows/architect";
import { z } from "zod";
import { defineRule } from "../rule.ts";

const pattern = z.string().refine(isPattern, "This is not a regular expression.");

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

/** Names of flows follow a pattern of the team. */
export const flowNaming = defineRule({
  name: "flow-naming",
  title: "Flow name that does not follow the pattern",
  requires: "The name of each flow matches the pattern in the settings, or the pattern for its type.",
  why: "A name says in the lists of Architect and in reports whose flow it is and what it is for.",
  fix: "Rename the flow. A rename keeps its id.",
  blindTo: "Everything as long as the settings have no pattern, which is the default: only the team knows its pattern.",
  situation: "The settings have `pattern: ^(Sales|Service) - `, and a flow has the name `Overflow`.",
  settings: z.strictObject({
    /** A regular expression that matches the whole name. */
    pattern: pattern.optional(),
    /** The same for single flow types, by their root key: `{commonModule: "CM .*"}`. Takes precedence. */
    patterns: z.partialRecord(z.enum(Object.keys(flowTypes) as [FlowType, ...FlowType[]]), pattern).default({}),
  }),
  document(flow, { report, settings }) {
    const { graph } = flow;
    const wanted = settings.patterns[graph.type] ?? settings.pattern;
    if (wanted === undefined || new RegExp(`^(?:${wanted})$`, "u").test(graph.name)) return;
    const { place } = flow; // Only now: to find a place in an export takes longer than all the rest.
    const { title } = flowTypes[graph.type];
    report({
      message: `The name "${graph.name}" of the ${title} does not match ${wanted}.`,
      fix: "Rename the flow, or change the pattern in the settings of the rule.",
      ...(place && { location: place }),
    });
  },
});
