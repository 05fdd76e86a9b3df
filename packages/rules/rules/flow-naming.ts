import { type FlowType, flowTypes } from "@genesys-flows/architect";
import { z } from "zod";
import { defineRule } from "../rule.ts";

const pattern = z.string().refine(isPattern, "This is not a valid regular expression.");

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u");
    return true;
  } catch {
    return false;
  }
}

/** Names of flows must match the team's pattern. */
export const flowNaming = defineRule({
  name: "flow-naming",
  title: "Flow name that does not follow the pattern",
  requires: "The name of each flow matches the pattern in the settings, or the pattern for its type.",
  why: "In Architect's lists and in reports, the name shows the owner and purpose of a flow.",
  fix: "Rename the flow. A rename keeps the flow's id.",
  blindTo:
    "Everything, if no pattern is set. No pattern is the default, because only the team knows its own naming pattern.",
  situation: "The settings have `pattern: ^(Sales|Service) - `, and a flow has the name `Overflow`.",
  settings: z.strictObject({
    /** A regular expression that matches the whole name. */
    pattern: pattern.optional(),
    /** Patterns for individual flow types, by root key: `{commonModule: "CM .*"}`. These patterns take precedence. */
    patterns: z.partialRecord(z.enum(Object.keys(flowTypes) as [FlowType, ...FlowType[]]), pattern).default({}),
  }),
  document(flow, { report, settings }) {
    const { graph } = flow;
    const wanted = settings.patterns[graph.type] ?? settings.pattern;
    if (wanted === undefined || new RegExp(`^(?:${wanted})$`, "u").test(graph.name)) return;
    const { place } = flow; // read only for a finding, because the search in an export is slow
    const { title } = flowTypes[graph.type];
    report({
      message: `The name "${graph.name}" of the ${title} does not match ${wanted}.`,
      fix: "Rename the flow, or change the pattern in the settings of the rule.",
      ...(place && { location: place }),
    });
  },
});
