import { z } from "zod";
import { isOneModule, moduleCallsOf, ofSelector } from "../module-calls/calls.ts";
import { ofDefinition } from "../module-calls/definition-problems.ts";
import { ofExport } from "../module-calls/export-problems.ts";
import { defineRule } from "../rule.ts";

/** An export that calls a module, with the given actions on the default path of the switch after the call. */
function example(otherwise: string): string {
  return `inboundCall:
  name: Claims
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  settingsErrorHandling: {errorHandling: {disconnect: {none: true}}, preHandlingAudio: {tts: Please call again.}}
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - callCommonModule:
              name: Check the claim
              commonModule:
                Claim check:
                  ver_latestPublished:
                    inputs: {}
                    outputs: {Common.result: {var: Flow.result}}
          - switch:
              name: Is the claim known?
              evaluate:
                firstTrue:
                  default: {actions: ${otherwise}}
                  cases:
                    - case:
                        value: {exp: Flow.result == "known"}
                        actions: [playAudio: {name: Thanks, audio: {tts: Thank you.}}]
          - disconnect: {name: Hang up}
`;
}

/**
 * Every call to a module has a transition for each outcome of the module and for `error` (design §4, "Outcomes"), and
 * the targets fit: an error is not repeated without a limit, is not treated as a success, and is not silent.
 */
export const moduleCallTransitions = defineRule({
  name: "module-call-transitions",
  title: "Module call without its transitions",
  requires:
    "Every module call has a transition for each outcome of the module and for `error`. The target of a failure is neither the call itself, nor the target of a success, nor a silent hang-up.",
  why: "A module can end without success. A flow that ignores the outcome treats a failure as a success, repeats the call, or ends silently.",
  fix: "Add the missing transitions, and give each failure a target that informs or transfers the caller.",
  blindTo:
    "Anything that a module says before it ends. So the `completed` and `error` transitions of a module with one outcome may lead to the same ending, or hang up, if the flow only says goodbye after the call. A different module called after `error` counts as heard. Whether the audio fits the outcome, and whether callers may be transferred after the module failed. Which of several outcomes means success, except for `success` and `completed`. The values that a module without declared outcomes returns.",
  settings: z.strictObject({}),
  example: { violating: example("[]"), passing: example("[playAudio: {name: Sorry, audio: {tts: We are sorry.}}]") },
  document(flow, { report }) {
    for (const call of moduleCallsOf(flow)) {
      const problems = [
        ...ofSelector(call),
        ...(!isOneModule(call) ? [] : flow.origin === "definition" ? ofDefinition(flow, call) : ofExport(flow, call)),
      ];
      if (problems.length === 0) continue;
      const { node, location } = flow.placeOf(call.node);
      for (const problem of problems) report({ ...problem, node, ...(location && { location }) });
    }
  },
});
