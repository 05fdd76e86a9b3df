import { expectFindings } from "@genesys-flows/rules/testing";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("flow-structure");

const flow = (actions: readonly object[], more: object = {}) =>
  JSON.stringify({
    inboundCall: {
      name: "Sales",
      startUpRef: "/inboundCall/tasks/task[Main_10]",
      defaultLanguage: "en-us",
      tasks: [{ task: { name: "Main", refId: "Main_10", actions } }],
      ...more,
    },
  });
const bye = { disconnect: { name: "Bye" } };
const say = { playAudio: { name: "Say", audio: { tts: "Hello." } } };
const jump = (task: string) => ({ jumpToTask: { name: "Jump", targetTaskRef: `/inboundCall/tasks/task[${task}]` } });
const decide = (yes: object) => ({
  decision: { name: "Test", condition: { exp: "true" }, outputs: { yes: { actions: [yes] } } },
});

test.each<[string, string, string[]]>([
  ["nothing wrong", flow([say, bye]), []],
  ["an action after the end", flow([bye, say]), ["Nothing leads to 'Say'"]],
  ["a flow that cannot end", flow([say, jump("Main_10")]), ["The flow cannot end"]],
  ["a retry with an exit", flow([decide(jump("Main_10")), bye]), []],
  ["a reference to a task that does not exist", flow([say, jump("Mian_10")]), ["task[Mian_10]"]],
  [
    "a start that does not exist",
    flow([say, bye], { startUpRef: "/inboundCall/tasks/task[Other_11]" }),
    ["task[Other_11]"],
  ],
])("an export with %s", (_, text, expected) => expectFindings(text, rule, expected));
