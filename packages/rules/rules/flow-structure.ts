import { z } from "zod";
import { defineRule } from "../rule.ts";

const task = (actions: string) => `inboundCall:
  name: Sales
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
${actions}`;
const bye = "          - disconnect: {name: Bye}\n";
const thanks = "          - playAudio: {name: Thanks, audio: {tts: Thank you.}}\n";

/** The kernel reports these findings (packages/architect/check/checks); in a definition they are always errors. */
export const flowStructure = defineRule({
  name: "flow-structure",
  title: "Flow whose parts do not fit together",
  requires:
    "Every node can be reached, every reference names a part that exists, and every cycle has an exit. Expressions are valid, values have the required types, and the flow type supports the actions and variables. This also applies to exports from Architect and to resources without a flow file.",
  why: "Architect publishes a flow whose parts are not connected: callers never reach some actions, or stay in a cycle until the platform stops the flow after 10,000 actions. Architect refuses a flow with an invalid value, but only after other flows of the update are published.",
  fix: "Correct the reference or the value, connect or remove the node, or give the cycle an exit.",
  blindTo:
    "Conditions that are never true. Cycles through several flows. In-queue flows and flows with states, which repeat until somebody answers, are not checked for cycles.",
  settings: z.strictObject({}),
  codes: [
    "missing-start",
    "dangling-transition",
    "dangling-reference",
    "not-an-action",
    "unreachable-node",
    "infinite-loop",
    "loop-without-exit",
    "duplicate-ref-id",
    "unknown-output-path",
    "invalid-flow-name",
    "too-many-cases",
    "action-not-in-channel",
    "action-not-in-module-channels",
    "invalid-expression",
    "number-out-of-range",
    "wrong-scope",
    "duplicate-variable",
    "type-mismatch",
    "module-in-module",
  ],
  example: { violating: task(bye + thanks), passing: task(thanks + bye) },
});
