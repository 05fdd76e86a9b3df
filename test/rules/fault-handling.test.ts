import { expectFindings } from "@genesys-flows/rules/testing";
import { after, exportedCaller, filledDefault, heard, silent } from "../policies/samples.ts";
import { caller, checkModule } from "../project/samples.ts";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("fault-handling");
const sales = caller("Sales");
const modules = { check: checkModule };
const noCalls = "inboundCall: Sales\nstart: bye\nnodes:\n  bye: {disconnect: {}}\n";

test.each<[string, string, string[]]>([
  ["heard", sales, []],
  ["missing", sales.replace(/onFault[^\n]*\n/, ""), ["has no fault handling"]],
  ["silent", sales.replace('say: "Sorry.", ', ""), ["without saying anything"]],
  ["a queue", sales.replace('{say: "Sorry.", then: disconnect}', "{then: {queue: Sales}}"), []],
  ["no calls", noCalls, []],
])("a definition: %s", (_, text, expected) => expectFindings({ text, modules }, rule, expected));

test.each<[string, string, string[]]>([
  ["heard", heard, []],
  ["missing", "", ["has no fault handling"]],
  ["silent", silent, ["without saying anything"]],
])("an export: %s", (_, fault, expected) =>
  expectFindings(exportedCaller(after.switch(filledDefault), fault), rule, expected),
);

const alone = (fault: string, nodes: string) =>
  `inboundCall: Sales\n${fault}start: go\nnodes:\n${nodes}  bye: {disconnect: {}}\n`;
const data = "  go: {callData: {action: CRM/Read}, on: {success: bye, failure: bye, timeout: bye}}\n";
const saying = "  go: {playAudio: Hello., then: bye}\n";
const expression = "  go: {playAudio: =Call.Ani, then: bye}\n";

test.each<[string, string, string[]]>([
  ["a data action", alone("", data), ["The flow can fault, for example at `go`, but the flow has no"]],
  ["an expression", alone("", expression), ["has no fault handling"]],
  ["a text only", alone("", saying), []],
  ["silent", alone("onFault: {then: disconnect}\n", data), ["without saying anything"]],
  ["heard", alone("onFault: {say: Sorry., then: disconnect}\n", data), []],
])("a flow without module calls: %s", (_, text, expected) => expectFindings(text, rule, expected));

const workflow = `workflow: Clean up
start: go
nodes:
  go: {callData: {action: CRM/Read}, on: {success: bye, failure: bye, timeout: bye}}
  bye: {endWorkflow: {}}
`;
test("a type that ends in one way only", () => expectFindings(workflow, rule));

/** An export whose fault handling jumps to a task with an action. */
const jumping = (action: string) => `inboundCall:
  name: Claims
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  settingsErrorHandling:
    errorHandling:
      task:
        targetTaskRef: "/inboundCall/tasks/task[Fault_11]"
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - playAudio: {name: Hello, audio: {exp: Call.Ani}}
          - disconnect: {name: Bye}
    - task:
        name: Fault
        refId: Fault_11
        actions:
${action}          - disconnect: {name: Bye}
`;

test.each<[string, string, string[]]>([
  ["says something", "          - playAudio: {name: Sorry, audio: {tts: Sorry.}}\n", []],
  ["is silent", "", ['ends at "Bye" without']],
  [
    "begins again",
    '          - jumpToTask: {name: Again, targetTaskRef: "/inboundCall/tasks/task[Main_10]"}\n',
    ['leads to "Hello"'],
  ],
  [
    "transfers to its own flow",
    "          - transferToFlow: {name: Again, targetFlow: {name: Claims}}\n",
    ['leads to "Again"'],
  ],
])("fault handling in a task that %s", (_, action, expected) => expectFindings(jumping(action), rule, expected));
