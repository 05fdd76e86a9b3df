import type { Check } from "../check.ts";

const LONGEST = 200;

/** The platform's rules for the name of a flow (reference/archy.md §a, reference/platform-api.error-codes.json). */
const rules: readonly { breaks: (name: string) => boolean; message: string; hint: string }[] = [
  {
    breaks: (name) => name.length > LONGEST,
    message: `The name of a flow has at most ${LONGEST} characters.`,
    hint: "Shorten it.",
  },
  {
    breaks: (name) => name.includes("/"),
    message: "The name of a flow has no slash.",
    hint: "Write a hyphen in its place.",
  },
  {
    breaks: (name) => /-debug$/i.test(name),
    message: "The name of a flow does not end with '-debug'.",
    hint: "The platform calls the debugged version of a flow so. Choose another ending.",
  },
  {
    breaks: (name) => !/[\p{L}\p{N}]/u.test(name),
    message: "The name of a flow has a letter or digit.",
    hint: "Choose a name that can be read aloud.",
  },
];

export const flowName: Check = {
  codes: ["invalid-flow-name"],
  run({ graph, document }, report) {
    for (const { breaks, message, hint } of rules) {
      if (!breaks(graph.name)) continue;
      report("invalid-flow-name", { message, hint, ...(document ? { path: [document.flowType, "name"] } : {}) });
    }
  },
};
