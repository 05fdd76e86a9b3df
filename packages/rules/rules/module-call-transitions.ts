import { z } from "zod";
import { isOneModule, moduleCallsOf, ofSelector } from "../module-calls/calls.ts";
import { ofDefinition } from "../module-calls/definition-problems.ts";
import { ofExport } from "../module-calls/export-problems.ts";
import { defineRule } from "../rule.ts";

/** An export that calls a module, with these actions on the default path of the switch behind the call. */
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
 * Every call to a module has a transition for each outcome of the module and for `error` (design §4, "Outcomes"), and they do
 * what their names say: an error is not repeated without a bound, is not a success, and is not silent.
 */
export const moduleCallTransitions = defineRule({
  name: "module-call-transitions",
  title: "Module call without its transitions",
  requires:
    "Every module call has a transition for each outcome of the module and for `error`. A failure leads neither straight back to the call, nor where a success leads, nor to a hang-up without a word.",
  why: "A module can end without success. A flow that does not look at the outcome treats a failure as a success, repeats it, or ends without a word.",
  fix: "Add the missing transitions, and lead each failure to a node that says so or transfers the caller.",
  blindTo:
    "What a module says before it ends. So `completed` and `error` of a module with one outcome may lead to one ending, or to a hang-up, when the flow only says goodbye after the call: the last word is the module's. Another module that is called after `error` counts as heard. Whether the audio fits the outcome, and whether callers may be transferred although the module failed, is not judged either. Which of several outcomes means success is known only of `success` and `completed`. Of a module without a declared outcome, the values that it returns are not known.",
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
